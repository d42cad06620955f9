"""Days in supply against published figures: the two patients that the AdhereR overview works out, and all of its data.

    pip install rdata
    python scripts/published_supply.py medevents.rda

The file is `AdhereR/data/medevents.rda` of github ddediu/AdhereR (1,080 invented dispensing events of 100 patients,
GPL-2 or later: read where it lies, never shipped). The figures are those that its vignette "AdhereR: Adherence to
Medications" (`AdhereR/vignettes/AdhereR-overview.html`) prints for patients 37 and 76: oversupply carried over; in
the episodes, which end where another medicine begins, never to that one. Exit status 1 when one differs, 2 when there
is no such file.

Dima AL, Dediu D. Computation of adherence to medication and visualization of medication histories in R with AdhereR.
PLoS ONE 2017;12(4):e0174426.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from adapter.medication.supply import Delivery, Supply, supply

FOLLOW_UP = 730
WINDOW = 120
# CMA7: share of the days 182 to 546 after the first event, in per cent. CMA9: the same, each day with the share of its
# interval between two events.
CMA7, CMA9 = {76: "69"}, {76: "70.6"}
# CMA9 of six windows of 120 days from the first event.
WINDOWS = {
    37: (0.4916667, 0.6489297, 0.5197778, 0.3135842, 0.3122259, 0.1973684),
    76: (0.8933692, 0.6149642, 1.0, 0.6027778, 0.45, 0.3985663),
}
# Episodes: first day, days, share of days covered, days without supply at the end.
EPISODES = {
    37: (("2036-04-10", 211, 0.7109005, 56), ("2037-01-02", 463, 0.3239741, 122)),
    76: (
        ("2035-12-13", 374, 0.8422460, 0),
        ("2036-12-21", 234, 0.3846154, 60),
        ("2037-10-11", 62, 0.4838710, 32),
    ),
}
Event = tuple[date, int, str]


def events(path: Path) -> Mapping[int, list[Event]]:
    """Patient → (day, days of supply, medicine), in order."""
    import rdata

    table = rdata.read_rda(path)["med.events"]
    found: dict[int, list[Event]] = defaultdict(list)
    columns = (table.PATIENT_ID, table.DATE, table.DURATION, table.CATEGORY)
    for patient, day, days, medicine in zip(*columns, strict=True):
        found[int(patient)].append((datetime.strptime(day, "%m/%d/%Y").date(), int(days), medicine))
    return {patient: sorted(rows) for patient, rows in found.items()}


def supplied(rows: Sequence[Event], on: date, *, is_one: bool = True) -> Supply:
    """is_one: whether what is left of one medicine is carried over to the next."""
    deliveries = (
        Delivery(f"{n:04}", day, days, Decimal(1), "x", "x" if is_one else medicine)
        for n, (day, days, medicine) in enumerate(rows)
    )
    return supply(deliveries, on, 0)


def covered(found: Supply) -> set[date]:
    return {span.start + timedelta(days=n) for span in found.spans or () for n in range(span.days)}


def one_day_after_the_other(rows: Sequence[Event], days: int) -> set[date]:
    """The covered days by putting each supply in a cupboard and taking one day out each day."""
    first, stock, found = rows[0][0], 0, set()
    for n in range(days):
        day = first + timedelta(days=n)
        stock += sum(length for start, length, _ in rows if start == day)
        if stock:
            found.add(day)
            stock -= 1
    return found


def share(days: set[date], first: date, length: int) -> float:
    return sum(first + timedelta(days=n) in days for n in range(length)) / length


def by_interval(rows: Sequence[Event], days: set[date], end: date) -> Mapping[date, float]:
    """Each day of the follow-up with the share of covered days of its interval between two events."""
    starts = [*sorted({day for day, _, _ in rows}), end]
    found = {}
    for start, after in pairwise(starts):
        length = (after - start).days
        found.update(dict.fromkeys((start + timedelta(days=n) for n in range(length)), share(days, start, length)))
    return found


def compared(patient: int, rows: Sequence[Event]) -> Iterator[tuple[str, object, object]]:
    """(what, published, ours) of one of the two patients."""
    first = rows[0][0]
    end = first + timedelta(days=FOLLOW_UP)
    days = covered(supplied(rows, end))
    weights = by_interval(rows, days, end)

    def weighted(start: int, length: int) -> float:
        return sum(weights[first + timedelta(days=start + n)] for n in range(length)) / length

    if patient in CMA7:
        yield "CMA7", CMA7[patient], f"{100 * share(days, first + timedelta(days=182), 365):.1f}".removesuffix(".0")
        yield "CMA9", CMA9[patient], f"{100 * weighted(182, 365):.1f}"
    for number, published in enumerate(WINDOWS[patient]):
        yield f"CMA9 of window {number + 1}", published, round(weighted(WINDOW * number, WINDOW), 7)
    apart = supplied(rows, end, is_one=False)
    days, gaps = covered(apart), {gap.end + timedelta(days=1): gap.days for gap in apart.gaps}
    for start, length, published, gap in EPISODES[patient]:
        day = date.fromisoformat(start)
        yield f"days covered of the episode of {start}", published, round(share(days, day, length), 7)
        after = day + timedelta(days=length)
        yield f"days without supply at the end of the episode of {start}", gap, gaps.get(_next(rows, after, end), 0)


def _next(rows: Sequence[Event], day: date, end: date) -> date:
    """The event after an episode, or the end of the follow-up."""
    return min((start for start, _, _ in rows if start >= day), default=end)


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else Path("medevents.rda")
    if not path.is_file():
        print(f"{path}: there is no such file")
        return 2
    found = events(path)
    wrong, total = 0, 0
    for patient in WINDOWS:
        for what, published, ours in compared(patient, found[patient]):
            total += 1
            wrong += published != ours
            print(f"{'same' if published == ours else 'DIFFERS'}: patient {patient}, {what}: {published}, ours {ours}")
    apart = 0
    for rows in found.values():
        on = rows[-1][0] + timedelta(days=1)
        length = (on - rows[0][0]).days + sum(days for _, days, _ in rows)
        apart += covered(supplied(rows, on)) != one_day_after_the_other(rows, length)
    print(f"published figures: {total - wrong} of {total} the same")
    print(f"day by day: {len(found) - apart} of {len(found)} patients the same, {sum(map(len, found.values()))} events")
    return 1 if wrong or apart else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
