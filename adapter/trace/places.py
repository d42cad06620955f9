"""Places and lines of source nodes, for every format: by its model, and for FHIR JSON by what was copied."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from adapter.mapping.trace import Event, Recorder
from adapter.sources.document import Document
from adapter.sources.reads import Read, is_element
from adapter.trace.origins import Origin

_NUMBER = re.compile(r"[\d.,+-]*")


class Place(NamedTuple):
    """A place of the source as people and programs follow it, and its line in the file where the format knows it."""

    text: str
    line: int | None = None


class Places:
    """The places of one document; each node is located once."""

    def __init__(self, document: Document, recorder: Recorder) -> None:
        self.document = document
        self._recorder = recorder
        self._copies = document.source.reads.copies if document.source.reads is not None else {}
        self._line = getattr(getattr(document.model, "model", document.model), "line", None)
        self._json = isinstance(document.root, dict)
        self._known: dict[int, tuple[Any, Place]] = {}

    def of(self, node: Any) -> Place | None:
        """The place of a node; None for a bare value, and for an object that is not of the source."""
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = (node, self._located(node))
        return found[1] if found[1].text else None

    def _located(self, node: Any) -> Place:
        if id(node) in self._copies:
            node = self._copies[id(node)][1]
        if node is None or (isinstance(node, dict | str | int | float | list) and not self._json):
            return Place("")
        text = self.document.model.place(node)
        if is_element(node):
            return Place(text, node.sourceline)
        return Place(text, self._line(node) if self._line is not None else None)

    def of_read(self, read: Read) -> Place | None:
        """The place of what was read: of the node itself, or of a part of it."""
        at = self.of(read.node)
        if at is None or not read.part:
            return at
        return Place(f"{at.text}/{read.part}" if is_element(read.node) else f"{at.text}.{read.part}", at.line)

    def sources(self, origin: Origin) -> list[Place]:
        """What an element was made of: the values that it was read from, else the node that its rule stood on, else
        the part of the source that was being mapped."""
        if not origin.events:
            return []
        copied = self._copied(origin)
        if copied is not None:
            return [copied]
        event = origin.events[0]
        said = self._made_of(self._recorder.said_before(event, origin.value), origin)
        own = said or self._made_of(event, origin) or [Place(event.unit)]
        return _distinct([*own, *(self.of(other.node) for other in origin.also)])

    def _made_of(self, event: Event, origin: Origin) -> list[Place]:
        read = _distinct(self.of_read(read) for read in self._fitting(event.reads, origin))
        return read or _distinct([self.of(event.node) or self._of_value(event)])

    def _of_value(self, event: Event) -> Place | None:
        """The place of a value of FHIR JSON: by what it is an element of."""
        if not self._json or not isinstance(event.holder, dict) or isinstance(event.node, dict):
            return None
        at = self.of(event.holder)
        return Place(f"{at.text}.{event.element}" if event.element else at.text) if at is not None else None

    def _fitting(self, reads: tuple[Read, ...], origin: Origin) -> Sequence[Read]:
        """Of several values that were read, those that are the element's value as the source writes it, or pieces of
        it. For a value that the source does not write, what was read beside the values of its neighbours: a system
        beside its code."""
        if origin.value is None:
            return reads
        if fitting := [read for read in reads if _same(read.value, origin.value)] or _pieces(reads, origin.value):
            return fitting
        neighbours = [value for value in origin.owner.values() if not isinstance(value, dict | list)]
        known = [read for read in reads if any(_same(read.value, value) for value in neighbours)]
        holders = {self._holder(read) for read in known}
        beside = [read for read in reads if self._holder(read) in holders]
        numbers = [read for read in known if isinstance(origin.value, str) and _NUMBER.fullmatch(str(read.value))]
        words = [read for read in beside if read not in numbers]
        return [read for read in beside if read not in known] or words or beside or reads

    def _holder(self, read: Read) -> Any:
        """What values stand beside each other in: an element of XML, a field of a message."""
        at = self.of(read.node)
        return id(read.node) if is_element(read.node) or at is None else at.text.rpartition(".")[0] or at.text

    def whole(self, origin: Origin) -> Place | None:
        """The one place that an element was made of: the narrowest node that holds all that was read for it."""
        found = self.sources(origin)
        if len(found) < 2:
            return found[0] if found else None
        parts = [place.text.split("/") for place in found]
        same = next((n for n, steps in enumerate(zip(*parts, strict=False)) if len(set(steps)) > 1), len(min(parts)))
        common = "/".join(parts[0][:same])
        return Place(common) if same > 1 else self.of(origin.events[0].node) or found[0]

    def _copied(self, origin: Origin) -> Place | None:
        """Of FHIR JSON: the very text of the source, else the same element of the object that was copied."""
        if not self._json:
            return None
        if isinstance(origin.value, str) and (found := self.of(origin.value)) is not None:
            return found
        names = origin.path.split(".")
        node: Any = origin.events[0].node
        nearest = self.of(node) if isinstance(node, dict) else None
        for number, (key, index) in enumerate(origin.inside, 1):
            node = node.get(key) if isinstance(node, dict) else None
            node = node[index] if isinstance(node, list) and index is not None and index < len(node) else node
            if node is None:
                return None
            located = self.of(node) if isinstance(node, dict) else None
            nearest = located or (nearest and Place(f"{nearest.text}.{names[number - len(origin.inside) - 1]}"))
        return nearest


def _distinct(places: Iterable[Place | None]) -> list[Place]:
    return list(dict.fromkeys(place for place in places if place is not None))


def _pieces(reads: tuple[Read, ...], value: Any) -> list[Read]:
    """What was read that stands in a longer text; a single character stands in any."""
    if not isinstance(value, str):
        return []
    texts = [(read, " ".join(str(read.value).split())) for read in reads]
    return [read for read, text in texts if len(text) > 1 and text in value]


def _same(written: Any, value: Any) -> bool:
    text = " ".join(str(written).split())
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, int | float):
        try:
            return Decimal(text) == Decimal(str(value))
        except InvalidOperation:
            return False
    return text == value or _same_moment(text, str(value))


def _same_moment(written: str, value: str) -> bool:
    """`20260320101500+0100` and `2026-03-20`: one is the other, more or less exactly."""
    digits, others = (re.sub(r"\D", "", text.split("+")[0]) for text in (written, value))
    shorter, longer = sorted((digits, others), key=len)
    return len(shorter) >= 6 and longer.startswith(shorter)
