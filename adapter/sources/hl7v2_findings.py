"""Where HL7 v2 messages hold what medication review needs beside the orders: allergies (AL1, IAM), diagnoses (DG1),
problems (PRB), and the results (OBX) that are measured for it. Source: HL7 v2.5.1 §3.4.6, §3.4.7, §6.5.2, §7.4.2,
§12.4.2."""

from adapter.fhir.canonical import LOINC
from adapter.sources.document import Document, Finding, Section
from adapter.sources.hl7v2_messages import Messages
from adapter.sources.hl7v2_tree import Segment
from adapter.terminology.concept_map import translated

_KINDS = {"AL1": "allergy", "IAM": "allergy", "DG1": "problem", "PRB": "problem"}
_PLACES = {"allergy": "list allergies", "problem": "list problems"}


def find(document: Document, found: Messages) -> set[Segment]:
    """Add the findings of a file and their lists; the segments that were taken, with the notes (NTE) on results."""
    kinds = [(kind, segment) for segment in found.segments() if (kind := _kind(segment))]
    sections = {kind: Section(document.root, _PLACES[kind]) for kind, _ in kinds if kind in _PLACES}
    document.finding_sections.extend(sections.items())
    document.findings.extend(Finding(kind, s, s.place, sections.get(kind)) for kind, s in kinds)
    _add_notes(found, {segment for kind, segment in kinds if kind == "measurement"})
    return {taken for _, segment in kinds for taken in (segment, *segment.notes)}


def _add_notes(found: Messages, results: set[Segment]) -> None:
    """NTE after a result are about it, also within an order."""
    for message in found.messages:
        about: Segment | None = None
        for segment in message:
            if segment.name != "NTE":
                about = segment if segment in results else None
            elif about is not None:
                about.notes.append(segment)


def _kind(segment: Segment) -> str | None:
    if segment.name != "OBX":
        return _KINDS.get(segment.name)
    for code in segment.occurrences("3"):
        for number in (1, 4, 10):
            if code.get(number + 2) == "LN" and translated("review-measurement", LOINC, code.get(number).strip()):
                return "measurement"
    return None
