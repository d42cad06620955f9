"""Days in supply against a second computation that shares nothing with the first: day after day, what is left.

`cupboard` knows boxes and days only: each morning the boxes of that day are put in (what is left of another regimen is
put aside), then one day's worth is taken out. Reversals are boxes that were never handed over.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.medication.supply import Delivery, Supply, supply
from adapter.sources.document import Source
from adapter.workflow.covered import coverage

NEW_YEAR = date(2025, 1, 1)
ON = date(2026, 6, 1)
HORIZON = 4000


class Given(NamedTuple):
    """boxes of so many days each, handed over on a day; taken back: how many of them came back, and after how long."""

    offset: int
    boxes: int
    days: int
    regimen: str
    back: int
    after: int


HISTORIES = st.lists(
    st.builds(
        lambda offset, boxes, days, regimen, back, after: Given(offset, boxes, days, regimen, min(back, boxes), after),
        st.integers(0, 480),
        st.integers(1, 3),
        st.sampled_from([7, 14, 28, 30, 84]),
        st.sampled_from(["1 a day", "1 a day", "2 a day"]),
        st.sampled_from([0, 0, 0, 1, 2, 3]),
        st.integers(0, 5),
    ),
    max_size=12,
)


def cupboard(history: list[Given]) -> set[date]:
    """The days with something in the cupboard."""
    stock, regimen, covered = 0, "", set()
    for offset in range(HORIZON):
        for row in (one for one in history if one.offset == offset):
            if row.boxes == row.back:
                continue
            stock = (row.boxes - row.back) * row.days + (stock if row.regimen == regimen else 0)
            regimen = row.regimen
        if stock:
            covered.add(NEW_YEAR + timedelta(days=offset))
            stock -= 1
    return covered


def rows_of(history: list[Given]) -> Iterator[Delivery]:
    """Each delivery is a product of its own, so that a reversal has one row to answer it."""
    for place, row in enumerate(history):
        day = NEW_YEAR + timedelta(days=row.offset)
        name = f"{place:02}"
        yield Delivery(name, day, row.boxes * row.days, Decimal(row.boxes), name, row.regimen)
        if row.back:
            yield Delivery(f"{name}r", day + timedelta(days=row.after), None, Decimal(-row.back), name)


def days_of(found: Supply) -> set[date]:
    return {span.start + timedelta(days=place) for span in found.spans or () for place in range(span.days)}


def runs(days: set[date], start: date, end: date) -> list[tuple[date, int]]:
    """First day and length of each run of days from start to end, both inclusive, that are not in `days`."""
    found: list[tuple[date, int]] = []
    for place in range((end - start).days + 1):
        day = start + timedelta(days=place)
        if day in days:
            continue
        if found and found[-1][0] + timedelta(days=found[-1][1]) == day:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((day, 1))
    return found


@settings(deadline=None)
@given(HISTORIES, st.sampled_from([0, 7, 30, 90]))
def test_days_gaps_and_share_are_those_of_the_cupboard(history: list[Given], grace: int):
    found, days = supply(rows_of(history), ON, grace), cupboard(history)
    assert days_of(found) == days
    assert found.loose == ()
    if not days:
        return
    first, before = min(days), ON - timedelta(days=1)
    gaps = [run for run in runs(days, first, max(before, max(days))) if run[1] > grace and run[0] <= before]
    assert [(gap.start, gap.days) for gap in found.gaps] == gaps
    share = Decimal(sum(first <= day <= before for day in days)) / (ON - first).days
    assert (found.covered, found.proportion, found.last) == (ON in days, share, max(days))


# From the row of a pharmacy's export to the answer: 30 tablets a box, counted tablet by tablet.
HEADER = "patient_id;birth_date;sex;dispense_date;cip13;label;quantity;posology"
LEVOTHYROX = "3400930065785;LEVOTHYROX 75MICROG CPR 30"
DOSES = {"1 comprimé le matin": 1, "1 comprimé matin et soir": 2, "1 cp 3 fois par jour": 3}
TABLETS = 30


class Handed(NamedTuple):
    offset: int
    boxes: int
    posology: str
    is_taken_back: bool


EXPORTS = st.lists(
    st.builds(Handed, st.integers(0, 480), st.integers(1, 3), st.sampled_from(sorted(DOSES)), st.booleans()),
    min_size=1,
    max_size=10,
    unique_by=lambda row: row.offset,
)


def export(rows: list[Handed]) -> bytes:
    lines = [HEADER]
    for row in rows:
        day = NEW_YEAR + timedelta(days=row.offset)
        start = f"A1B2;1941-05-17;F;{day:%d/%m/%Y};{LEVOTHYROX}"
        lines.append(f"{start};{row.boxes};{row.posology}")
        if row.is_taken_back:
            lines.append(f"{start};-{row.boxes};{row.posology}")
    return "\n".join(lines).encode()


def tablets(rows: list[Handed]) -> set[date]:
    stock, dose, covered = 0, 0, set()
    kept = {row.offset: row for row in rows if not row.is_taken_back}
    for offset in range(HORIZON):
        if (row := kept.get(offset)) is not None:
            stock = row.boxes * TABLETS + (stock if DOSES[row.posology] == dose else 0)
            dose = DOSES[row.posology]
        if dose and stock >= dose:
            covered.add(NEW_YEAR + timedelta(days=offset))
            stock -= dose
    return covered


@settings(deadline=None)
@given(EXPORTS)
def test_an_export_of_a_pharmacy_is_counted_as_tablet_by_tablet(rows: list[Handed]):
    (found,) = coverage([Source("export.csv", export(rows))], on=ON, grace=30).report["treatments"]
    days = {
        date.fromisoformat(span["start"]) + timedelta(days=place)
        for span in found["spans"]
        for place in range(span["days"])
    }
    assert days == tablets(rows)
    assert found["unmatchedReversals"] == []


def test_the_second_computation_sees_a_stock_of_two_boxes():
    assert len(cupboard([Given(0, 2, 30, "1 a day", 0, 0), Given(20, 1, 30, "1 a day", 0, 0)])) == 90
    assert len(cupboard([Given(0, 2, 30, "1 a day", 0, 0), Given(20, 1, 30, "2 a day", 0, 0)])) == 50
    assert len(tablets([Handed(0, 1, "1 comprimé matin et soir", False)])) == 15
