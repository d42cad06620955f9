"""The French texts published with structured FHIR, read in place: no unsafe answer, and a share of exact ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapter.medication.posology import parse

LEAST_EXACT = 0.7
LEAST_RIGHT = 0.95


def is_one_of(found: dict[str, Any] | None, accepted: Any) -> bool:
    return any(is_same(found, one) for one in (accepted if isinstance(accepted, list) else [accepted]))


def is_same(found: dict[str, Any] | None, one: dict[str, Any] | None) -> bool:
    if found is None or one is None:
        return found is one
    units = one["unit"] if isinstance(one["unit"], list) else [one["unit"]]
    keys = [key for key in ("value", "min", "max") if key in one]
    return found["unit"] in units and all(key in found and abs(found[key] - one[key]) < 1e-4 for key in keys)


@pytest.mark.shared
def test_published_texts_are_read_without_an_unsafe_answer(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "posology" / "has_dev.jsonl").read_text().splitlines()]
    answers = [(row, parse(row["text"], row["lang"]).to_json()) for row in rows]
    right = [row["id"] for row, answer in answers if is_one_of(answer["dailyDose"], row["expect"]["dailyDose"])]
    unsafe = [row["id"] for row, answer in answers if answer["dailyDose"] and row["id"] not in right]
    exact = [row["id"] for row, answer in answers if answer["confidence"] == "exact"]
    assert unsafe == []
    assert len(right) / len(rows) >= LEAST_RIGHT
    assert len(exact) / len(rows) >= LEAST_EXACT
