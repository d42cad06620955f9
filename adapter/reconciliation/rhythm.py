"""Comparing when doses are taken. An average over weeks is never compared with a daily dose without its interval."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.reconciliation.line import Line, Rhythm


def same_rhythm(a: Rhythm | None, b: Rhythm | None) -> bool | None:
    """True, False, or None when one of them is not known.

    Moments are compared when both sides state them, with the share of the dose at each; else the number of intakes,
    else the interval alone: a side that says "2 a day" does not contradict one that says "morning and evening".
    """
    if a is None or b is None:
        return None
    if a.interval != b.interval or a.as_needed != b.as_needed:
        return False
    if a.moments and b.moments and _are_clock_times(a) == _are_clock_times(b):
        return a.moments == b.moments and (not a.shares or not b.shares or a.shares == b.shares)
    if a.times is not None and b.times is not None:
        return a.times == b.times
    return True


def _are_clock_times(rhythm: Rhythm) -> bool:
    """`08:00` and "in the morning" are not compared with each other."""
    return any(":" in moment for moment in rhythm.moments)


def combined(lines: Sequence[Line]) -> Rhythm | None:
    """The rhythm of lines taken together (5 mg in the morning and 10 mg in the evening written as two lines).

    None when one is not known, when intervals differ, or when scheduled doses and doses on demand are mixed.
    """
    rhythms = [line.rhythm for line in lines if line.rhythm is not None]
    if len(rhythms) != len(lines) or len({(r.interval, r.as_needed) for r in rhythms}) != 1:
        return None
    if len(rhythms) == 1:
        return rhythms[0]
    moments = frozenset(m for r in rhythms for m in r.moments) if all(r.moments for r in rhythms) else frozenset()
    return Rhythm(rhythms[0].interval, None, moments, _shares(lines) if moments else (), rhythms[0].as_needed)


def shares(doses: Sequence[tuple[str, Decimal]]) -> tuple[tuple[str, Decimal], ...]:
    """Moments with their doses → moments with their part of the whole, in one order."""
    total = sum((dose for _, dose in doses), Decimal(0))
    if not total:
        return ()
    found: dict[str, Decimal] = {}
    for moment, dose in doses:
        found[moment] = found.get(moment, Decimal(0)) + dose
    return tuple(sorted((moment, round(dose / total, 4)) for moment, dose in found.items()))


def _shares(lines: Sequence[Line]) -> tuple[tuple[str, Decimal], ...]:
    """Over several lines: weighted by the amount of substance of each, none when an amount or a share is not known."""
    doses: list[tuple[str, Decimal]] = []
    for line in lines:
        if line.rhythm is None or not line.rhythm.shares or len(line.amounts) != 1:
            return ()
        doses.extend((moment, share * line.amounts[0][1].high) for moment, share in line.rhythm.shares)
    units = {line.amounts[0][1].unit for line in lines}
    return shares(doses) if len(units) == 1 else ()
