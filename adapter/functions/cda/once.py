"""Conversions that several rules ask for the same node are made once a document."""

from functools import wraps
from typing import Any

from adapter.fhirpath.context import HostFunction
from adapter.fhirpath.host_functions import OfOne


def once(function: HostFunction) -> HostFunction:
    """A conversion of one node that depends on nothing but the document and its arguments, which are texts: its answer
    is kept in the document's memo. Not for conversions that ask a constant (%listKind).
    """
    name = f"cda {function.__name__}"

    @wraps(function)
    def kept(context: Any, focus: list, *arguments: list) -> list:
        if len(focus) != 1:
            return function(context, focus, *arguments)
        key = (focus[0], *map(tuple, arguments)) if arguments else focus[0]
        answers = context.document.memo.setdefault(name, {})
        if key in answers:  # asked so, a traced document notes again what the answer was read from
            return [*answers[key]]
        found = function(context, focus, *arguments)
        if type(focus[0]) is not str:
            answers[key] = found
        return [*found]

    return kept


def once_of_one(function: OfOne) -> OfOne:
    """Like `once`, of what is asked of one node without arguments."""
    name = f"cda {function.__name__}"

    @wraps(function)
    def kept(context: Any, node: Any, *arguments: list) -> Any:
        answers = context.document.memo.setdefault(name, {})
        try:
            if node in answers:
                return answers[node]
        except TypeError:  # an object of the result in place of an element: the function itself fails at it
            return function(context, node, *arguments)
        found = function(context, node, *arguments)
        if type(node) is not str:
            answers[node] = found
        return found

    return kept
