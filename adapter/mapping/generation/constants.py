"""What generated code refers to by name: closures, converters, values."""

from collections.abc import Mapping
from typing import Any

from adapter.fhirpath.collections import logical, truth
from adapter.fhirpath.compiler import refusing, refusing_none
from adapter.fhirpath.context import HostFunction, Model
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.navigation import VALUES, child_step
from adapter.mapping.targets import JSON


class Constants:
    """The globals of one generated function; each value gets one name, each step and each host function too."""

    def __init__(self, functions: Mapping[str, HostFunction], model: Model | None) -> None:
        self._functions = functions
        self._model = model
        self._named: dict[tuple[str, str], str] = {}
        self.names: dict[str, Any] = {
            "VALUES": VALUES,
            "FhirPathError": FhirPathError,
            "truth": truth,
            "logical": logical,
            "constant": constant,
            "framed": framed,
            "put_one": put_one,
            "put_all": put_all,
        }
        if model is not None:
            self.names["children"] = model.children
        self._given: dict[int, str] = {}

    def name(self, value: Any) -> str:
        """The name under which the code finds this value."""
        found = self._given.get(id(value))
        if found is None:
            found = self._given[id(value)] = f"k{len(self._given)}"
            self.names[found] = value
        return found

    def step(self, child: str) -> str:
        """The name of the step from nodes to their children of this name."""
        key = ("step", child)
        if key not in self._named:
            self._named[key] = self.name(child_step(child, self._model))
        return self._named[key]

    def host(self, function: str, *, bare: bool) -> str:
        """The name of a host function; bare: as it is called without arguments."""
        key = ("bare" if bare else "host", function)
        if key not in self._named:
            made = (refusing_none if bare else refusing)(self._functions[function], function)
            self._named[key] = self.name(made)
        return self._named[key]


def framed(variables: dict[str, Any], size: int) -> list:
    """The frame of a function that keeps none, from its variables: what a rule that fails says its place by."""
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


def put_one(
    parent: dict, key: str, found: list, convert: Any, scalar: Any, notice: Any = None, frame: Any = None
) -> None:
    """An element with at most one value. Several values are refused: none of them is dropped silently. notice: of a
    rule that may come to the same object again."""
    if len(found) > 1:
        raise FhirPathError(f"{key} takes one value, found {len(found)}")
    value = found[0]
    value = convert(value if type(value) in JSON else scalar(value))
    if value is not None:
        if notice is not None:
            notice(frame, parent, value)
        parent[key] = value


def put_all(parent: dict, key: str, found: list, convert: Any, scalar: Any) -> None:
    """Values at the end of the list of an element."""
    for value in found:
        converted = convert(value if type(value) in JSON else scalar(value))
        if converted is not None:
            parent.setdefault(key, []).append(converted)
