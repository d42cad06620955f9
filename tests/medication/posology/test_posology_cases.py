"""Texts by situation with the daily dose expected, written by hand; texts that must not give one."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapter.medication.posology import parse

CASES = Path(__file__).parent / "cases"
FILES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))]
UNDERSTOOD = [(file["lang"], case["text"], case["dailyDose"]) for file in FILES for case in file.get("cases", ())]
REFUSED = [(file["lang"], text) for file in FILES for text in file.get("texts", ())]


@pytest.mark.parametrize(("lang", "text", "expected"), UNDERSTOOD)
def test_a_text_that_is_understood_gives_its_daily_dose(lang: str, text: str, expected: dict[str, Any] | None) -> None:
    posology = parse(text, lang)
    assert posology.residue == ()
    assert posology.confidence == "exact"
    assert posology.to_json()["dailyDose"] == expected


@pytest.mark.parametrize(("lang", "text"), REFUSED)
def test_a_text_that_may_mean_something_else_gives_no_daily_dose(lang: str, text: str) -> None:
    posology = parse(text, lang)
    assert posology.daily_dose is None
    assert posology.to_json()["dailyDose"] is None
