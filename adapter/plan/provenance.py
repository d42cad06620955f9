"""Where the plan comes from, and who asserts that its sources are about one patient (https://hl7.org/fhir/R4/provenance.html)."""

from collections.abc import Sequence
from typing import Any

from adapter.plan.draft import Draft

_PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


def plan_provenance(draft: Draft, targets: Sequence[str], documents: Sequence[str]) -> dict[str, Any]:
    """targets: fullUrls of Composition and CarePlan; documents: those of the source DocumentReferences."""
    body: dict[str, Any] = {
        "resourceType": "Provenance",
        "id": draft.id("Provenance"),
        "target": [{"reference": target} for target in targets],
        "recorded": draft.timestamp,
        "agent": [{"type": _agent_type("assembler", "Assembler"), "who": {"reference": draft.device}}],
    }
    if documents:
        body["entity"] = [{"role": "source", "what": {"reference": document}} for document in documents]
    return body


def identity_provenance(draft: Draft, asserted: str, about: str, documents: Sequence[str]) -> dict[str, Any]:
    """asserted: `NAME: reason`, as the call gives it; about: fullUrl of the Patient, or of the Composition."""
    name, _, reason = (part.strip() for part in asserted.partition(":"))
    body: dict[str, Any] = {
        "resourceType": "Provenance",
        "id": draft.id("Provenance", "same-patient"),
        "target": [{"reference": about}],
        "recorded": draft.timestamp,
        "reason": [{"text": reason}],
        "activity": {"text": "Affirmation que les sources concernent le même patient"},
        "agent": [{"type": _agent_type("verifier", "Verifier"), "who": {"display": name}}],
    }
    if documents:
        body["entity"] = [{"role": "source", "what": {"reference": document}} for document in documents]
    return body


def _agent_type(code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": _PARTICIPANT, "code": code, "display": display}]}
