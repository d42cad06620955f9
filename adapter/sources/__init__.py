"""Sources: bytes → a located tree. SOURCES is tried in order; a source is recognised by its content, never by its
name. A format is imported when a source may be of it: start-up pays for one.
"""

from importlib import import_module
from types import ModuleType

from adapter.errors import SourceError
from adapter.sources.document import MAX_BYTES, Document, Source
from adapter.sources.syntax import syntax

SOURCES: tuple[tuple[str, str], ...] = (
    ("xml", "adapter.sources.cda"),
    ("xml", "adapter.sources.pn13"),
    ("xml", "adapter.sources.fhir"),
    ("json", "adapter.sources.fhir"),
    ("text", "adapter.sources.hl7v2"),
    ("text", "adapter.sources.csv"),
)
"""(what the first character shows, module with `recognise` and `read`)"""

_TABLE = "adapter.sources.csv_any"
_XML_ROOTS = "ClinicalDocument (CDA R2) in 'urn:hl7-org:v3', Messages (PN13-SIPh) or a resource (FHIR R4) in 'http://hl7.org/fhir'"


def read(source: Source) -> Document:
    """Recognise a source by its content and read it. Raises SourceError with one clear line when that cannot be
    done."""
    document: Document = _format_of(source).read(source)
    return document


def read_any(source: Source) -> Document:
    """As read(), and CSV of any header besides, for a map that knows what its columns are (csv_any.py)."""
    if syntax(source.data) == "text" and _recognised(source, "text") is None and _is_table(source):
        document: Document = import_module(_TABLE).read(source)
        return document
    return read(source)


def read_each(source: Source) -> list[Document]:
    """As read(), of a file of several patients too: a document for each, never one with two (docs/decisions/0009). The
    formats that can hold several say so by a `read_each` of their own."""
    format_ = _format_of(source)
    documents: list[Document] = format_.read_each(source) if hasattr(format_, "read_each") else [format_.read(source)]
    return documents


def _format_of(source: Source) -> ModuleType:
    if not source.data.strip():
        raise SourceError("the file is empty", source=source.name)
    if len(source.data) > MAX_BYTES:
        raise SourceError(
            f"{len(source.data)} bytes is more than the {MAX_BYTES} that one document may have", source=source.name
        )
    written = syntax(source.data)
    found = _recognised(source, written)
    if found is not None:
        return found
    if written == "xml":
        raise _unknown_xml(source)
    if written == "text" and _is_table(source):
        raise SourceError(
            "the columns are those of no layout that is known (pharmacy-export, discharge-list, snds-dcir); "
            "a map of yours reads them with --map NAME --mappings DIR",
            source=source.name,
            location="header",
        )
    raise SourceError(
        "not recognised: expected a CDA document or PN13 messages (XML), HL7 v2 messages (MSH, BHS or FHS first), "
        "a FHIR R4 Bundle or resource (JSON or XML), or a pharmacy-export or discharge-list CSV with its header",
        source=source.name,
    )


def _recognised(source: Source, written: str) -> ModuleType | None:
    for name in (module for found, module in SOURCES if found == written):
        format_ = import_module(name)
        if format_.recognise(source.data):
            return format_
    return None


def _is_table(source: Source) -> bool:
    return bool(import_module(_TABLE).recognise(source.data))


def _unknown_xml(source: Source) -> SourceError:
    """Which XML it is, where it can be parsed; else why it cannot (raised by the parser)."""
    from lxml.etree import QName, _Element

    from adapter.sources import xml

    found: _Element = xml.parse(source)
    root = QName(found)
    return SourceError(
        f"XML, but not of a format that is read: root element is {root.localname} in namespace "
        f"'{root.namespace or ''}', expected {_XML_ROOTS}",
        source=source.name,
    )
