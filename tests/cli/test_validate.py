"""medrec validate: what it prints and how it ends."""

import json
from pathlib import Path

import pytest

from adapter.cli import main

GOOD = '{"resourceType": "Patient", "birthDate": "1941-05-02"}'
BAD = '{"resourceType": "Patient", "birthDate": "02/05/1941"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.json").write_text(BAD, encoding="utf-8")
    (tmp_path / "broken.json").write_text('{"resourceType": "Patient",', encoding="utf-8")
    return tmp_path


def test_a_valid_file_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(folder / "good.json")]) == 0
    assert capsys.readouterr().out == f"{folder / 'good.json'}: valid, 0 errors, 0 warnings\n"


def test_an_error_in_the_data_is_one_line_with_its_place_and_ends_with_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = str(folder / "bad.json")
    assert main(["validate", bad, str(folder / "good.json")]) == 1
    assert capsys.readouterr().err == f"{bad}:Patient.birthDate: error: '02/05/1941' is not a date\n"


def test_a_file_that_is_not_json_is_said_with_its_line_and_the_others_are_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(folder / "broken.json"), str(folder / "good.json")]) == 1
    found = capsys.readouterr()
    assert "broken.json:line 1, column" in found.err
    assert "good.json: valid" in found.out


@pytest.mark.parametrize("name", ["broken.json", "missing.json", "."])
def test_nothing_that_can_be_read_ends_with_2(folder: Path, name: str) -> None:
    assert main(["validate", str(folder / name)]) == 2


def test_json_prints_one_operation_outcome_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--json", str(folder / "bad.json")]) == 1
    found = capsys.readouterr()
    outcome = json.loads(found.out)
    assert outcome["issue"][0]["location"] == ["Patient.birthDate"]
    assert outcome["issue"][0]["expression"] == ["Patient.birthDate"]
    assert found.err == ""


def test_the_issues_go_to_a_file_when_one_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--issues", str(folder / "issues.json"), str(folder / "bad.json")]) == 1
    assert json.loads((folder / "issues.json").read_text(encoding="utf-8"))["resourceType"] == "OperationOutcome"
    assert capsys.readouterr().err == ""
