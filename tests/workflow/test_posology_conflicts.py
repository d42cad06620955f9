"""Codes and words of one entry that disagree: an Issue of the entry, the Bundle holds both."""

import json
from pathlib import Path

import pytest

import adapter
from adapter.cli import main
from adapter.reconciliation import lines_of
from adapter.sources.file import read_file
from adapter.workflow.mapped import map_source
from adapter.workflow.posology_conflicts import posology_conflicts

CASES = sorted((Path(__file__).parent / "posology-conflicts").glob("*/source.*"))
SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "fr-cda" / "eDISP-MED_2024.01.xml"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_situation(path: Path) -> None:
    mapped = map_source(read_file(str(path)))
    before = json.dumps(mapped.bundle)
    found = posology_conflicts(mapped)
    expected = json.loads((path.parent / "expected.json").read_text(encoding="utf-8"))
    assert [{"location": issue.location, "message": issue.message} for issue in found] == expected
    assert {(issue.severity, issue.code, issue.source) for issue in found} <= {("warning", "conflict", str(path))}
    assert json.dumps(mapped.bundle) == before


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_reconcile_says_the_same_and_draws_no_dose_from_such_a_line(path: Path) -> None:
    mapped = map_source(read_file(str(path)))
    _, lines, issues = lines_of(mapped.bundle, source=mapped.source.name, role="discharge")
    said = [issue for issue in issues if "and its text" in issue.message]
    assert said == posology_conflicts(mapped)
    disputed = [line for line in lines if line.location in {issue.location for issue in said}]
    assert [(line.daily_dose, line.amounts, line.posology_disputed) for line in disputed] == [(None, (), True)] * len(
        said
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_command_says_it_and_python_where_it_is_asked(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [row["message"] for row in json.loads((path.parent / "expected.json").read_text(encoding="utf-8"))]
    assert main(["map", str(path)]) == 0
    told = capsys.readouterr().err
    assert all(message in told for message in expected)
    assert ("and its text" in told) == bool(expected)
    asked = [issue.message for issue in adapter.map(str(path), posology_check=True).issues]
    assert [message for message in asked if "and its text" in message] == expected
    assert not any("and its text" in issue.message for issue in adapter.map(str(path)).issues)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared/corpus")
def test_the_published_delivery_of_every_16_hours_with_words_of_4_times_a_day() -> None:
    (issue,) = posology_conflicts(map_source(read_file(str(SHARED))))
    assert issue.location == "/ClinicalDocument/component/structuredBody/component/section/entry[1]/supply"
    assert "(3 {tablet} a day)" in issue.message
    assert "(4 {tablet} a day)" in issue.message
