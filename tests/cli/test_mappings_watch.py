"""medrec mappings watch: checks and tests again whenever a map or a pair changes."""

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapter.cli import main
from adapter.cli.mappings_commands import watch

ROWS = "patient_id;dispense_date;label;quantity\n1;2026-01-05;PARACETAMOL 1 G;2\n"
OURS = """map "http://example.org/StructureMap/ours" = "Ours"
imports "https://medrec-adapter.org/fhir/StructureMap/csv-pharmacy-export"
group Delivery(source row, target bundle) extends Delivery { row log('seen') "seen"; }
"""


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "ours.map").write_text(OURS, encoding="utf-8")
    (tmp_path / "one.source.csv").write_text(ROWS, encoding="utf-8")
    assert main(["mappings", "test", str(tmp_path), "--update"]) == 0
    capsys.readouterr()
    return tmp_path


def rounds(folder: Path, *steps: Callable[[], None], map_: str | None = None) -> int:
    """Watch while the steps are taken, one before each look."""

    def waits() -> Iterator[bool]:
        for step in steps:
            step()
            yield True
        yield False

    taken = waits()
    options = argparse.Namespace(path=str(folder), mappings=None, map=map_)
    return watch.run(options, lambda: next(taken))


def write(file: Path, text: str) -> Callable[[], None]:
    def step() -> None:
        before = file.stat().st_mtime_ns if file.exists() else 0
        file.write_text(text, encoding="utf-8")
        os.utime(file, ns=(before + 1_000_000_000,) * 2)

    return step


def test_a_change_is_checked_and_tested_and_quiet_times_are_quiet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, expected = folder / "csv" / "ours.map", folder / "one.expected.json"
    kept = expected.read_text(encoding="utf-8")
    steps = (
        lambda: None,
        write(ours, OURS.replace('"seen";', '"seen"')),
        write(ours, OURS),
        write(expected, kept.replace("PARACETAMOL 1 G", "DOLIPRANE")),
        lambda: None,
    )
    assert rounds(folder, *steps) == 0
    first, broken, mended, differs = capsys.readouterr().out.split("\n\n")
    assert first.splitlines() == ["1 file: 0 errors, 0 warnings", "ok      one", "1 ok"]
    assert broken.splitlines()[0] == f"{ours} changed"
    assert "ours.map:3:" in broken and "ok" not in broken
    assert mended.splitlines()[1:] == first.splitlines()
    assert differs.splitlines()[0] == f"{expected} changed"
    assert "expected 'DOLIPRANE', got 'PARACETAMOL 1 G'" in differs


def test_a_file_that_goes_or_comes_is_a_change(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = folder / "two.source.csv"
    assert rounds(folder, write(new, ROWS), new.unlink) == 0
    _, came, went = capsys.readouterr().out.split("\n\n")
    assert "no two.expected.json yet" in came
    assert went.splitlines()[0] == f"{new} changed"


def test_one_map_of_no_format_is_watched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = tmp_path / "person.map"
    text = """map "urn:person" = "Person"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
uses "http://hl7.org/fhir/StructureDefinition/Person" alias Person as target
group Person(source s : Patient, target t : Person) { s.gender -> t.gender; }
"""
    person.write_text(text, encoding="utf-8")
    (tmp_path / "one.source.json").write_text('{"resourceType": "Patient", "gender": "male"}', encoding="utf-8")
    (tmp_path / "one.expected.json").write_text('{"resourceType": "Person", "gender": "male"}', encoding="utf-8")
    assert rounds(tmp_path, write(person, text.replace("s.gender", "s.active")), map_="Person") == 0
    first, second = capsys.readouterr().out.split("\n\n")
    assert "ok      one" in first
    assert "ok      one" not in second


def test_ctrl_c_ends_it(folder: Path) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    assert rounds(folder, interrupt) == 0


def test_no_such_folder_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mappings", "watch", "no-such-folder"]) == 2
    assert "no such folder" in capsys.readouterr().err
