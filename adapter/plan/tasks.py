"""One Task for each treatment that a person has to decide (https://hl7.org/fhir/R4/task.html).

CarePlan.activity may refer to a Task, not to a MedicationStatement or DetectedIssue; the Task leads to both.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapter.fhir.identifiers import full_url
from adapter.plan.draft import Draft
from adapter.plan.labels import PROPOSALS, STATUSES, discrepancy_text
from adapter.plan.treatment import Row, Treatment

Statements = Mapping[str, Sequence[dict[str, Any]]]
"""Group id → its reconciled MedicationStatements."""


def task(
    treatment: Treatment, statements: Statements, issues: Sequence[dict[str, Any]], draft: Draft
) -> dict[str, Any]:
    """focus: the treatment; input: its discrepancies, its other statements, and the treatments that proposals name."""
    focus, *others = [_reference(statement) for statement in statements[treatment.id]]
    proposed = [
        _reference(statement)
        for proposal in treatment.proposals
        for group in proposal["groups"]
        if group != treatment.id
        for statement in statements[group]
    ]
    inputs = [_input("Divergence", _reference(issue)) for issue in issues]
    inputs += [_input("Autre ligne du même traitement", reference) for reference in others]
    inputs += [_input("Traitement à rapprocher", reference) for reference in proposed]
    return {
        "resourceType": "Task",
        "id": draft.id(treatment.id, "Task"),
        "groupIdentifier": {"system": "urn:ietf:rfc:3986", "value": full_url(treatment.id)},
        "status": "draft",
        "intent": "proposal",
        "code": {"text": "Décider de la suite du traitement"},
        "description": description(treatment),
        "focus": focus,
        **({"for": dict(draft.subject)} if "reference" in draft.subject else {}),
        "authoredOn": draft.date,
        "requester": {"reference": draft.device},
        **({"input": inputs} if inputs else {}),
    }


def description(treatment: Treatment) -> str:
    """What is to be decided, in French: the treatment, its status, its discrepancies and what is proposed."""
    names = " + ".join(dict.fromkeys(row["display"] or "traitement sans nom" for row in treatment.shown))
    reasons = [discrepancy_text(d["type"], d["message"]) for d in treatment.discrepancies]
    reasons += [proposal_text(proposal) for proposal in treatment.proposals]
    return f"{names} ({STATUSES[treatment.status].lower()}). {' ; '.join(dict.fromkeys(reasons))}".rstrip(". ") + "."


def proposal_text(proposal: Row) -> str:
    return f"Proposition : {PROPOSALS[proposal['type']]}"


def _reference(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {"reference": full_url(resource["id"])}


def _input(text: str, reference: dict[str, Any]) -> dict[str, Any]:
    return {"type": {"text": text}, "valueReference": reference}
