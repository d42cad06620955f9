"""Conversions that several rules ask for the same node are made once a document."""

from functools import wraps
from typing import Any

from adapter.fhirpath.context import HostFunction


def once(function: HostFunction) -> HostFunction:
    """A conversion of one node that depends on nothing but the document: its answer is kept in the document's memo.

    Not for conversions that ask a constant (%listKind), or that are given arguments.
    """
    name = f"cda {function.__name__}"

    @wraps(function)
    def kept(context: Any, focus: list, *arguments: list) -> list:
        if arguments or len(focus) != 1:
            return function(context, focus, *arguments)
        answers = context.document.memo.setdefault(name, {})
        node = focus[0]
        if node not in answers:  # asked so, a traced document notes again what the answer was read from
            if isinstance(node, str):
                return function(context, focus)
            answers[node] = function(context, focus)
        return list(answers[node])

    return kept
