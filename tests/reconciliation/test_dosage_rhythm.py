"""FHIR timings become rhythms; what they do not state stays unsaid."""

from decimal import Decimal
from typing import Any

import pytest

from adapter.reconciliation.dosage_rhythm import rhythm_of
from adapter.reconciliation.line import Rhythm
from adapter.reconciliation.rhythm import same_rhythm


def dosage(
    dose: float | None = None, sequence: int | None = None, as_needed: bool = False, **repeat: Any
) -> dict[str, Any]:
    found: dict[str, Any] = {"timing": {"repeat": repeat}} if repeat else {}
    if dose is not None:
        found["doseAndRate"] = [{"doseQuantity": {"value": dose, "code": "{tablet}"}}]
    if sequence is not None:
        found["sequence"] = sequence
    if as_needed:
        found["asNeededBoolean"] = True
    return found


def daily(times: int | None, *moments: str, as_needed: bool = False) -> Rhythm:
    return Rhythm(Decimal(1), None if times is None else Decimal(times), frozenset(moments), (), as_needed)


@pytest.mark.parametrize(
    ("repeat", "rhythm"),
    [
        ({"frequency": 2, "period": 1, "periodUnit": "d"}, daily(2)),
        ({"period": 8, "periodUnit": "h", "frequency": 1}, daily(3)),
        ({"when": ["MORN", "EVE"], "frequency": 2, "period": 1, "periodUnit": "d"}, daily(2, "MORN", "EVE")),
        ({"when": ["ACM"]}, daily(1, "MORN")),
        ({"when": ["C"], "frequency": 3, "period": 1, "periodUnit": "d"}, daily(3)),
        ({"timeOfDay": ["08:00:00"]}, daily(1, "08:00")),
        ({"frequency": 1, "period": 1, "periodUnit": "wk"}, Rhythm(Decimal(7), Decimal(1))),
        (
            {"dayOfWeek": ["mon", "thu"], "frequency": 2, "period": 1, "periodUnit": "wk"},
            Rhythm(Decimal(7), Decimal(2), frozenset(("mon", "thu"))),
        ),
        (
            {"dayOfWeek": ["tue"], "frequency": 1, "period": 2, "periodUnit": "wk"},
            Rhythm(Decimal(14), Decimal(1), frozenset(("tue",))),
        ),
        ({"dayOfWeek": ["mon"]}, Rhythm(Decimal(7), Decimal(1), frozenset(("mon",)))),
        ({"frequency": 1, "period": 72, "periodUnit": "h"}, Rhythm(Decimal(3), Decimal(1))),
        ({"frequency": 1, "period": 3, "periodUnit": "mo"}, Rhythm(Decimal(90), Decimal(1))),
    ],
)
def test_a_timing_has_its_rhythm(repeat: dict[str, Any], rhythm: Rhythm) -> None:
    assert rhythm_of([dosage(**repeat)]) == rhythm


def test_doses_at_moments_keep_the_share_of_each() -> None:
    found = rhythm_of([dosage(2, when=["MORN"]), dosage(1, when=["EVE"])])
    assert found == Rhythm(
        Decimal(1),
        Decimal(2),
        frozenset(("MORN", "EVE")),
        (("EVE", Decimal("0.3333")), ("MORN", Decimal("0.6667"))),
    )


def test_numbered_doses_of_one_day_are_one_rhythm() -> None:
    found = rhythm_of([dosage(1, sequence=1, when=["MORN"]), dosage(1, sequence=2, when=["EVE"])])
    assert found is not None and found.times == 2


@pytest.mark.parametrize(
    "dosages",
    [
        [],
        [dosage(1)],
        [
            dosage(2, sequence=1, when=["MORN"], boundsDuration={"value": 3, "code": "d"}),
            dosage(1, sequence=2, when=["MORN"], boundsDuration={"value": 5, "code": "d"}),
        ],
        [dosage(1, when=["MORN"]), dosage(1, as_needed=True, when=["EVE"])],
        [dosage(1, when=["MORN"]), dosage(1, dayOfWeek=["mon"])],
        [dosage(1, frequency=1, period=0, periodUnit="h")],
        [dosage(1, frequency=1, period=-1, periodUnit="d")],
    ],
    ids=["none", "dose alone", "taper", "scheduled and as needed", "daily and weekly", "no period", "below zero"],
)
def test_what_has_no_one_rhythm_has_none(dosages: list[dict[str, Any]]) -> None:
    assert rhythm_of(dosages) is None


def test_as_needed_without_a_timing_is_a_rhythm_of_its_own() -> None:
    assert rhythm_of([dosage(1, as_needed=True)]) == Rhythm(as_needed=True)


def test_a_clock_time_does_not_contradict_a_moment() -> None:
    assert same_rhythm(daily(1, "08:00"), daily(1, "MORN")) is True
    assert same_rhythm(daily(2, "08:00", "20:00"), daily(1, "MORN")) is False


def test_numbered_steps_that_each_last_as_many_days_have_no_one_rhythm() -> None:
    week = {"boundsDuration": {"value": 7, "code": "d"}, "frequency": 1, "period": 1, "periodUnit": "d"}
    assert rhythm_of([dosage(2, 1, **week), dosage(1, 2, **week)]) is None
    assert rhythm_of([dosage(2, **week)]) is not None
