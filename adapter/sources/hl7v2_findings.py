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
    """Add the findings of a file and their lists; the segments that were taken."""
    kinds = [(kind, segment) for segment in found.segments() if (kind := _kind(segment))]
    sections = {kind: Section(document.root, _PLACES[kind]) for kind, _ in kinds if kind in _PLACES}
    document.finding_sections.extend(sections.items())
    document.findings.extend(Finding(kind, s, s.place, sections.get(kind)) for kind, s in kinds)
    return {segment for _, segment in kinds}


def _kind(segment: Segment) -> str | None:
    if segment.name != "OBX":
        return _KINDS.get(segment.name)
    for code in segment.occurrences("3"):
        for number in (1, 4, 10):
            if code.get(number + 2) == "LN" and translated("review-measurement", LOINC, code.get(number).strip()):
                return "measurement"
    return None
