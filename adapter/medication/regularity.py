"""What the deliveries of one treatment look like: chronic, a short course, no longer refilled, or not to be told.

It describes deliveries, never what was taken and never a decision: a treatment that is no longer refilled is not
stopped (law 5). Thresholds: see adapter.medication.supply for the sources.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from adapter.medication.supply import Supply

CHRONIC, SHORT, LAPSED, UNKNOWN = "chronic", "short-course", "stopped-refilling", "cannot-say"
_A_YEAR = timedelta(days=365)
_QUARTER = 80  # days: a pack "for three months" holds 84 to 92
_TWO_RENEWALS = 50  # days from the first of three monthly deliveries to the last, each a few days early
_COURSE = 28


@dataclass(frozen=True, slots=True)
class Regularity:
    """pattern: `chronic`, `short-course`, `stopped-refilling` or `cannot-say`; because: on what it rests."""

    pattern: str
    because: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {"pattern": self.pattern, "because": list(self.because)}


def regularity(supply: Supply) -> Regularity:
    """The pattern of one treatment's deliveries on the day `supply.on`, each with its basis in a sentence."""
    days = sorted({row.day for row in supply.deliveries})
    if not days:
        return Regularity(UNKNOWN, ("no delivery is left",))
    recent = [day for day in days if days[-1] - day < _A_YEAR]
    if _is_chronic(supply, recent):
        return _refilled(supply, recent)
    if supply.spans is None:
        return Regularity(UNKNOWN, (_times(recent), "how long a delivery lasts is not known"))
    return _short_or_unknown(supply, recent)


def _is_chronic(supply: Supply, recent: list[date]) -> bool:
    span = (recent[-1] - recent[0]).days
    if len(recent) >= 3:
        return span >= _TWO_RENEWALS
    large = [row for row in supply.deliveries if row.day in recent and row.days is not None and row.days >= _QUARTER]
    return len(recent) == 2 and len(large) >= 2 and span >= _TWO_RENEWALS


def _refilled(supply: Supply, recent: list[date]) -> Regularity:
    last = supply.last
    if last is None:
        return Regularity(CHRONIC, (_times(recent), "how long the last delivery lasts is not known"))
    if supply.on > last + timedelta(days=supply.grace):
        lapsed = (supply.on - last).days - 1
        run_out = f"in supply until {last.isoformat()}, {lapsed} days without supply since"
        return Regularity(LAPSED, (_times(recent), run_out))
    return Regularity(CHRONIC, (_times(recent), f"in supply until {last.isoformat()}"))


def _short_or_unknown(supply: Supply, recent: list[date]) -> Regularity:
    spans = supply.spans or ()
    total, last = sum(span.days for span in spans), supply.last
    if last is None:
        return Regularity(UNKNOWN, (_times(recent), "less than a day in supply"))
    if total < _COURSE and supply.on > last:
        until = f"{total} days in supply, until {last.isoformat()}, and no renewal up to {supply.on.isoformat()}"
        return Regularity(SHORT, (_times(recent), until))
    return Regularity(UNKNOWN, (_times(recent), f"in supply until {last.isoformat()}: too few deliveries to tell"))


def _times(days: list[date]) -> str:
    if len(days) == 1:
        return f"delivered on {days[0].isoformat()}"
    return f"delivered on {len(days)} days from {days[0].isoformat()} to {days[-1].isoformat()}"
