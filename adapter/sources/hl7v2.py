"""HL7 v2 messages, batches and files → located tree. One file is about one patient; each order, delivery, dose to give
and administration is an entry."""

from collections.abc import Iterable

from adapter.errors import PatientMismatch, SourceError
from adapter.issues import Issue
from adapter.sources import hl7v2_findings
from adapter.sources.document import Document, Entry, Section, Source
from adapter.sources.hl7v2_fields import FIELDS
from adapter.sources.hl7v2_lines import Lines, lines_of
from adapter.sources.hl7v2_messages import Messages, messages_of
from adapter.sources.hl7v2_model import File, Hl7v2Model, OrderList
from adapter.sources.hl7v2_orders import DRUGS, ORDERING, Order, orders_of, patient_notes
from adapter.sources.hl7v2_patient import patient_of, patients_of, unnamed
from adapter.sources.hl7v2_text import is_hl7v2, segment_lines, text_of
from adapter.sources.hl7v2_tree import Segment
from adapter.sources.hl7v2_unread import note_fields
from adapter.sources.patients import with_advice

_READ = frozenset(("MSH", "PID", "PV1", "ORC", *DRUGS, "RXR", "RXC", "TQ1", "TQ2", "NTE"))
_VERSIONS = ("2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2", "2.9")
_OF_AN_ORDER = ("TQ1", "TQ2", "RXR", "RXC")


def recognise(data: bytes) -> bool:
    """True for a message, batch or file header (MSH, BHS, FHS) with its delimiters, whatever frames it."""
    return is_hl7v2(data)


def read(source: Source) -> Document:
    """Read the messages of one patient; each order, delivery (RXD), dose to give (RXG) and administration (RXA) is an
    entry.

    Issues: character set, lines that begin no segment, counts of batches, segments that are not read, deleted values,
    versions that are not known, test messages, order numbers that come again, orders without a drug.
    Raises SourceError (no message in it) and PatientMismatch (several patients).
    """
    issues: list[Issue] = []
    found = _messages(source, issues)
    try:
        patient = patient_of(found, source, issues)
    except PatientMismatch as error:
        places = [person.place for person, _ in patients_of(found, source, [])]
        raise with_advice(error, places) from None
    return _document(found, patient, source, issues, source.sha256)


def read_each(source: Source) -> list[Document]:
    """As read(), of a file of several patients too: a document for each of them, in the order of the file, with the
    places of the whole file. What cannot be shown to be about one of them is in none, with an Issue in each."""
    issues: list[Issue] = []
    found = _messages(source, issues)
    try:
        patient = patient_of(found, source, issues)
        if not (patient and unnamed(found)):
            return [_document(found, patient, source, issues, source.sha256)]
    except PatientMismatch:
        pass
    issues = []
    found = _messages(source, issues)
    patients = patients_of(found, source, issues)
    if not patients:
        raise SourceError("several patients, and no message that is about one of them", source=source.name)
    return [
        _document(_numbered(messages), person, source, list(issues), f"{source.sha256}#{person.place}")
        for person, messages in patients
    ]


def _numbered(found: Messages) -> Messages:
    """The messages of one patient, counted among themselves."""
    for number, message in enumerate(found.messages, 1):
        for segment in message:
            segment.message = number
    return found


def _messages(source: Source, issues: list[Issue]) -> Messages:
    text, charset = text_of(source, issues)
    found = messages_of(segment_lines(text, source, issues), charset, source, issues)
    if not found.messages:
        raise SourceError("a batch without any message (MSH); is the file cut off?", source=source.name)
    return found


def _document(found: Messages, patient: Segment | None, source: Source, issues: list[Issue], identity: str) -> Document:
    file = File(found.messages, found.envelope, patient, _stay(found))
    document = Document("hl7v2", source, identity, file, Hl7v2Model(), issues=issues)
    taken = hl7v2_findings.find(document, found)
    orders: list[Order] = []
    unread: list[Segment] = []
    for message in found.messages:
        of_message, others = orders_of([s for s in message if not (s.name == "NTE" and s in taken)])
        orders.extend(of_message)
        unread.extend(others)
    notes = [note for message in found.messages for note in patient_notes(message)]
    left = [segment for segment in unread if segment not in taken and segment not in notes]
    names = _unread_names(found, left, taken)
    if names:
        document.unread[unread_segments(names, source)] = names
    issues.extend(_noted(found, left, names, source))
    note_fields(document, found.segments())
    lines = lines_of(orders, source, issues)
    _place_lines(document, lines)
    _place_notes(document, notes)
    return document


def _stay(found: Messages) -> Segment | None:
    """The first PV1 that dates the stay, else the first one."""
    visits = [segment for segment in found.segments() if segment.name == "PV1"]
    return next((visit for visit in visits if visit.text("44")), visits[0] if visits else None)


def _place_lines(document: Document, lines: Lines) -> None:
    kinds = {
        "prescription": lines.orders,
        "dispensing": lines.deliveries,
        "planned": lines.planned,
        "administered": lines.given,
    }
    for kind, found in kinds.items():
        if found:
            section = Section(OrderList(kind, found), f"list {kind}")
            document.sections.append(section)
            document.entries.extend(Entry(line, line.place, section) for line in found)


def _place_notes(document: Document, notes: list[Segment]) -> None:
    """Notes about the patient stand with the first list; where the file has none, they are told."""
    if document.sections:
        document.sections[0].node.notes.extend(notes)
        return
    for note in notes:
        said = " ".join(part.whole for part in note.occurrences("3"))
        text = f"a note about the patient, and no list that it could stand with: {said}"
        document.issues.append(Issue("information", "not-supported", text, document.source.name, note.place))


def _unread_names(found: Messages, unread: list[Segment], taken: set[Segment]) -> tuple[str, ...]:
    """The names of segments that no map that ships reads. unread: those that belong to no order, notes among them;
    taken: the segments that are findings."""
    notes = (segment for segment in unread if segment.name == "NTE")
    others = (segment for segment in (*unread, *found.segments()) if segment not in taken and not _is_read(segment))
    return tuple(dict.fromkeys(segment.name for segment in (*others, *notes)))


def unread_segments(names: Iterable[str], source: Source) -> Issue:
    """What is said of segments that no map reads."""
    text = f"segments that no map that ships reads: {', '.join(names)}"
    return Issue("information", "not-supported", text, source.name)


def _noted(found: Messages, unread: list[Segment], names: tuple[str, ...], source: Source) -> list[Issue]:
    """What is said for the record, each once for the file. names: of segments that no map that ships reads."""
    issues = [unread_segments(names, source)] if names else []
    for segment in unread:
        if segment.name in _OF_AN_ORDER:
            text = f"{segment.name} stands after no order: how or when something is taken may be lost"
            issues.append(Issue("warning", "structure", text, source.name, segment.place))
    for segment in found.segments():
        issues.extend(_deleted(segment, source))
    for message in found.messages:
        issues.extend(_of_header(message[0], source))
    return list(dict.fromkeys(issues))


def _is_read(segment: Segment) -> bool:
    return segment.name in _READ or (segment.name == "PRT" and segment.text("4").upper() == ORDERING)


def _deleted(segment: Segment, source: Source) -> list[Issue]:
    if segment.name not in FIELDS:
        return []
    numbers = [n for n, written in enumerate(segment.fields) if any(part == [['""']] for part in written)]
    return [
        Issue("information", "informational", 'says "" (deleted): taken as absent', source.name, f"{segment.place}-{n}")
        for n in numbers
    ]


def _of_header(header: Segment, source: Source) -> list[Issue]:
    issues = []
    version, processing = header.text("12"), header.text("11").upper()
    if version not in _VERSIONS:
        text = f"version '{version}' is not known: read as 2.5.1" if version else "no version: read as 2.5.1"
        issues.append(Issue("warning", "not-supported", text, source.name, f"{header.place}-12"))
    if processing in ("T", "D"):
        text = "a message for test or training (MSH-11), not for care"
        issues.append(Issue("warning", "business-rule", text, source.name, f"{header.place}-11"))
    return issues
