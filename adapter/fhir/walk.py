"""Walking FHIR JSON by its definitions: what an object holds, each with its FHIRPath and type."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from adapter.fhir.definitions import r4


class Child(NamedTuple):
    """One value in an object. key: its JSON name; path: FHIRPath, `….value` for `valueString`, with an index in a list;
    type: R4 type path, "" when it is not known; position: in its list, None outside of one; number: which it is of the
    equal values of that list."""

    key: str
    value: Any
    path: str
    type: str
    position: int | None
    number: int | None


def children(node: dict[str, Any], type_: str, path: str) -> Iterator[Child]:
    """What an object of an R4 type holds, lists one by one. What stands beside a primitive (`_birthDate`) has the path
    of the primitive."""
    elements = r4().elements(type_)
    for key, value in node.items():
        if key == "resourceType":
            continue
        name = key.removeprefix("_")
        element = elements.get(name)
        at = f"{path}.{element.name if element is not None else name}"
        kind = "Element" if name != key else (element.type or "") if element is not None else ""
        if not isinstance(value, list):
            yield Child(key, value, at, _type_of(value, kind), None, None)
            continue
        for index, item in enumerate(value):
            if item is not None:
                number = sum(1 for other in value[:index] if other == item)
                yield Child(key, item, f"{at}[{index}]", _type_of(item, kind), index, number)


def _type_of(value: Any, declared: str) -> str:
    found = value.get("resourceType") if isinstance(value, dict) else None
    return found if isinstance(found, str) else declared
