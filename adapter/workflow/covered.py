"""Dispensing histories of one patient → for each treatment the days in supply, gaps, and the pattern of deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapter.errors import CallError
from adapter.issues import Issue
from adapter.medication.formulary import formulary_version
from adapter.medication.product import number
from adapter.medication.regularity import regularity
from adapter.medication.supply import Delivery, Supply, supply
from adapter.reconciliation import check_patients, lines_of, reconcile
from adapter.reconciliation.line import Line
from adapter.sources.document import Source
from adapter.workflow.given import once
from adapter.workflow.mapped import map_source


@dataclass(frozen=True, slots=True)
class Covered:
    """report: JSON values, one row a treatment; issues: what was found on the way."""

    report: dict[str, Any]
    issues: list[Issue]


def coverage(sources: Sequence[Source], *, on: date, grace: int, same_patient: str | None = None) -> Covered:
    """The supply of each treatment that the sources delivered, up to the day `on`; grace: days, see medication.supply.

    Raises SourceError (unreadable), PatientMismatch, CallError (a negative grace). The same bytes twice: an Issue.
    """
    if grace < 0:
        raise CallError(f"--grace {grace} is not a number of days; write 0 or more")
    issues: list[Issue] = []
    mapped = [map_source(source) for _, source in once((("dispensing", source) for source in sources), issues)]
    issues += [issue for result in mapped for issue in result.issues]
    check_patients([(m.source.name, m.resources("Patient")) for m in mapped], same_patient)
    lists, lines = [], []
    for result in mapped:
        found_lists, found_lines, found_issues = lines_of(result.bundle, source=result.source.name, role="dispensing")
        lists += found_lists
        lines += found_lines
        issues += found_issues
    groups = reconcile(lists, lines, date=on.isoformat()).groups
    rows = [row for group in groups if (row := _treatment(group.lines, on, grace)) is not None]
    return Covered(
        {
            "date": on.isoformat(),
            "grace": grace,
            "knowledge": {"drugs": formulary_version()},
            "treatments": rows,
        },
        list(dict.fromkeys(issues)),
    )


def _treatment(lines: Sequence[Line], on: date, grace: int) -> dict[str, Any] | None:
    delivered = [line for line in lines if line.handed_over and len(line.handed_over) >= 10]
    if not delivered:
        return None
    found = supply([_delivery(line) for line in delivered], on, grace)
    named = max(delivered, key=lambda line: line.handed_over or "")
    return {
        "display": named.product.name if named.product and named.display.isdigit() else named.display,
        "ingredients": [ingredient.to_json() for ingredient in named.ingredients],
        "atc": list(named.atc),
        "deliveries": [_row(line) for line in sorted(delivered, key=lambda line: (line.handed_over or "", line.id))],
        **_supply(found),
        **regularity(found).to_json(),
    }


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line.id,
        "source": line.source,
        "location": line.location,
        "display": line.display,
        "whenHandedOver": line.handed_over,
        "quantity": line.quantity.to_json() if line.quantity else None,
        "dailyDose": line.daily_dose.to_json() if line.daily_dose else None,
        "coverage": line.coverage.to_json() if line.coverage else None,
    }


def _supply(found: Supply) -> dict[str, Any]:
    proportion = found.proportion
    return {
        "spans": None if found.spans is None else [span.to_json() for span in found.spans],
        "gaps": [gap.to_json() for gap in found.gaps],
        "lastDay": found.last.isoformat() if found.last else None,
        "covered": found.covered,
        "proportionOfDaysCovered": None if proportion is None else number(round(proportion, 3)),
        "cancelled": list(found.cancelled),
        "unmatchedReversals": list(found.loose),
    }


def _delivery(line: Line) -> Delivery:
    """A regimen is what is taken a day: the same amount of substance, or the same count of the same product."""
    days = (
        (date.fromisoformat(line.coverage.end) - date.fromisoformat(line.coverage.start)).days + 1
        if line.coverage
        else None
    )
    amount = line.quantity.value if line.quantity else None
    product = frozenset((code.system, code.code) for code in line.codes) or line.display
    return Delivery(
        line.id,
        date.fromisoformat(str(line.handed_over)[:10]),
        days,
        amount,
        product,
        line.amounts or (line.daily_dose, line.ingredients),
    )
