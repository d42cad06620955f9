"""PN13-SIPh XML (French hospital prescriptions) → located tree: a section a prescription, an entry a line of it,
a finding what is measured of the patient.

Source: PN13-IS as the public samples and conversion maps of the French ePrescription guide show it. Element names carry
accents: they are compared in Unicode form NFC. An empty element is an absent one.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from adapter.errors import PatientMismatch, SourceError
from adapter.issues import Issue
from adapter.sources import xml
from adapter.sources.document import Document, Entry, Finding, Section, Source
from adapter.sources.patients import Groups, by_patient, with_advice

_ROOT = "Messages"
_MESSAGE = "m_prescription_médicaments"  # written with a capital in samples and with a small p in the maps of the guide
_LINE = "Elément_prescr_médic"


def recognise(data: bytes) -> bool:
    """True for a root `Messages`, or a prescription message alone, in any namespace: samples have one and have none."""
    root = xml.root_name(data, _encoding(data))
    return root is not None and (root[1] == _ROOT or _is_message(root[1]))


def read(source: Source) -> Document:
    """Parse one file of messages about one patient; `root` of the Document is the message that names him best.

    Issues: UTF-8 under another declaration, messages that are no prescription, a line stated in several messages.
    Raises SourceError when the XML cannot be read or holds no prescription; PatientMismatch when its messages are
    about several patients, or cannot be shown to be about one.
    """
    file = _file(source)
    try:
        _check_patients(file.messages, source)
    except PatientMismatch as error:
        places = [place(group[0]) for group in _by_patient(file.messages).groups]
        raise with_advice(error, places) from None
    return _document(file, file.messages, source, source.sha256)


def read_each(source: Source) -> list[Document]:
    """As read(), of a file about several patients too: a document for each of them, in the order of the file, with the
    places of the whole file."""
    file = _file(source)
    try:
        _check_patients(file.messages, source)
        return [_document(file, file.messages, source, source.sha256)]
    except PatientMismatch:
        found = _by_patient(file.messages)
    documents = [_document(file, group, source, f"{source.sha256}#{place(group[0])}") for group in found.groups]
    text_ = "a number of a patient before, not shown to be the same person: kept apart"
    for document in documents:
        document.issues.extend(Issue("error", "conflict", text_, source.name, place(node)) for node in found.apart)
    return documents


class _File(NamedTuple):
    root: Any
    encoding: str | None
    messages: list[Any]


def _file(source: Source) -> _File:
    encoding = _encoding(source.data)
    root = xml.parse(source, encoding)
    _normalise(root)
    messages = [node for node in (root, *root.iterchildren("*")) if _is_message(_name(node))]
    if not messages:
        found = ", ".join(dict.fromkeys(_name(node) for node in root.iterchildren("*"))) or "nothing"
        raise SourceError(
            f"PN13, but no prescription: expected M_Prescription_médicaments, found {found}", source=source.name
        )
    return _File(root, encoding, messages)


def _document(file: _File, messages: list[Any], source: Source, identity: str) -> Document:
    named = next((message for message in messages if text(message, "Patient", "INS")), messages[0])
    document = Document("pn13", source, identity, named, Pn13Model())
    if file.encoding:
        said = "declared as another encoding, but the accents of its names are UTF-8: read as UTF-8"
        document.issues.append(Issue("warning", "structure", said, source.name))
    for prescription in (node for message in messages for node in children(message, "Prescription")):
        section = Section(prescription, place(prescription))
        document.sections.append(section)
        document.entries.extend(_entries(section))
        document.findings.extend(
            Finding("measurement", node, place(node), section) for node in children(prescription, "Rens_compl")
        )
    document.issues.extend(_other_messages(file.root, source))
    document.issues.extend(_restated(document))
    return document


def _entries(section: Section) -> Iterator[Entry]:
    lines = list(section.node.iterchildren("{*}" + _LINE))
    for number, line in enumerate(lines, 1):
        if not _is_empty(line):
            step = _LINE if len(lines) == 1 else f"{_LINE}[{number}]"
            yield Entry(line, f"{section.place}/{step}", section)


def place(node: Any) -> str:
    """XPath of an element from the root."""
    return xml.place(node, {})


def children(node: Any, name: str) -> list[Any]:
    """Child elements of this name that hold something, in document order."""
    return [child for child in node.iterchildren("{*}" + name) if not _is_empty(child)]


def text(node: Any, *path: str) -> str:
    """Text of the first element at `path` that has one, spaces collapsed; "" for none. No path: of the node."""
    for element in node.iterfind("/".join("{*}" + name for name in path)) if path else (node,):
        if found := " ".join("".join(element.itertext()).split()):
            return str(found)
    return ""


class Pn13Model:
    """Model of PN13: names match by local name, empty elements are absent."""

    def children(self, node: Any, name: str) -> list[Any]:
        if isinstance(node, str):
            return []
        if found := children(node, name):
            return found
        value = node.get(name)
        return [value] if value and value.strip() else []

    def all_children(self, node: Any) -> list[Any]:
        return [] if isinstance(node, str) else [child for child in node.iterchildren("*") if not _is_empty(child)]

    def scalar(self, node: Any) -> str | None:
        return node if isinstance(node, str) else " ".join("".join(node.itertext()).split()) or None

    def type_name(self, node: Any) -> str | None:
        return None

    def place(self, node: Any) -> str:
        return "" if isinstance(node, str) else place(node)


def _encoding(data: bytes) -> str | None:
    """UTF-8 where another encoding is declared: the names of PN13 elements carry accents, which show what it is."""
    return "utf-8" if xml.is_misdeclared(data) else None


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _is_message(name: str) -> bool:
    return unicodedata.normalize("NFC", name).casefold() == _MESSAGE


def _is_empty(node: Any) -> bool:
    return len(node) == 0 and not (node.text or "").strip()


def _normalise(root: Any) -> None:
    """Names of elements and attributes in NFC; the texts stay as they are."""
    for node in root.iter("*"):
        if not unicodedata.is_normalized("NFC", node.tag):
            node.tag = unicodedata.normalize("NFC", node.tag)
        for name in node.keys():  # noqa: SIM118 (an element is no dict: its iterator is of children)
            if not unicodedata.is_normalized("NFC", name):
                node.set(unicodedata.normalize("NFC", name), node.attrib.pop(name))


def _check_patients(messages: list[Any], source: Source) -> None:
    """One patient a file: no two INS, no two birth dates, and each message shares INS or Ipp with one before."""
    known: set[tuple[str, str]] = set()
    for trait, name in (("INS", "INS"), ("Date_naissance", "birth date")):
        if len({text(message, "Patient", trait)[:15] for message in messages} - {""}) > 1:
            raise PatientMismatch(f"messages about several patients (the {name} differ)", source=source.name)
    for number, message in enumerate(messages):
        found = _numbers(message)
        if number and not found & known:
            raise PatientMismatch(
                "not shown to be about the patient of the message before: no INS or Ipp in common",
                source=source.name,
                location=place(message),
            )
        known |= found


def _numbers(message: Any) -> set[tuple[str, str]]:
    found = {("INS", text(message, "Patient", "INS")), (text(message, "Patient", "DI"), _local(message))}
    return {identifier for identifier in found if identifier[1]}


def _by_patient(messages: list[Any]) -> Groups[Any]:
    """Messages by patient: those that share INS or Ipp and nothing else contradicts."""

    def contradict(one: Any, other: Any) -> bool:
        traits = [("INS", 15), ("Date_naissance", 8), ("Nom_naissance", 99)]
        pairs = [(text(one, "Patient", name)[:n], text(other, "Patient", name)[:n]) for name, n in traits]
        return any(left and right and left.casefold() != right.casefold() for left, right in pairs)

    return by_patient(messages, lambda one, other: bool(_numbers(one) & _numbers(other)), contradict)


def _local(message: Any) -> str:
    return text(message, "Patient", "Ipp")


def _other_messages(root: Any, source: Source) -> Iterator[Issue]:
    for node in root.iterchildren("*"):
        if _name(root) == _ROOT and not _is_message(_name(node)):
            message = f"a message {_name(node)}: only prescriptions are read"
            yield Issue("warning", "not-supported", message, source.name, place(node))


def _restated(document: Document) -> Iterator[Issue]:
    """A line of several messages was created, then changed: each statement is a line, and a person must see it."""
    first: dict[str, str] = {}
    for entry in document.entries:
        number = text(entry.node, "Id_élément_prescr")
        if number and number in first:
            message = f"line {number} is stated before, at {first[number]}: both are kept"
            yield Issue("warning", "duplicate", message, document.source.name, entry.place)
        elif number:
            first[number] = entry.place
