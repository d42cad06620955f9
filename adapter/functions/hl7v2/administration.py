"""Administrations (RXA) → elements of MedicationAdministration. Source: HL7 v2.5.1 §4.14.7, tables 0206 and 0322."""

from typing import Any

from adapter.functions.entry import not_stated
from adapter.functions.hl7v2.dates import moment
from adapter.functions.hl7v2.quantity import amount
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.tables import translated
from adapter.sources.hl7v2_tree import Segment

_UNKNOWN_AMOUNT = "999"  # immunization guides: 999 and no units, where the amount is not known


def administration_status(context: Any, focus: list, *_: list) -> list:
    """RXA → MedicationAdministration.status from the completion status (RXA-20); without one, the segment reports
    that it took place. A refusal (RXA-18) says that it did not (HL7 v2.5.1 §4.14.7.18): beside a status that says it
    did, `unknown`, with an Issue. One that is deleted (RXA-21) was entered in error."""
    return [_status(context, rxa) for rxa in focus]


def administered_dose(context: Any, focus: list, *_: list) -> list:
    """RXA → Quantity of one administration (RXA-6, 7). Nothing where it is a rate (RXA-12), or said to be unknown."""
    found = []
    for rxa in focus:
        is_unknown = rxa.text("6") == _UNKNOWN_AMOUNT and not rxa.occurrences("7")
        if not is_unknown and not rxa.occurrences("12"):
            found += amount(context, [rxa], ["6"], ["7"])
    return found


def administered_at(context: Any, focus: list, *_: list) -> list:
    """RXA → dateTime of an administration at one time."""
    return [start for rxa in focus for start, end in [_span(context, rxa)] if start and end in (None, start)]


def administered_over(context: Any, focus: list, *_: list) -> list:
    """RXA → Period of an administration over a time; without any date a Period that says "unknown", with an Issue."""
    found: list[dict[str, Any]] = []
    for rxa in focus:
        start, end = _span(context, rxa)
        if start is None and end is None:
            message = "no date of administration (RXA-3): when it was given is not known"
            report(context, rxa, "error", "required", message, "MedicationAdministration.effective[x]")
            found += not_stated(context, [])
        elif end is not None and end != start:
            found.append({"start": start, "end": end} if start else {"end": end})
    return found


def administered_clock(context: Any, focus: list, *_: list) -> list:
    """RXA → the times from when to when it was given, in words, where no zone is stated and the dates therefore only
    have their day."""
    found = []
    for rxa in focus:
        parts = [part for name in ("3", "4") for part in rxa.occurrences(name)[:1]]
        timed = (part for part in parts if len(part.text) >= 12)
        times = [_clock(part.text) for part in timed if "T" not in (moment(context, part) or "T")]
        if times := list(dict.fromkeys(times)):
            found.append(f"time of administration, its zone not stated: {' to '.join(times)}")
    return found


def _clock(written: str) -> str:
    return f"{written[:4]}-{written[4:6]}-{written[6:8]} {written[8:10]}:{written[10:12]}"


def _status(context: Any, rxa: Segment) -> str:
    if rxa.text("21").upper() == "D":
        return "entered-in-error"
    written, is_refused = rxa.text("20"), bool(rxa.occurrences("18"))
    if not written:
        return "not-done" if is_refused or _is_of_none(rxa) else "completed"
    if found := translated(context, "administration-status", written):
        if is_refused and found.code == "completed":
            message = f"a refusal (RXA-18) beside the completion status {written}: whether it was given is not known"
            report(context, rxa, "warning", "conflict", message, "MedicationAdministration.status")
            return "unknown"
        return "not-done" if _is_of_none(rxa) else found.code
    message = f"'{written}' is not a completion status that is known (table 0322)"
    report(context, rxa.occurrences("20")[0], "warning", "code-invalid", message, "MedicationAdministration.status")
    return "unknown"


def _is_of_none(rxa: Segment) -> bool:
    """CVX 998: no vaccine was given."""
    return any(part.get(1) == "998" and part.get(3).upper() == "CVX" for part in rxa.occurrences("5"))


def _span(context: Any, rxa: Segment) -> tuple[str | None, str | None]:
    start, end = ([moment(context, part) for part in rxa.occurrences(name)[:1]] for name in ("3", "4"))
    return next(iter(start), None), next(iter(end), None)
