"""Where a CDA document holds what medication review needs beside the lists: allergies, problems, measurements.

Sources: C-CDA R2.1 (allergy and problem concern acts, their observations); IHE PCC TF-2 §6.3.4.12–15 (concern entries,
problem entry, allergies and intolerances); CI-SIS, which follows IHE.
"""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.canonical import LOINC, SNOMED
from adapter.issues import Issue
from adapter.sources.document import Document, Finding, Section
from adapter.sources.xml_elements import by_name, first_named
from adapter.terminology.concept_map import translated
from adapter.terminology.oid import uri_of

_V3 = "{urn:hl7-org:v3}"
_OBSERVATION = f"{_V3}observation"
_WRAPPERS = frozenset((f"{_V3}act", f"{_V3}organizer"))
_RELATIONS = ("{*}entryRelationship", "{*}component")
_ALLERGY_CONCERNS = frozenset(("2.16.840.1.113883.10.20.22.4.30", "1.3.6.1.4.1.19376.1.5.3.1.4.5.3"))
_PROBLEM_CONCERNS = frozenset(("2.16.840.1.113883.10.20.22.4.3", "1.3.6.1.4.1.19376.1.5.3.1.4.5.2"))
_PROBLEMS = frozenset(("2.16.840.1.113883.10.20.22.4.4", "1.3.6.1.4.1.19376.1.5.3.1.4.5"))
# C-CDA R1.1 and R2.1 4.7, IHE PCC 4.6, CCD alert observation, CI-SIS FR-Allergie-ou-hypersensibilite
_ALLERGIES = frozenset(
    (
        *("2.16.840.1.113883.10.20.22.4.7", "1.3.6.1.4.1.19376.1.5.3.1.4.6"),
        *("2.16.840.1.113883.10.20.1.18", "1.2.250.1.213.1.1.3.41"),
    )
)
_MEASURED = (LOINC, SNOMED)
_NAMED = {"allergy": "an allergy", "problem": "a problem"}
_KINDS = {"allergies": "allergy", "problems": "problem"}


def find(document: Document) -> None:
    """Add the findings and their sections to a CDA document. An act that was not (only asked for, planned) is none."""
    for section in document.sections:
        kind = _section_kind(section.node)
        listed = {kind} if kind else set()
        found = list(_findings(section, kind, document))
        listed |= {finding.kind for finding in found if finding.kind != "measurement"}
        document.finding_sections.extend((listed_kind, section) for listed_kind in sorted(listed))
        document.findings.extend(found)


def _section_kind(section: Any) -> str | None:
    """`allergy` or `problem`: by the section's code and its translations, else by its templates."""
    keys = [
        (uri_of(node.get("codeSystem")) if node.get("codeSystem") else LOINC, (node.get("code") or "").strip())
        for node in _codes(section)
    ]
    keys += [("urn:ietf:rfc:3986", f"urn:oid:{root}") for root in sorted(_templates(section))]
    return next((_KINDS[kind] for key in keys if (kind := translated("section-finding-list", *key))), None)


def _findings(section: Section, section_kind: str | None, document: Document) -> Iterator[Finding]:
    observations: list[Any] = []
    for entry in by_name(section.node).get("entry", ()):
        _add_observations(entry, observations)
    for observation in observations:
        kind = _kind(observation, section_kind)
        if kind is not None:
            yield Finding(kind, observation, document.model.place(observation), section)
        elif section_kind is not None:
            message = f"an observation that is not templated as {_NAMED[section_kind]}: not read"
            place = document.model.place(observation)
            document.issues.append(Issue("information", "not-supported", message, document.source.name, place))


def _add_observations(relation: Any, observations: list[Any]) -> None:
    """The observations of an entry that stand on their own: what is inside one (severity, reaction) belongs to it."""
    for act in relation:
        if act.tag == _OBSERVATION:
            first_named(act)
            observations.append(act)
        elif act.tag in _WRAPPERS:
            for inner in act.iterchildren(*_RELATIONS):
                _add_observations(inner, observations)


def _kind(observation: Any, section_kind: str | None) -> str | None:
    if observation.get("moodCode") not in (None, "EVN"):
        return None
    if _is_measurement(observation):
        return "measurement"
    templates = _templates(observation)
    if section_kind == "allergy":
        return "allergy" if not templates or templates & _ALLERGIES or _names_agent(observation) else None
    if section_kind == "problem":
        return "problem" if not templates or templates & _PROBLEMS or _is_in(_PROBLEM_CONCERNS, observation) else None
    if templates & _ALLERGIES and _is_in(_ALLERGY_CONCERNS, observation):
        return "allergy"
    return "problem" if templates & _PROBLEMS and _is_in(_PROBLEM_CONCERNS, observation) else None


def _names_agent(observation: Any) -> bool:
    return any(kid.get("typeCode") == "CSM" for kid in by_name(observation).get("participant", ()))


def _is_in(concerns: frozenset[str], observation: Any) -> bool:
    """Whether the act around an observation has one of these templates."""
    return not concerns.isdisjoint(_templates(observation.getparent().getparent()))


def _is_measurement(observation: Any) -> bool:
    for node in _codes(observation):
        system = uri_of(node.get("codeSystem") or "")
        if system in _MEASURED and translated("review-measurement", system, (node.get("code") or "").strip()):
            return True
    return False


def _codes(node: Any) -> Iterator[Any]:
    """The code of a section or an act, and its translations."""
    for code in by_name(node).get("code", ()):
        yield code
        if len(code):
            yield from by_name(code).get("translation", ())


def _templates(node: Any) -> set[str]:
    return {template.get("root") or "" for template in by_name(node).get("templateId", ())}
