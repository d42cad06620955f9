"""The report of design §6: plain JSON values, ids of lines are those of the FHIR resources they came from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from adapter.medication.product import Term
from adapter.reconciliation.circumstances import circumstances
from adapter.reconciliation.line import Line, ReadList
from adapter.reconciliation.reconcile import Group, Reconciliation


def report(
    reconciliation: Reconciliation,
    *,
    patient: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]],
    knowledge: Mapping[str, str],
) -> dict[str, Any]:
    """The reconciliation as JSON.

    patient: from check_patients; sources: rows with at least `file` (the name that lines carry as their source),
    `kind` and `date`, to which the lists are added; knowledge: which drug data answered.
    """
    return {
        "patient": dict(patient),
        "date": reconciliation.date,
        "admission": reconciliation.admission,
        "knowledge": dict(knowledge),
        "sources": [{**source, "lists": _lists(reconciliation.lists, source["file"])} for source in sources],
        "lines": [_line(line, covered=line.id not in reconciliation.without_coverage) for line in reconciliation.lines],
        "groups": [_group(group) for group in reconciliation.groups],
        "ledger": ledger(reconciliation),
    }


def ledger(reconciliation: Reconciliation) -> dict[str, Any]:
    """Lines in, lines grouped, and both by source: equal, or a line was lost (law 1)."""
    grouped = Counter(line.source for group in reconciliation.groups for line in group.lines)
    read = Counter(line.source for line in reconciliation.lines)
    by_source = {source: {"lines": read[source], "grouped": grouped[source]} for source in read | grouped}
    return {"lines": read.total(), "grouped": grouped.total(), "bySource": by_source}


def _lists(lists: Sequence[ReadList], file: str) -> list[dict[str, Any]]:
    return [{"list": read.kind, "state": read.state} for read in lists if read.source == file]


def _line(line: Line, *, covered: bool) -> dict[str, Any]:
    """`dosage`: the FHIR Dosages of a line whose posology stands in no words. isDeclined: a delivery that was not made,
    on the day that whenHandedOver says."""
    return {
        "id": line.id,
        "source": line.source,
        "location": line.location,
        "list": line.list,
        "display": line.display,
        "codes": [code.to_json() for code in line.codes],
        "ingredients": [ingredient.to_json() for ingredient in line.ingredients],
        "atc": list(line.atc),
        "form": _term(line.form),
        "route": _term(line.route),
        "dosageText": line.dosage_text,
        "dosage": [] if line.dosage_text else [dict(dosage) for dosage in line.dosages],
        "dailyDose": line.daily_dose.to_json() if line.daily_dose else None,
        "period": {"start": line.start, "end": line.end},
        "coverage": line.coverage.to_json() if line.coverage and covered else None,
        "whenHandedOver": line.handed_over,
        **({"isDeclined": True} if line.status == "declined" else {}),
        "isReversal": line.is_reversal,
        "isReplaced": line.is_replaced,
        "statements": list(line.statements),
        "circumstances": circumstances(line.resource),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "lines": [line.id for line in group.lines],
        "history": [line.id for line in group.history],
        "discharge": [line.id for line in group.discharge],
        "status": group.verdict.status,
        "documented": group.verdict.documented,
        "discrepancies": [discrepancy.to_json() for discrepancy in group.verdict.discrepancies],
        "match": {"rung": group.match.rung, "because": [*group.match.because, *group.verdict.because]},
        "proposals": [proposal.to_json() for proposal in group.proposals],
    }


def _term(term: Term | None) -> dict[str, Any]:
    return term.to_json() if term else {"text": "", "code": ""}
