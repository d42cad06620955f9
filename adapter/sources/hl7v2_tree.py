"""The nodes of HL7 v2: a segment has fields, a field occurrence has components, a component has subcomponents."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from adapter.sources.hl7v2_escapes import Delimiters, unescape
from adapter.sources.hl7v2_fields import number_of, type_of
from adapter.sources.reads import Reads

NULL = '""'
"""HL7 v2 §2.5.3: the value is deleted. A list states what there is, so a deleted value is not there."""

Values = list[list[str]]  # of one occurrence: components, each a list of subcomponents
_EMPTY: list[Values] = [[[""]]]  # a field without anything, as most of a segment are


@dataclass(slots=True, eq=False)
class Segment:
    """`number` counts the segments of this name through the file; `several` when there is more than one of them.

    fields: by position (0 is the name), the occurrences of each field. message: counts from 1. line: where it starts in
    the file; reads: receives what is read of it, where a trace is asked for. notes: NTE on a
    result; found: the occurrences of the fields that were asked for, since maps ask for one field many times.
    """

    name: str
    fields: list[list[Values]] = field(repr=False)
    delimiters: Delimiters = field(repr=False)
    charset: str = "utf-8"
    message: int = 1
    number: int = 1
    several: bool = False
    line: int | None = None
    reads: Reads | None = field(default=None, repr=False)
    notes: list["Segment"] = field(default_factory=list, repr=False)
    found: dict[str, list["Part"]] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> str:
        return f"{self.name}[{self.number}]" if self.several else self.name

    def occurrences(self, name: str) -> list["Part"]:
        """The occurrences with a value of a field, by its name or number: one list, to be left as it is."""
        if name not in self.found:
            self.found[name] = self._occurrences(number_of(self.name, name))
        return self.found[name]

    def _occurrences(self, number: int) -> list["Part"]:
        if not 0 < number < len(self.fields) or self.fields[number] == _EMPTY:
            return []
        written = self.fields[number]
        marks = [f"[{n}]" for n in range(1, len(written) + 1)] if len(written) > 1 else [""]
        type_ = type_of(self.name, number)
        parts = (Part(self, f"-{number}{mark}", values, type_) for mark, values in zip(marks, written, strict=True))
        return [part for part in parts if part.has_value]

    def text(self, name: str) -> str:
        """Text of the first occurrence of a field, "" when there is none."""
        return next((part.text for part in self.occurrences(name)), "")

    def parts(self) -> Iterator["Part"]:
        for number in range(1, len(self.fields)):
            yield from self.occurrences(str(number))


@dataclass(slots=True, eq=False)
class Part:
    """A field occurrence (values: components), a component (values: one component) or a subcomponent."""

    segment: Segment = field(repr=False)
    path: str
    values: Values
    type: str = ""
    level: int = 0  # 0 field occurrence, 1 component, 2 subcomponent

    @property
    def place(self) -> str:
        return self.segment.place + self.path

    @property
    def has_value(self) -> bool:
        return any(leaf.strip() and leaf != NULL for component in self.values for leaf in component)

    @property
    def text(self) -> str:
        """The first leaf (HL7 v2 §2.7.1: a deeper structure read as a primitive is its first part), "" when empty."""
        return self._read(1, 1) if self.values and self.values[0] else ""

    @property
    def whole(self) -> str:
        """All of a text field, where a sender forgot to escape delimiters."""
        marks = self.segment.delimiters
        written = marks.component.join(marks.subcomponent.join(component) for component in self.values)
        text = self._unescaped(written.rstrip(marks.component + marks.subcomponent))
        if self.segment.reads is not None:
            self.segment.reads.note(self, "", text)
        return text

    def parts(self, name: str) -> list["Part"]:
        """The component or subcomponent of this name or number, in a list when it has a value."""
        number = number_of(self.type, name)
        found = self._part(number) if number else None
        return [found] if found is not None and found.has_value else []

    def get(self, number: int, sub: int = 1) -> str:
        """Text of a subcomponent of a component (of a field occurrence) or, at a component, of its part `number`."""
        if self.level:
            sub, number = number, 1
        if number > len(self.values) or sub > len(self.values[number - 1]):
            return ""
        return self._read(number, sub)

    def component(self, number: int) -> str:
        """All of a component of a coded field, where a sender forgot to escape the delimiter in it (`aspirin & water`);
        of a part of a field as get()."""
        if self.level or number > len(self.values) or len(self.values[number - 1]) < 2:
            return self.get(number)
        found = self._part(number)
        return found.whole if found is not None and found.has_value else ""

    def children(self) -> list["Part"]:
        count = len(self.values) if self.level == 0 else len(self.values[0]) if self.level == 1 else 0
        found = (self._part(number) for number in range(1, count + 1))
        return [part for part in found if part is not None and part.has_value]

    def _part(self, number: int) -> "Part | None":
        if self.level == 0 and number <= len(self.values):
            return Part(self.segment, f"{self.path}.{number}", [self.values[number - 1]], self._type(number), 1)
        if self.level == 1 and number <= len(self.values[0]):
            return Part(self.segment, f"{self.path}.{number}", [[self.values[0][number - 1]]], "", 2)
        return None

    def _type(self, number: int) -> str:
        return type_of(self.type, number) if self.type else ""

    def _read(self, number: int, sub: int) -> str:
        """A leaf of a field occurrence, or of a component (number 1), that is there."""
        text = self._unescaped(self.values[number - 1][sub - 1])
        if self.segment.reads is not None:
            self.segment.reads.note(self._leaf(number, sub), "", text)
        return text

    def _leaf(self, number: int, sub: int) -> "Part":
        """The part that a leaf is by itself: the field occurrence or component where it is all of it."""
        has_parts = len(self.values[number - 1]) > 1
        found: Part = self
        if self.level == 0 and (has_parts or len(self.values) > 1):
            found = self._part(number) or found
        return (found._part(sub) or found) if has_parts and found.level == 1 else found

    def _unescaped(self, leaf: str) -> str:
        return "" if leaf == NULL else unescape(leaf, self.segment.delimiters, self.segment.charset)
