"""Where each element of a Bundle comes from: the rules that made it, or why the program added it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from adapter.fhir.walk import Child, children
from adapter.mapping.trace import Event, Recorder
from adapter.trace.added import added

_INDEX = re.compile(r"\[\d+\]")
Steps = tuple[tuple[str, int | None], ...]
"""JSON names, each with the index in its list."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One element of the result.

    path: FHIRPath from the Bundle; local: from its resource, "" outside of any; resource: `Type/id`; value: a
    primitive, None for an object. owner, key: the object that holds it and its JSON name there.
    An element that the program added stands for all that it holds.
    events: the rule that made it, then, outwards, those that made what holds it. inside: JSON names and indexes that
    lead to it from what the first one made. also: what made resources that are one resource in the result (a person
    whom the source names twice). added: why the program added it.
    """

    path: str
    local: str
    resource: str
    value: Any
    owner: dict[str, Any]
    key: str
    events: tuple[Event, ...]
    inside: Steps = ()
    also: tuple[Event, ...] = ()
    added: str | None = None

    @property
    def own(self) -> bool:
        """Whether a rule made this very element, not only what holds it."""
        return bool(self.events) and not self.inside

    @property
    def is_whole(self) -> bool:
        """Whether it accounts for something by itself: a primitive, or what the program added."""
        return self.value is not None or not self.events


def origins(bundle: dict[str, Any], recorder: Recorder) -> Iterator[Origin]:
    """Every element of a Bundle, in its order; objects before what they hold."""
    for child in children(bundle, "Bundle", "Bundle"):
        if child.key != "entry":
            yield _added(child, bundle, "Bundle")
            continue
        for part in children(child.value, "Bundle.entry", child.path):
            if part.key == "resource":
                yield from _resource(part, recorder)
            else:
                yield _added(part, child.value, "Bundle")


def origins_of(target: dict[str, Any], type_: str, recorder: Recorder) -> Iterator[Origin]:
    """Every element of what one map made by itself, nothing of which the program added. type_: of R4, or another name
    that paths begin with."""
    walk = _Walk(recorder, type_, named(target, type_), type_, ())
    for child in children(target, type_, type_):
        yield from walk.made(child, target, (), (), recorder.made(target, child.key, child.value, child.number))


def named(resource: dict[str, Any], type_: str) -> str:
    """`Type/id`, `Type` without an id, nothing of what is no resource."""
    if resource.get("resourceType") != type_:
        return ""
    return f"{type_}/{resource['id']}" if "id" in resource else type_


def _added(child: Child, owner: dict[str, Any], type_: str) -> Origin:
    return Origin(child.path, "", "", child.value, owner, child.key, (), added=added(_plain(child.path), type_))


def _plain(path: str) -> str:
    return _INDEX.sub("", path)


def _resource(part: Child, recorder: Recorder) -> Iterator[Origin]:
    """The elements of one resource. The Bundle holds a copy of the object that rules filled, of the same elements."""
    resource, name = part.value, f"{part.type}/{part.value.get('id', '')}"
    if (why := added(part.type, part.type)) is not None:
        yield Origin(part.path, part.type, name, None, resource, "", (), added=why)
        return
    filled = recorder.originals(resource.get("id", ""))
    if not filled and part.type == "DocumentReference":
        filled = recorder.of_type(part.type)
    also = tuple(event for other in filled[1:] for event in recorder.placed(other)[:1])
    walk = _Walk(recorder, part.type, name, part.path, also)
    for child in children(resource, part.type, part.path):
        original = next((found for found in filled if _holds(found, child)), None)
        made = recorder.made(original, child.key, child.value, child.number) if original is not None else []
        outer = tuple(recorder.placed(original)) if original is not None and child.key != "id" else ()
        if not made and not outer:
            yield walk.origin(child, resource, (), ())
        else:
            yield from walk.made(child, resource, outer, (), made)


def _holds(original: dict[str, Any], child: Child) -> bool:
    value = original.get(child.key)
    return any(item is child.value or item == child.value for item in (value if isinstance(value, list) else [value]))


@dataclass(frozen=True, slots=True)
class _Walk:
    """Going through one resource of the result."""

    recorder: Recorder
    type: str
    resource: str
    path: str
    also: tuple[Event, ...]

    def made(
        self, child: Child, owner: dict[str, Any], outer: tuple[Event, ...], above: Steps, events: list[Event]
    ) -> Iterator[Origin]:
        """An element that a rule made, and what it holds. above: the steps from what the first of `outer` made."""
        inner = (*events[:1], *outer)
        inside = () if events else (*above, (child.key, child.position))
        yield self.origin(child, owner, inner, inside)
        if isinstance(child.value, dict):
            walk = self._of_resource(child) if child.key == "resource" else self
            for part in children(child.value, child.type, child.path):
                found = self.recorder.made(child.value, part.key, part.value, part.number)
                yield from walk.made(part, child.value, inner, inside, found)

    def _of_resource(self, child: Child) -> "_Walk":
        """Of a Bundle that rules made: its resources are told each by itself."""
        return replace(self, type=child.type, resource=named(child.value, child.type), path=child.path)

    def origin(self, child: Child, owner: dict[str, Any], events: tuple[Event, ...], inside: Steps) -> Origin:
        local = self.type + child.path[len(self.path) :]
        value = None if isinstance(child.value, dict) else child.value
        why = None if events else added(_plain(local), self.type)
        also = self.also if events else ()
        return Origin(child.path, local, self.resource, value, owner, child.key, events, inside, also, why)
