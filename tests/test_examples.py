"""The stories of examples/ say what their README says, and write what their folder `expected` holds."""

from pathlib import Path
from typing import Any

import pytest
from stories import EXAMPLES, STORIES, outputs, reconciled

from adapter.conformance import validate
from adapter.medication.drugs.current import current, shipped
from adapter.medication.drugs.folder import VARIABLE
from adapter.medication.drugs.importing import Imported

TOLD = {
    "antibiotic-course-ended": {
        "AMOXICILLINE": ("not-current", None, []),
        "METFORMINE": ("continued", None, []),
        "RAMIPRIL": ("continued", None, []),
    },
    "generic-swap": {
        "ATORVASTATINE": ("continued", None, []),
        "LÉVOTHYROXINE": ("continued", None, []),
        "RAMIPRIL": ("equivalent", False, []),
    },
    "hl7v2-orders-at-discharge": {
        "APIXABAN": ("continued", None, []),
        "FUROSÉMIDE": ("modified", False, ["dose"]),
        "PANTOPRAZOLE": ("undetermined", False, ["omission"]),
        "PARACÉTAMOL": ("started", False, ["addition"]),
        "RAMIPRIL": ("stopped", True, []),
    },
    "hospital-prescription": {
        "METFORMINE": ("modified", False, ["dose", "frequency"]),
        "PARACÉTAMOL": ("started", False, ["addition"]),
        "RAMIPRIL": ("equivalent", None, []),
        "ZOPICLONE": ("undetermined", False, ["omission"]),
    },
    "stop-omission-dose-change": {
        "APIXABAN": ("continued", None, []),
        "BISOPROLOL": ("modified", False, ["dose"]),
        "FUROSÉMIDE": ("undetermined", False, ["omission"]),
        "PANTOPRAZOLE": ("continued", None, []),
        "PARACÉTAMOL": ("started", False, ["addition"]),
        "ZOPICLONE": ("stopped", True, []),
    },
    "swiss-prescription": {
        "Amlodipin": ("modified", False, ["dose"]),
        "Metformin": ("undetermined", False, ["omission"]),
        "RAMIPRIL": ("equivalent", None, []),
    },
    "us-discharge-summary": {
        "atorvastatin 20 MG Oral Tablet": ("started", False, ["addition"]),
        "furosemide 40 MG Oral Tablet": ("modified", False, ["dose", "frequency"]),
        "lisinopril 10 MG Oral Tablet": ("equivalent", None, []),
        "metformin hydrochloride 500 MG Oral Tablet": ("undetermined", False, ["omission"]),
    },
}
NOT_IDENTIFIED = {"us-discharge-summary": 6}
"""Lines whose names the drug data that ship, which are French, do not know."""


def test_every_folder_is_a_story_of_the_tests() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) == sorted(STORIES)


@pytest.mark.parametrize("story", STORIES)
def test_the_story_ends_as_its_readme_tells(story: str) -> None:
    report = reconciled(story).report
    lines = {line["id"]: line for line in report["lines"]}
    found = {
        _treatment(lines[group["lines"][0]]): (
            group["status"],
            group["documented"],
            [d["type"] for d in group["discrepancies"]],
        )
        for group in report["groups"]
    }
    assert found == TOLD[story]
    assert report["ledger"]["lines"] == report["ledger"]["grouped"] == len(lines)


def _treatment(line: dict[str, Any]) -> str:
    return " + ".join(ingredient["name"] for ingredient in line["ingredients"]) or line["display"]


@pytest.mark.parametrize("story", STORIES)
def test_the_story_writes_what_is_expected_byte_for_byte(story: str) -> None:
    for name, text in outputs(story).items():
        assert text == _expected(story, name), name


@pytest.mark.shared
@pytest.mark.parametrize("story", STORIES)
def test_the_story_says_the_same_with_an_imported_drug_database_and_names_it(
    story: str, imported: tuple[Path, Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(imported[0].parent))
    assert reconciled(story).report["knowledge"] == {"drugs": "bdpm 2026-05-26"}
    for name, text in outputs(story).items():
        assert text == _expected(story, name), name


def _expected(story: str, name: str) -> str:
    """What the folder holds, with the drug data in use where it names those that ship."""
    text = (EXAMPLES / story / "expected" / name).read_text(encoding="utf-8")
    return text.replace(shipped().label, current().label)


@pytest.mark.parametrize("story", STORIES)
def test_the_plan_of_the_story_conforms_and_nothing_in_the_sources_was_lost(story: str) -> None:
    outcome = reconciled(story)
    assert validate(outcome.plan) == []
    told = [issue.line() for issue in outcome.issues if issue.severity != "information"]
    assert [line for line in told if "is not identified: no substance is known" not in line] == []
    assert len(told) == NOT_IDENTIFIED.get(story, 0)
