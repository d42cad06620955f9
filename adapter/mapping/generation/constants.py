"""What generated code refers to by name: closures, host functions, steps, converters, values."""

import builtins
import keyword
from collections.abc import Mapping
from typing import Any

from adapter.fhirpath.collections import logical
from adapter.fhirpath.context import HostFunction, Model
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.host_functions import MISFITS, misfit, of_one, refusing, refusing_none, unwrapped
from adapter.fhirpath.navigation import VALUES, child_step, step_of_model
from adapter.mapping.targets import JSON

_TAKEN = frozenset({*dir(builtins), *keyword.kwlist, "run", "arguments"})


class Constants:
    """The globals of one generated function; each value gets one name, each step and each host function too."""

    def __init__(self, functions: Mapping[str, HostFunction], model: Model | None) -> None:
        self.functions = functions
        self.model = model
        self.names: dict[str, Any] = {
            "VALUES": VALUES,
            "FAILURES": (FhirPathError, *MISFITS),
            "told": self._told,
            "logical": logical,
            "constant": constant,
            "framed": framed,
            "put_one": put_one,
            "put_again": put_again,
            "put_all": put_all,
        }
        self._kept: dict[tuple[str, Any], str] = {}
        self._values: list[Any] = []
        self._asked_of_one: dict[Any, str] = {}

    def name(self, value: Any, hint: str = "k") -> str:
        """The name under which the code finds this value: the hint where it is free, else with a number."""
        key = ("value", id(value))
        if key not in self._kept:
            self._values.append(value)  # an id is of a value that is held
            self._kept[key] = self._named(value, hint)
        return self._kept[key]

    def step(self, child: str) -> str:
        """The name of the step from nodes to their children of this name: a list of nodes is asked."""
        key = ("step", child)
        if key not in self._kept:
            self._kept[key] = self._named(child_step(child, self.model), f"all_{child}")
        return self._kept[key]

    def step_of_node(self, child: str) -> str:
        """The name of the same step of one node, which is the model's or a text."""
        key = ("node", child)
        if key not in self._kept:
            assert self.model is not None
            self._kept[key] = self._named(step_of_model(child, self.model), f"to_{child}")
        return self._kept[key]

    def host(self, function: str, *, bare: bool) -> str:
        """The name of a host function that is called on a collection; bare: without arguments."""
        key = ("bare" if bare else "host", function)
        if key not in self._kept:
            made = (refusing_none if bare else refusing)(self.functions[function], function)
            self._kept[key] = self._named(made, f"{function}_of_all")
        return self._kept[key]

    def host_of_one(self, function: str) -> str | None:
        """The name of what a host function asks of one node; None of one that looks at all nodes together."""
        key = ("one", function)
        if key not in self._kept:
            asked = of_one(self.functions[function])
            if asked is None:
                return None
            self._asked_of_one[getattr(unwrapped(asked), "__code__", None)] = function
            self._kept[key] = self._named(asked, f"{function}_of")
        return self._kept[key]

    def _told(self, error: Exception) -> FhirPathError:
        """What a rule that fails tells of an error."""
        return error if isinstance(error, FhirPathError) else misfit(error, self._asked_of_one)

    def empty(self, count: int) -> str:
        """The name of so many empty slots of a frame."""
        key = ("empty", count)
        if key not in self._kept:
            self._kept[key] = self._named((None,) * count, f"empty_{count}")
        return self._kept[key]

    def _named(self, value: Any, hint: str) -> str:
        hint = hint if hint.isidentifier() and hint.isascii() else "k"
        name = next(n for n in _numbered(hint) if n not in self.names and n not in _TAKEN and not _is_local(n))
        self.names[name] = value
        return name


def _numbered(hint: str) -> Any:
    yield hint
    number = 2
    while True:
        yield f"{hint}_{number}"
        number += 1


def _is_local(name: str) -> bool:
    """Whether generated code calls something of its own so: `c`, `f`, `n4`, `v0`, `q1`."""
    return name in ("c", "f") or (name[0] in "nvq" and name[1:].isdigit())


def framed(variables: dict[str, Any], size: int) -> list:
    """The frame of a function that keeps none, from its variables: what a rule that fails says its place by, and what a
    closure of a rare step is handed."""
    frame: list[Any] = [variables["c"], *[None] * (size - 1)]
    for name, value in variables.items():
        if name[0] == "n":
            frame[int(name[1:])] = value
    return frame


def constant(context: Any, name: str) -> list:
    """The value of `%name` of this run, as a collection. Raises FhirPathError when the run has none of this name."""
    if name not in context.constants:
        raise FhirPathError(f"%{name} is not defined")
    value = context.constants[name]
    return [] if value is None else value if type(value) is list else [value]


def put_one(parent: dict, key: str, found: list, convert: Any, scalar: Any) -> None:
    """An element with at most one value. Several values are refused: none of them is dropped silently."""
    if len(found) > 1:
        raise FhirPathError(f"{key} takes one value, found {len(found)}")
    value = found[0]
    value = convert(value if type(value) in JSON else scalar(value))
    if value is not None:
        parent[key] = value


def put_again(
    before: Any, repeated: Any, context: Any, node: Any, parent: dict, key: str, found: list, convert: Any, scalar: Any
) -> dict:
    """As put_one(), of a rule that may come to the same object again. before: the object in which it set the element
    last; what it returns is the next `before`."""
    value: dict[str, Any] = {}
    put_one(value, key, found, convert, scalar)
    if not value:
        return before
    if before is parent:
        repeated(context, node, parent, value[key])
    parent[key] = value[key]
    return parent


def put_all(parent: dict, key: str, found: list, convert: Any, scalar: Any) -> None:
    """Values at the end of the list of an element."""
    for value in found:
        converted = convert(value if type(value) in JSON else scalar(value))
        if converted is not None:
            parent.setdefault(key, []).append(converted)
