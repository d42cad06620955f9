"""Sources: bytes → a located tree. SOURCES is tried in order; a source is recognised by its content, never by its
name."""

from types import ModuleType

from adapter.errors import SourceError
from adapter.sources import cda, csv, fhir
from adapter.sources.document import MAX_BYTES, Document, Source

SOURCES: tuple[ModuleType, ...] = (cda, fhir, csv)


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
    raise SourceError(
        "not recognised: expected a CDA document (XML), a FHIR R4 Bundle or resource (JSON), "
        "or a pharmacy-export or discharge-list CSV with its header",
        source=source.name,
    )
