"""What no rule read of a medication entry: the top-most nodes that say something and that nothing was read of."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from adapter.sources.document import Entry
from adapter.sources.hl7v2_model import File
from adapter.sources.reads import Reads, is_element
from adapter.trace.places import Place, Places

IGNORED_ATTRIBUTES = frozenset(
    ("classCode", "moodCode", "typeCode", "determinerCode", "contextControlCode", "contextConductionInd",
     "inversionInd", "independentInd", "nullFlavor", "type", "schemaLocation", "ID",
     "codeSystemName", "codeSystemVersion", "sdsType", "mediaType", "representation")
)  # fmt: skip
"""Attributes of XML that say what kind of node it is, not what it holds."""
IGNORED_ELEMENTS = frozenset(("templateId", "typeId", "realmCode", "id"))
"""Elements of XML that identify a node or a template: an entry's own ids are read."""
IGNORED_KEYS = frozenset(("resourceType", "id", "meta", "fhir_comments"))
"""Keys of FHIR JSON that belong to the server that held the resource: the Bundle gives ids of its own."""
STRUCTURE = frozenset((("statusCode", "completed"), ("statusCode", "active"), ("operator", "A")))
"""What says nothing of the treatment: the record is complete, a rhythm applies within its interval."""
NAMES_OF_A_CODE = frozenset(("codeSystem", "displayName"))
"""Once the code itself is read, these name the same."""
SET_IDS = frozenset(("TQ1-1", "TQ2-1", "NTE-1", "OBX-1", "FT1-1", "RXA-1", "RXA-2", "RXG-1", "RXG-2"))
"""Fields of HL7 v2 that only number the segments of a kind."""


def ignored(root: Any) -> str:
    """What `unread` never lists, in words, for the format of a document."""
    if is_element(root):
        structure = ", ".join(f"{name} {value}" for name, value in sorted(STRUCTURE))
        return (
            f"attributes {', '.join(sorted(IGNORED_ATTRIBUTES))}; elements {', '.join(sorted(IGNORED_ELEMENTS))}; "
            f"{structure}; {' and '.join(sorted(NAMES_OF_A_CODE))} where the code is read"
        )
    if isinstance(root, dict):
        return f"the keys {', '.join(sorted(IGNORED_KEYS))}"
    return f"numbers of segments ({', '.join(sorted(SET_IDS))})" if isinstance(root, File) else ""


class Unread(NamedTuple):
    """A node that no rule read: its place, and what it says, as text."""

    place: Place
    says: str


class ReadNodes:
    """What was read of a source: parts of elements of XML, places of other nodes, keys of objects that were copied."""

    def __init__(self, reads: Reads, places: Places) -> None:
        self._reads = reads
        self._parts = {(id(read.node), read.part) for read in reads.noted if is_element(read.node)}
        others = [places.of_read(read) for read in reads.noted if not is_element(read.node)]
        self._places = {_FIRST.sub("", place.text) for place in others if place is not None}
        self._copied: dict[int, set[str]] = {}
        for copy, node in reads.copies.values():
            self._copied.setdefault(id(node), set()).update(copy)

    def has(self, node: Any, part: str = "") -> bool:
        return (id(node), part) in self._parts

    def has_place(self, place: Place | None) -> bool:
        """Whether the node at a place was read; of a field that is one value, `RXE-3`, it is `RXE-3.1` too."""
        return place is not None and _FIRST.sub("", place.text) in self._places

    def has_key(self, node: dict[str, Any], key: str) -> bool:
        return key in self._copied.get(id(node), ())


_FIRST = re.compile(r"(\.1)+$")
_INDEX = re.compile(r"\[\d+\]")


def unread(entry: Entry, read: ReadNodes, places: Places) -> list[Unread]:
    """The top-most nodes of an entry that no rule read, in source order, but for what is `ignored`."""
    node = entry.node
    if isinstance(node, dict):
        return list(_unread_keys(node, entry.place, read, places))
    if is_element(node):
        return list(_unread_elements(node, read, places))
    return list(_unread_nodes(node, read, places))


def _unread_elements(node: Any, read: ReadNodes, places: Places) -> Iterator[Unread]:
    at = places.of(node)
    assert at is not None
    for name, value in attributes(node):
        if not read.has(node, f"@{name}") and not (name in NAMES_OF_A_CODE and read.has(node, "@code")):
            yield Unread(Place(f"{at.text}/@{name}", at.line), value)
    if (text := own_text(node)) and not read.has(node):
        yield Unread(at, text)
    for child in node.iterchildren("*"):
        if _name(child) in IGNORED_ELEMENTS:
            continue
        if any(_says(part) and _is_read(part, read) for part in child.iter("*")):
            yield from _unread_elements(child, read, places)
        elif said := " ".join(said for part in child.iter("*") for said in _says(part)):
            below = places.of(child)
            assert below is not None
            yield Unread(below, said)


def _is_read(node: Any, read: ReadNodes) -> bool:
    return read.has(node) or any(read.has(node, f"@{name}") for name, _ in attributes(node))


def _says(node: Any) -> list[str]:
    """What an element itself says: its text and its attributes, but for the system of a code."""
    if any(_name(part) in IGNORED_ELEMENTS for part in (node, *node.iterancestors())):
        return []
    values = [value for name, value in attributes(node) if name != "codeSystem"]
    return [*values, *([text] if (text := own_text(node)) else [])]


def attributes(node: Any) -> list[tuple[str, str]]:
    """Name and value of the attributes of an element of XML that say something."""
    named = [(str(key).rpartition("}")[2], value) for key, value in node.items()]
    return [
        (name, value)
        for name, value in named
        if name not in IGNORED_ATTRIBUTES and value.strip() and not {(name, value), (_name(node), value)} & STRUCTURE
    ]


def own_text(node: Any) -> str:
    """The text of an element of XML, without that of the elements in it."""
    return " ".join(" ".join([node.text or "", *(child.tail or "" for child in node)]).split())


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _unread_keys(node: dict[str, Any], place: str, read: ReadNodes, places: Places) -> Iterator[Unread]:
    for key, value in node.items():
        if key in IGNORED_KEYS:
            continue
        if not read.has_key(node, key):
            yield Unread(Place(f"{place}.{key}"), _short(value))
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and (at := places.of(item)) is not None:
                yield from _unread_keys(item, at.text, read, places)


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_short(item) for item in value.values())
    return " ".join(map(_short, value)) if isinstance(value, list) else str(value)


def _unread_nodes(node: Any, read: ReadNodes, places: Places) -> Iterator[Unread]:
    """Nodes of a format of its own (rows, segments): what its model gives."""
    model = getattr(places.document.model, "model", places.document.model)
    for child in model.all_children(node):
        inside = list(_below(child, model))
        if any(read.has_place(places.of(part)) for part in inside):
            yield from _unread_nodes(child, read, places)
            continue
        said, at = " ".join(_texts(inside, model)), places.of(child)
        if said and at is not None and _INDEX.sub("", at.text) not in SET_IDS:
            yield Unread(at, said)


def _below(node: Any, model: Any) -> Iterator[Any]:
    yield node
    for child in model.all_children(node):
        yield from _below(child, model)


def _texts(nodes: list[Any], model: Any) -> Iterator[str]:
    for node in nodes:
        if not model.all_children(node) and (text := model.scalar(node)) is not None:
            yield str(text)
