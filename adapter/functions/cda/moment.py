"""Moments of the day: EIVL_TS → the code and offset of Timing.repeat.

Sources: HL7 V3 TimingEvent; FHIR R4 EventTiming, tim-9 (no offset with a whole meal).
"""

from typing import Any, NamedTuple

from adapter.functions.cda.children import child
from adapter.functions.cda.report import report
from adapter.functions.cda.time import amount_of

# v3 TimingEvent codes that R4 EventTiming accepts; the others (IC, ICM, ICD, ICV) are said in the text.
_WHEN = frozenset(("HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV",
                   "MORN", "NOON", "AFT", "EVE", "NIGHT", "PHS"))  # fmt: skip
_WHOLE_MEALS = frozenset(("C", "CM", "CD", "CV"))
_MINUTES = {"min": 1, "h": 60}


class Moment(NamedTuple):
    """An EventTiming code, and how many minutes before or after (the code says which)."""

    code: str
    offset: int | None


def moment(context: Any, node: Any) -> list[Moment]:
    """EIVL_TS → its Moment; an Issue and nothing for an event that R4 has no code for."""
    event = child(node, "event")
    code = (event.get("code") or "").strip() if event is not None else ""
    if not code:
        return []
    if code not in _WHEN:
        said = f"'{code}' is not an EventTiming code of FHIR R4"
        report(context, node, "warning", "not-supported", said, "Timing.repeat.when")
        return []
    offset = child(node, "offset")
    minutes = _minutes(context, offset) if offset is not None else None
    if not minutes:
        return [Moment(code, None)]
    if code in _WHOLE_MEALS:  # so many minutes before or after the meal itself
        return [Moment(("AC" if minutes < 0 else "PC") + code[1:], abs(minutes))]
    if code.startswith("PC") and minutes < 0:
        report(context, offset, "warning", "value", f"an offset before '{code}'; the offset is left out")
        return [Moment(code, None)]
    return [Moment(code, abs(minutes))]


def _minutes(context: Any, offset: Any) -> int | None:
    low, high = child(offset, "low"), child(offset, "high")
    found = [_whole(bound) for bound in (low, high) if bound is not None] or [_whole(offset)]
    if len(set(found)) > 1:
        report(context, offset, "warning", "not-supported", "an offset from one time to another; it is left out")
        return None
    return found[0]


def _whole(node: Any) -> int | None:
    amount = amount_of(node)
    if amount is None or amount[1] not in _MINUTES:
        return None
    minutes = amount[0] * _MINUTES[amount[1]]
    return int(minutes) if minutes == int(minutes) else None
