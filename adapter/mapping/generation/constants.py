"""What generated code refers to by name: closures, converters, values."""

from typing import Any

from adapter.fhirpath.collections import logical, truth
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.navigation import VALUES
from adapter.mapping.targets import JSON


class Constants:
    """The globals of one generated function; each value gets one name."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {
            "VALUES": VALUES,
            "FhirPathError": FhirPathError,
            "truth": truth,
            "logical": logical,
            "constant": constant,
            "put_one": put_one,
            "put_all": put_all,
        }
        self._given: dict[int, str] = {}

    def name(self, value: Any) -> str:
        """The name under which the code finds this value."""
        found = self._given.get(id(value))
        if found is None:
            found = self._given[id(value)] = f"k{len(self._given)}"
            self.names[found] = value
        return found


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
