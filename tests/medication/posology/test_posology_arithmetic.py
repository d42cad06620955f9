"""Texts put together from doses and moments whose sum is known: an answer with a daily dose has that sum."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.medication.posology import parse

DOSES = {"1": 1.0, "2": 2.0, "1/2": 0.5, "1,5": 1.5, "0,25": 0.25, "1 1/2": 1.5, "un": 1.0, "10": 10.0}
GRID = {"0": 0.0, "1": 1.0, "2": 2.0, "1/2": 0.5, "0,5": 0.5}
MOMENTS = ("le matin", "à midi", "le soir", "au coucher")
HOURS = ("8h", "12h", "16h", "20h")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LENGTHS = ("", " pendant 10 jours", " pdt 1 mois", " jusqu'au 12/03/2026")
SITES = {"": 1, " dans chaque œil": 2, " par voie orale": 1}
dose = st.sampled_from(sorted(DOSES))
length = st.sampled_from(LENGTHS)
site = st.sampled_from(sorted(SITES))


def chosen(of: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.sets(st.sampled_from(range(len(of))), min_size=1).map(lambda places: [of[i] for i in sorted(places)])


def check(text: str, expected: float, may_be_unread: bool = True) -> None:
    found = parse(text).daily_dose
    assert found is not None or may_be_unread
    if found is not None:
        assert (float(found.low), float(found.high)) == pytest.approx((expected, expected), abs=1e-4)


def listed(words: list[str], sign: str) -> str:
    return sign.join(words[:-1]) + (" et " if len(words) > 1 else "") + words[-1]


@settings(max_examples=300, deadline=None)
@given(dose, chosen(MOMENTS), st.sampled_from((", ", " - ", "/", "-")), site, length)
def test_one_dose_at_each_moment(told: str, moments: list[str], sign: str, where: str, until: str) -> None:
    check(f"{told} cp {listed(moments, sign)}{where}{until}", DOSES[told] * len(moments) * SITES[where])


@settings(max_examples=300, deadline=None)
@given(st.lists(dose, min_size=2, max_size=4), st.sampled_from((", ", " + ", " ; ", "\n", ". ")), st.booleans(), length)
def test_a_dose_for_each_moment(doses: list[str], sign: str, first: bool, until: str) -> None:
    parts = [f"{m} : {d} mg" if first else f"{d} mg {m}" for d, m in zip(doses, MOMENTS, strict=False)]
    check(sign.join(parts) + until, sum(DOSES[told] for told in doses))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted(GRID)), min_size=3, max_size=4), st.sampled_from(("-", " - ")), length)
def test_a_grid(doses: list[str], sign: str, until: str) -> None:
    total = sum(GRID[told] for told in doses)
    check(f"{sign.join(doses)} cp{until}", total, may_be_unread=total == 0)


@settings(max_examples=200, deadline=None)
@given(dose, chosen(HOURS), site, length)
def test_hours(told: str, hours: list[str], where: str, until: str) -> None:
    check(f"{told} cp à {listed(hours, ', ')}{where}{until}", DOSES[told] * len(hours) * SITES[where], False)


@settings(max_examples=200, deadline=None)
@given(dose, st.integers(1, 6), st.sampled_from(("{} fois par jour", "x {}/j", "{}x/j", "{} fois/24h")), site, length)
def test_times_a_day(told: str, times: int, rhythm: str, where: str, until: str) -> None:
    check(f"{told} cp {rhythm.format(times)}{where}{until}", DOSES[told] * times * SITES[where], False)


@settings(max_examples=200, deadline=None)
@given(dose, chosen(DAYS), st.sampled_from(((" matin", 1), (" matin et soir", 2), ("", 1))))
def test_days_of_the_week(told: str, days: list[str], moments: tuple[str, int]) -> None:
    check(f"{told} cp{moments[0]} le {listed(days, ', ')}", DOSES[told] * moments[1] * len(days) / 7)


@settings(max_examples=200, deadline=None)
@given(dose, st.integers(2, 4), site, length)
def test_the_amount_of_a_day_in_parts(told: str, parts: int, where: str, until: str) -> None:
    check(f"{told} g par jour en {parts} prises{where}{until}", DOSES[told] * SITES[where], False)
