"""What a traced run tells: which rule made which value of the result, on which source node, from what it read there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapter.mapping.stores import Cell
from adapter.sources.reads import Read, Reads


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A rule made something. rule: `file.map:line rule`; node: the source node it stood on; unit: place of the part of
    the source that was being mapped; reads: what was read while it was made; holder, element: what the node is an
    element of, for a value of FHIR JSON, which has no place of its own."""

    rule: str
    node: Any
    unit: str
    reads: tuple[Read, ...] = ()
    holder: Any = None
    element: str = ""


@dataclass
class _Made:
    """The values that rules gave to one element of one object, in order; `owner` keeps the object's identity its
    own."""

    owner: Any
    values: dict[str, list[tuple[Any, Event]]] = field(default_factory=dict)


class Recorder:
    """A Tracer that remembers who made what. `unit` is set by who runs the groups: the place that is being mapped."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads
        self.unit = ""
        self._made: dict[int, _Made] = {}
        self._placed: dict[int, list[Event]] = {}
        self._kept: dict[str, list[dict[str, Any]]] = {}
        self._constants: dict[str, Event] = {}

    def rule(self, reference: str, run: Callable[[], None]) -> None:
        outer, self.reads.rule = self.reads.rule, reference
        try:
            run()
        finally:
            self.reads.rule = outer

    def target(self, reference: str, node: Any, holder: Any, name: str, parent: Any, make: Callable[[], None]) -> None:
        owner = parent.parent if isinstance(parent, Cell) else parent
        before, mark = _state(owner), len(self.reads.noted)
        make()
        reads = tuple(self.reads.noted[mark:]) or self._read_of(node)
        event = Event(reference, node, self.unit, reads, holder, name)
        for key, value in _new(before, owner):
            self._made.setdefault(id(owner), _Made(owner)).values.setdefault(key, []).append((value, event))
            if isinstance(value, dict):
                self._placed.setdefault(id(value), []).append(event)

    def _read_of(self, node: Any) -> tuple[Read, ...]:
        """A node that is a bare value (an attribute) has no place of its own: the read that gave it."""
        if not isinstance(node, str):
            return ()
        return next(((read,) for read in reversed(self.reads.noted) if read.value is node), ())

    def placed(self, value: dict[str, Any]) -> list[Event]:
        """The rules that put this object where it is, last first."""
        return self._placed.get(id(value), [])[::-1]

    def kept(self, id_: str, resource: dict[str, Any]) -> None:
        """A resource that rules made is in the result under this id; several with one id are one resource there."""
        self._kept.setdefault(id_, []).append(resource)

    def constant(self, value: str, events: list[Event]) -> None:
        """A value that maps may ask for later by name, and what made it first."""
        if events:
            self._constants[value] = events[0]

    def said_before(self, event: Event, value: Any) -> Event:
        """The event that first made a constant, where a rule read nothing and took the constant; else the event."""
        return event if event.reads or not isinstance(value, str) else self._constants.get(value, event)

    def originals(self, id_: str) -> list[dict[str, Any]]:
        """The objects that rules filled for a resource of the result; none for what no rule made."""
        return self._kept.get(id_, [])

    def of_type(self, type_: str) -> list[dict[str, Any]]:
        return [found for kept in self._kept.values() for found in kept if found["resourceType"] == type_]

    def made(self, owner: Any, key: str, value: Any, number: int | None = None) -> list[Event]:
        """Who made this value of an element, last first, as the last one's value is there.

        An object is told by its identity; a primitive of a list by its `number` among the equal ones of that list.
        """
        noted = self._made.get(id(owner))
        made = noted.values.get(key, []) if noted else []
        if isinstance(value, dict):
            return [event for found, event in reversed(made) if found is value]
        events = [event for found, event in made if not isinstance(found, dict) and found == value]
        return events[::-1] if number is None else events[number : number + 1] or events[-1:]


def _state(owner: Any) -> dict[str, tuple[Any, ...]]:
    if not isinstance(owner, dict):
        return {}
    return {key: tuple(value) if isinstance(value, list) else (value,) for key, value in owner.items()}


def _new(before: dict[str, tuple[Any, ...]], owner: Any) -> list[tuple[str, Any]]:
    """(element, value) of what is there now and was not before: what a list has more, what another value replaced."""
    found: list[tuple[str, Any]] = []
    for key, after in _state(owner).items():
        old = list(before.get(key, ()))
        for value in after:
            position = next((place for place, known in enumerate(old) if known is value), None)
            if position is None:
                found.append((key, value))
            else:
                del old[position]
    return found
