"""The two reconciled Lists: what is current, and what changed (https://hl7.org/fhir/R4/list.html)."""

from collections.abc import Sequence
from typing import Any

from adapter.fhir.canonical import BASE, LIST_EMPTY_REASON, LOINC
from adapter.plan.draft import Draft
from adapter.plan.labels import STATUSES, french_day
from adapter.plan.treatment import Row, Treatment

STATUS_SYSTEM = f"{BASE}/CodeSystem/reconciliation-status"
RECONCILED_LIST = {"coding": [{"system": LOINC, "code": "104203-5"}], "text": "Liste des médicaments conciliée"}

Stated = Sequence[tuple[Treatment, Sequence[dict[str, Any]]]]
"""Each treatment with its reconciled MedicationStatements."""


def current_list(stated: Stated, draft: Draft, report: Row) -> dict[str, Any]:
    """mode snapshot: everything that may be taken now. Nothing stopped, suspended or over; open ones are marked."""
    body = _list("snapshot", f"Liste conciliée au {french_day(draft.date)} (projet)", draft)
    body["code"] = RECONCILED_LIST
    entries = [
        {"flag": _flag(treatment), "item": _item(statement)}
        for treatment, statements in stated
        if treatment.is_listed
        for statement in statements
    ]
    return {**body, "entry": entries} if entries else {**body, "emptyReason": _empty(report)}


def change_list(stated: Stated, draft: Draft) -> dict[str, Any]:
    """mode changes: everything that does not simply go on. `deleted` only on what the discharge source stops."""
    body = _list("changes", "Changements par rapport au traitement habituel (projet)", draft)
    body["code"] = {"text": "Changements de traitement"}
    entries = [
        {
            "flag": _flag(treatment),
            **({"deleted": True} if treatment.status == "stopped" else {}),
            "item": _item(statement),
        }
        for treatment, statements in stated
        if treatment.status != "continued" or treatment.is_open
        for statement in statements
    ]
    nothing = {"text": "Aucun changement"}
    return {**body, "entry": entries} if entries else {**body, "emptyReason": nothing}


def _list(mode: str, title: str, draft: Draft) -> dict[str, Any]:
    return {
        "resourceType": "List",
        "id": draft.id("List", mode),
        "status": "current",
        "mode": mode,
        "title": title,
        "subject": dict(draft.subject),
        "date": draft.date,
        "source": {"reference": draft.device},
    }


def _flag(treatment: Treatment) -> dict[str, Any]:
    label = STATUSES[treatment.status]
    coding = {"system": STATUS_SYSTEM, "code": treatment.status, "display": label}
    return {"coding": [coding], "text": f"À décider ({label.lower()})" if treatment.is_open else label}


def _item(statement: dict[str, Any]) -> dict[str, Any]:
    return {"reference": f"urn:uuid:{statement['id']}"}


def _empty(report: Row) -> dict[str, Any]:
    """ "None" only when a discharge list says so; else the list is not known."""
    states = [read["state"] for source in report["sources"] for read in source["lists"] if read["list"] == "discharge"]
    code, display = ("nilknown", "Nil Known") if "none-known" in states else ("unavailable", "Unavailable")
    return {"coding": [{"system": LIST_EMPTY_REASON, "code": code, "display": display}]}
