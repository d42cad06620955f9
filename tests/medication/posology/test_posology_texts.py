"""3,147 texts as physicians, hospitals and pharmacies write them, with the daily dose a pharmacist reads in each.

A line of texts/*.tsv: what is accepted, a tab, the text (`\\n` is a line break). `2 tablet`, `0..3 tablet`;
`1 tablet/2d` is one tablet every two days on average; `-` is none; `exact -` is none though all is understood; `||`
parts what is accepted. A dose where only `-` stands, or another dose, is unsafe; none where one stands is a miss.

Run as a program, it prints the figures of docs/for-dosage.md.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from adapter.medication.posology import parse

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = {"fr": "french.tsv", "en": "english.tsv"}
DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.4, "a": 365.0}
NO_BRACES = ("mg", "g", "ug", "mL", "U", "meq", "mmol", "M[iU]", "[iU]", "[tsp_m]", "[tbs_m]")
EXPECTED = re.compile(r"(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))? (\S+?)(?:/(\d+)(d|wk|mo|a))?")
LEAST_RIGHT = {"fr": 0.95, "en": 0.93}


class Row(NamedTuple):
    accepted: str
    text: str


def rows(lang: str) -> Iterator[Row]:
    for line in (TEXTS / LANGUAGES[lang]).read_text(encoding="utf-8").splitlines():
        accepted, text = line.split("\t")
        yield Row(accepted, text.replace("\\n", "\n"))


def is_accepted(accepted: str, dose: dict[str, Any] | None) -> bool:
    return any(is_same(one.strip().removeprefix("exact "), dose) for one in accepted.split("||"))


def is_same(one: str, dose: dict[str, Any] | None) -> bool:
    if one == "-" or dose is None:
        return one == "-" and dose is None
    match = EXPECTED.fullmatch(one)
    assert match, f"not a daily dose: {one}"
    low, high, unit, times, period = match.groups()
    days = float(times) * DAYS[period] if times else 1.0
    bounds = (float(low) / days, float(high or low) / days)
    found = (dose.get("value", dose.get("min")), dose.get("value", dose.get("max")))
    same = all(abs(a - b) < 1e-4 for a, b in zip(found, bounds, strict=True))
    return (
        same and dose["unit"] == (unit if unit in NO_BRACES else f"{{{unit}}}") and bool(times) == ("interval" in dose)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_has_a_daily_dose_that_is_wrong(lang: str) -> None:
    answers = [(row, parse(row.text, lang).to_json()["dailyDose"]) for row in rows(lang)]
    assert [row for row, dose in answers if dose is not None and not is_accepted(row.accepted, dose)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_most_texts_have_the_answer_of_a_pharmacist(lang: str) -> None:
    answers = [is_accepted(row.accepted, parse(row.text, lang).to_json()["dailyDose"]) for row in rows(lang)]
    assert sum(answers) / len(answers) >= LEAST_RIGHT[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_told_to_be_understood_is(lang: str) -> None:
    told = [row.text for row in rows(lang) if row.accepted.startswith("exact ")]
    assert [text for text in told if parse(text, lang).confidence != "exact"] == []


def figures(lang: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows(lang):
        posology = parse(row.text, lang)
        dose = posology.to_json()["dailyDose"]
        verdict = "right" if is_accepted(row.accepted, dose) else "missed" if dose is None else "unsafe"
        found.update(["texts", posology.confidence, verdict, *(["with a daily dose"] if dose else [])])
    return found


if __name__ == "__main__":
    for language in LANGUAGES:
        print(language, dict(figures(language)))
