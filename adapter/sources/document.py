"""What every source becomes: bytes with a name, then a located tree with its lists and entries."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from adapter.issues import Issue
from adapter.sources.reads import Reads

MAX_BYTES = 32 * 1024 * 1024
"""No real discharge document or dispensing history of one patient comes near this; larger input is refused before
parsing."""


@dataclass(frozen=True)
class Source:
    """One incoming file or message: `name` as the caller gave it (only for messages), `data` its bytes.

    reads: receives what is read of the source while it is mapped, where a trace is asked for.
    """

    name: str
    data: bytes = field(repr=False)
    reads: Reads | None = field(default=None, repr=False, compare=False)

    @cached_property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


class Model(Protocol):
    """How the nodes of one format are walked; the mapping engine and the conversion functions know nothing else of a
    format."""

    def children(self, node: Any, name: str) -> list[Any]:
        """Child elements with this local name in document order, else the attribute's value in a list, else nothing."""

    def all_children(self, node: Any) -> list[Any]:
        """Every child element in document order."""

    def scalar(self, node: Any) -> str | int | float | bool | None:
        """The primitive that a node stands for, None when it has none."""

    def type_name(self, node: Any) -> str | None:
        """The declared type of a node (local name of xsi:type), None when not declared."""

    def place(self, node: Any) -> str:
        """Where the node is, written as people and programs can follow it (design §6)."""


class Section(NamedTuple):
    """A part of the source that holds a list: a CDA section, a CSV list, a FHIR List."""

    node: Any
    place: str


class Entry(NamedTuple):
    """One medication-sized unit of the source: an act of a CDA section, a row, a resource. `section` is the list it
    stands in; is_line: whether it can only be a medication, so that one of which nothing comes must be told;
    of others the maps that ship make nothing."""

    node: Any
    place: str
    section: Section | None = None
    is_line: bool = True


class Finding(NamedTuple):
    """What medication review needs beside the lists: one allergy, problem or measurement of the source.

    kind: `allergy`, `problem` or `measurement`; section: the part of the source it stands in.
    """

    kind: str
    node: Any
    place: str
    section: Section | None = None


@dataclass
class Document:
    """The located tree of one source. `kind` names its format; `variant` the layout inside it where there are several;
    `unread` are issues about names of the source that no map that ships reads, with those names;
    `finding_sections` are (`allergy` or `problem`, the part of the source that lists them); `memo` keeps indexes that
    conversions make once for this document; `told` are places of entries that an Issue at another one speaks of."""

    kind: str
    source: Source
    identity: str
    root: Any
    model: Model
    sections: list[Section] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    finding_sections: list[tuple[str, Section]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    unread: dict[Issue, tuple[str, ...]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    variant: str = ""
    memo: dict[str, Any] = field(default_factory=dict, repr=False)
