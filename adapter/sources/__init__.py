"""Sources: bytes → a located tree. SOURCES is tried in order; a source is recognised by its content, never by its
name."""

from types import ModuleType

from lxml.etree import QName, _Element

from adapter.errors import SourceError
from adapter.sources import cda, csv, fhir, hl7v2, pn13, xml
from adapter.sources.document import MAX_BYTES, Document, Source

SOURCES: tuple[ModuleType, ...] = (cda, pn13, fhir, hl7v2, csv)

_XML_ROOTS = "ClinicalDocument (CDA R2) in 'urn:hl7-org:v3', Messages (PN13-SIPh) or a resource (FHIR R4) in 'http://hl7.org/fhir'"


def read(source: Source) -> Document:
    """Recognise a source by its content and read it. Raises SourceError with one clear line when that cannot be
    done."""
    if not source.data.strip():
        raise SourceError("the file is empty", source=source.name)
    if len(source.data) > MAX_BYTES:
        raise SourceError(
            f"{len(source.data)} bytes is more than the {MAX_BYTES} that one document may have", source=source.name
        )
    for format_ in SOURCES:
        if format_.recognise(source.data):
            document: Document = format_.read(source)
            return document
    if xml.is_xml(source.data):
        raise _unknown_xml(source)
    raise SourceError(
        "not recognised: expected a CDA document or PN13 messages (XML), HL7 v2 messages (MSH, BHS or FHS first), "
        "a FHIR R4 Bundle or resource (JSON or XML), or a pharmacy-export or discharge-list CSV with its header",
        source=source.name,
    )


def _unknown_xml(source: Source) -> SourceError:
    """Which XML it is, where it can be parsed; else why it cannot (raised by the parser)."""
    found: _Element = xml.parse(source)
    root = QName(found)
    return SourceError(
        f"XML, but not of a format that is read: root element is {root.localname} in namespace "
        f"'{root.namespace or ''}', expected {_XML_ROOTS}",
        source=source.name,
    )
