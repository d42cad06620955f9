"""What each list of one side says of a treatment now: all lines of a written list, the last deliveries of a
dispensing history."""

from collections.abc import Sequence
from datetime import date

from adapter.reconciliation.candidate import Candidate, same_product, same_strength

_OVERLAP_DAYS = 7
_TOGETHER_DAYS = 21


def views(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates by list, in the order of list ids, deliveries reduced to those still in force."""
    by_list: dict[str, list[Candidate]] = {}
    for c in sorted(candidates, key=lambda c: c.line.id):
        by_list.setdefault(_list_key(c), []).append(c)
    return [in_force(found) for _, found in sorted(by_list.items())]


def in_force(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of deliveries, those of the last day, and those of another strength that were still running then: two
    strengths may be taken together or one after the other, and a person has to say which. Anything else stays whole."""
    days = [day for c in candidates if (day := c.line.handed_over)]
    if len(days) != len(candidates):
        return list(candidates)
    last = max(days)[:10]
    latest = [c for c in candidates if (c.line.handed_over or "")[:10] == last]
    running = [
        c
        for c in candidates
        if not any(c is n for n in latest)
        and all(same_strength(c, n) is False for n in latest)
        and _still_running(c, last)
    ]
    return _last_of_each(running) + _rows_once(latest)


def are_successive(candidates: Sequence[Candidate]) -> bool:
    """Whether deliveries of one list are of different days: then it is not said that they are taken together."""
    days = {c.line.handed_over for c in candidates if c.line.handed_over}
    return len(days) > 1


def _still_running(c: Candidate, day: str) -> bool:
    handed_over = (c.line.handed_over or "")[:10]
    if c.line.coverage is not None:
        return _days(day, c.line.coverage.end) > _OVERLAP_DAYS
    return _days(handed_over, day) < _TOGETHER_DAYS


def _last_of_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The last delivery of each strength."""
    latest: dict[object, Candidate] = {}
    for c in sorted(candidates, key=lambda c: (c.line.handed_over or "", c.line.id)):
        latest[c.strengths] = c
    return list(latest.values())


def _rows_once(latest: Sequence[Candidate]) -> list[Candidate]:
    """Two rows of one product with one posology on one day are more boxes, not more doses."""
    kept: list[Candidate] = []
    for c in latest:
        if not any(same_product(c, k) and _posology(c) == _posology(k) for k in kept):
            kept.append(c)
    return kept


def _posology(c: Candidate) -> object:
    return c.line.daily_dose, c.line.rhythm, c.line.dosage_text


def _list_key(c: Candidate) -> str:
    """A delivery that was declined hides no other one of its list."""
    delivered = "declined" if c.line.status == "declined" else "delivered" if c.line.handed_over else ""
    return "\x1f".join((c.line.source, c.line.list_id, c.line.list, delivered))


def _days(start: str, end: str) -> int:
    """Whole days from one date to another; a date with a month or a year only counts from its first day."""
    return (day(end) - day(start)).days


def day(text: str) -> date:
    """A FHIR date (`2024`, `2024-05`, `2024-05-07…`) as a day, the first one it may mean."""
    parts = [*text[:10].split("-"), "01", "01"]
    return date(int(parts[0]), int(parts[1]), int(parts[2]))
