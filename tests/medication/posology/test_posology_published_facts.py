"""The structure read in the published French texts against the facts of each (../shared/posology/README.md)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from adapter.medication.posology import parse

_SAME_LENGTH = {"7d": "1wk", "14d": "2wk", "21d": "3wk"}
_PLAIN = ("frequency", "frequencyMax", "period", "periodMax", "periodUnit", "offset")
_OPTIONAL = {"frequency", "frequencyMax", "period", "periodUnit"}


def segment(dosage: Mapping[str, Any]) -> dict[str, Any]:
    """A Dosage in the small form of the facts."""
    repeat = (dosage.get("timing") or {}).get("repeat") or {}
    found: dict[str, Any] = {key: repeat[key] for key in (*_PLAIN, "dayOfWeek") if key in repeat}
    found["timeOfDay"] = [time[:5] for time in repeat.get("timeOfDay", ())]
    found["when"] = repeat.get("when") or found["timeOfDay"]  # `EVE|20:00`: R4 has the one or the other (tim-10)
    for row in dosage.get("doseAndRate") or ():
        found["dose"] = amount(row.get("doseQuantity") or row["doseRange"])
    need = dosage.get("asNeededCodeableConcept")
    found["asNeeded"] = bool(dosage.get("asNeededBoolean") or need)
    found["asNeededFor"] = (need or {}).get("text", "")
    found["maxPerDay"] = amount((dosage.get("maxDosePerPeriod") or {}).get("numerator"))
    found["maxPerIntake"] = amount(dosage.get("maxDosePerAdministration"))
    if bounds := repeat.get("boundsDuration"):
        found["bounds"] = f"{bounds['value']}{bounds['code']}"
    found["route"] = bool(dosage.get("route"))
    return found


def amount(told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    if "low" in told:
        return {"low": told["low"]["value"], "high": told["high"]["value"], "unit": told["low"]["code"]}
    return {"value": told["value"], "unit": told["code"]}


def is_right(key: str, expected: Any, found: Any) -> bool:
    match key:
        case "asNeededFor":
            return expected.lower() in (found or "").lower()
        case "when":
            return has_moments(expected, found or [])
        case "dose" | "maxPerDay" | "maxPerIntake":
            units = expected["unit"] if isinstance(expected["unit"], list) else [expected["unit"]]
            numbers = [part for part in ("value", "low", "high") if part in expected]
            return bool(found) and found["unit"] in units and all(found.get(part) == expected[part] for part in numbers)
        case "bounds":
            accepted = [one.rstrip("?") for one in expected.split("|")]
            same = [_SAME_LENGTH.get(one, one) for one in accepted]
            return (found is None and "?" in expected) or _SAME_LENGTH.get(found, found) in same
        case "dayOfWeek":
            return set(expected) == set(found or ())
        case "route":
            return bool(found)
        case _:
            return bool(expected == found)


def has_moments(expected: Sequence[str], found: Sequence[str]) -> bool:
    left = [code.partition(".")[0] for code in found]
    for one in expected:
        told = next((code for code in left if code in one.rstrip("?").split("|")), None)
        if told is None and not one.endswith("?"):
            return False
        if told is not None:
            left.remove(told)
    return not left


def verdicts(expected: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> Iterator[bool]:
    for i, facts in enumerate(expected):
        told = found[i] if i < len(found) else {}
        for key, value in facts.items():
            if key in ("phase", "frequencyOptional", "asNeededOptional") or value is None:
                continue
            unsaid = key in _OPTIONAL and facts.get("frequencyOptional") and told.get(key) is None
            yield bool(unsaid) or is_right(key, value, told.get(key))


@pytest.mark.shared
def test_every_fact_of_the_published_texts_are_in_the_structure(shared: Path) -> None:
    lines = (shared / "posology" / "has_dev.jsonl").read_text(encoding="utf-8").splitlines()
    told: list[bool] = []
    for row in map(json.loads, lines):
        facts = row["expect"]["facts"]
        ways = facts["anyOf"] if isinstance(facts, dict) else [facts or []]
        found = [segment(dosage) for dosage in parse(row["text"], row["lang"]).dosages]
        told += max((list(verdicts(way, found)) for way in ways), key=lambda said: sum(said) / max(len(said), 1))
    assert (sum(told), len(told)) == (264, 264)
