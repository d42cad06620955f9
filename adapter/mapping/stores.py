"""How values and new objects get into their place in the result."""

from collections.abc import Callable
from typing import Any, TypeAlias

from adapter.fhir.definitions import Element
from adapter.fhirpath.comparison import described
from adapter.fhirpath.errors import FhirPathError
from adapter.mapping.primitives import Convert

Action: TypeAlias = Callable[[list], None]
"""A compiled step of a rule: `frame -> None`."""

Store: TypeAlias = Callable[[Any, Any], None]
"""`store(parent, value)`"""


def no_object(parent: Any) -> Any:
    """What is no object takes no elements: nothing when it is absent, else an error."""
    if parent is not None:
        raise FhirPathError(f"{described(parent)} is no object that could take elements")
    return None


class Cell:
    """A primitive target that a variable stands for: setting its value sets the element it belongs to."""

    __slots__ = ("convert", "key", "parent", "store")

    def __init__(self, parent: Any, store: Store, convert: Convert, key: str = "") -> None:
        self.parent = parent
        self.store = store
        self.convert = convert
        self.key = key

    def beside(self) -> dict[str, Any]:
        """The object in which FHIR JSON keeps id and extensions of a primitive."""
        found = self.parent.setdefault(f"_{self.key}", {})
        return found if isinstance(found, dict) else {}

    def value(self) -> Any:
        """The value that the element has so far, the last one of a list; None when it has none."""
        found = self.parent.get(self.key) if isinstance(self.parent, dict) else None
        return (found[-1] if found else None) if isinstance(found, list) else found

    def set(self, value: Any) -> None:
        converted = self.convert(value)
        if converted is not None:
            self.store(self.parent, converted)


def value_of(variable: Any) -> Any:
    """What a variable stands for where a value is wanted: of a primitive target the value it has so far."""
    return variable.value() if isinstance(variable, Cell) else variable


def store_for(element: Element | None, name: str, modes: tuple[str, ...] = ()) -> Store:
    """How a value gets into its parent: single, at the end (or start) of the array, or by what is there when nothing
    is known.
    """
    if element is None:
        return lambda parent, value: _store_loosely(parent, name, value)
    key = element.key
    if not element.many:
        return lambda parent, value: parent.__setitem__(key, value)
    if "first" in modes:
        return lambda parent, value: parent.setdefault(key, []).insert(0, value)
    return lambda parent, value: parent.setdefault(key, []).append(value)


def _store_loosely(parent: Any, name: str, value: Any) -> None:
    found = parent.get(name)
    if found is None:
        parent[name] = value
    elif isinstance(found, list):
        found.append(value)
    else:
        parent[name] = [found, value]


def new_item(slot: int, variable: int, store: Store) -> Action:
    """A new object at the end (or start) of a list."""

    def make(frame: list) -> None:
        parent = frame[slot]
        if type(parent) is not dict:
            parent = no_object(parent)
        item: dict[str, Any] = {}
        frame[variable] = item
        if parent is not None:
            store(parent, item)

    return make


def first_item(slot: int, variable: int, key: str) -> Action:
    """`collate` (R4), `single` (R5): the first item of a list, which is made when there is none."""

    def make(frame: list) -> None:
        parent = frame[slot]
        if type(parent) is not dict:
            frame[variable] = no_object(parent)
            return
        items = parent.setdefault(key, [])
        if not items:
            items.append({})
        frame[variable] = items[0]

    return make


def moved_last(action: Action, slot: int, key: str, last: int) -> Action:
    """`last`: notes the items that `action` adds to a list, for `to_the_end` when all rules of the group have run."""

    def run(frame: list) -> None:
        parent = frame[slot]
        before = len(parent.get(key, ())) if type(parent) is dict else 0
        action(frame)
        if type(parent) is dict and key in parent:
            if frame[last] is None:
                frame[last] = []
            frame[last] += [(parent[key], item) for item in parent[key][before:]]

    return run


def to_the_end(noted: list[tuple[list, Any]]) -> None:
    """Move the noted items to the end of their lists, in the order in which they were made."""
    for items, item in noted:
        position = next(index for index, other in enumerate(items) if other is item)
        items.append(items.pop(position))


def new_object(slot: int, variable: int, key: str) -> Action:
    """The object of an element with at most one: the one that is there or a new one."""

    def make(frame: list) -> None:
        parent = frame[slot]
        if type(parent) is not dict:
            frame[variable] = no_object(parent)
            return
        found = parent.get(key)
        if found is None:
            found = parent[key] = {}
        frame[variable] = found

    return make


def shared_item(slot: int, variable: int, store: Store, shared: int) -> Action:
    """`share name`: rules of one run of the group that share a name work on one item of each parent."""

    def make(frame: list) -> None:
        parent = frame[slot]
        if type(parent) is not dict:
            frame[variable] = no_object(parent)
            return
        items = frame[shared]
        if items is None:
            items = frame[shared] = {}
        item = items.get(id(parent))
        if item is None:
            item = items[id(parent)] = {}
            store(parent, item)
        frame[variable] = item

    return make
