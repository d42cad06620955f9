"""Deliveries of one treatment: the situations of the folder `supply`, and what must hold for any deliveries."""

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.medication.regularity import regularity
from adapter.medication.supply import Delivery, supply

CASES = sorted((Path(__file__).parent / "supply").glob("*.json"))
ON = date(2026, 6, 1)


def delivery(row: dict[str, Any]) -> Delivery:
    amount = None if row["amount"] is None else Decimal(str(row["amount"]))
    return Delivery(row["id"], date.fromisoformat(row["day"]), row["days"], amount, row["product"], row["regimen"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_situation_has_this_supply(path: Path):
    case = json.loads(path.read_text(encoding="utf-8"))
    found = supply([delivery(row) for row in case["deliveries"]], date.fromisoformat(case["on"]))
    expected = {"cancelled": [], "loose": [], **case["expected"]}
    assert {
        "spans": found.spans
        if found.spans is None
        else [[s.start.isoformat(), s.end.isoformat()] for s in found.spans],
        "gaps": [[gap.start.isoformat(), gap.end.isoformat()] for gap in found.gaps],
        "last": found.last and found.last.isoformat(),
        "covered": found.covered,
        "proportion": None if found.proportion is None else str(round(found.proportion, 3).normalize()),
        "pattern": regularity(found).pattern,
        "cancelled": sorted(found.cancelled),
        "loose": list(found.loose),
    } == expected


ROWS = st.lists(
    st.builds(
        lambda offset, days, regimen: (date(2026, 1, 1) + timedelta(days=offset), days, regimen),
        st.integers(0, 150),
        st.integers(1, 90),
        st.sampled_from(["one", "two"]),
    ),
    max_size=8,
)


def deliveries(rows: list[tuple[date, int, str]]) -> list[Delivery]:
    return [
        Delivery(f"{place}", day, days, Decimal(1), "A", regimen) for place, (day, days, regimen) in enumerate(rows)
    ]


@given(ROWS)
def test_spans_are_in_order_and_apart(rows: list[tuple[date, int, str]]):
    spans = supply(deliveries(rows), ON).spans or ()
    assert all(span.start <= span.end for span in spans)
    assert all((after.start - before.end).days > 1 for before, after in pairwise(spans))


@given(ROWS)
def test_one_regimen_is_in_supply_as_many_days_as_were_delivered(rows: list[tuple[date, int, str]]):
    same = [(day, days, "one") for day, days, _ in rows]
    assert sum(span.days for span in supply(deliveries(same), ON).spans or ()) == sum(days for _, days, _ in same)


@given(ROWS)
def test_no_more_days_than_were_delivered_are_in_supply(rows: list[tuple[date, int, str]]):
    found = supply(deliveries(rows), ON)
    assert sum(span.days for span in found.spans or ()) <= sum(days for _, days, _ in rows)
    assert found.proportion is None or 0 < found.proportion <= 1


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[date, int, str]], random: Any):
    given_rows = deliveries(rows)
    shuffled = random.sample(given_rows, len(given_rows))
    assert supply(shuffled, ON) == supply(given_rows, ON)


@given(ROWS, st.data())
def test_a_row_and_its_reversal_leave_what_is_left_without_them(rows: list[tuple[date, int, str]], data: Any):
    others = deliveries(rows)
    day = date(2026, 1, 1) + timedelta(days=data.draw(st.integers(0, 100)))
    pair = [Delivery("x", day, 30, Decimal(7), "X"), Delivery("y", day, None, Decimal(-7), "X")]
    with_pair, without = supply([*others, *pair], ON), supply(others, ON)
    assert (with_pair.spans, with_pair.gaps) == (without.spans, without.gaps)
    assert set(with_pair.cancelled) == {"x", "y"}


@given(ROWS)
def test_a_delivery_of_unknown_length_leaves_the_supply_unknown(rows: list[tuple[date, int, str]]):
    found = supply([*deliveries(rows), Delivery("u", date(2026, 2, 1), None, Decimal(1), "A")], ON)
    assert found.spans is None and found.proportion is None and found.covered is None and not found.gaps
