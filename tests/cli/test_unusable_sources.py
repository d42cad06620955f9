"""What cannot be read or used: one clear line that says what, where and what to do, and the exit status of each."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adapter.cli import main
from adapter.sources.document import MAX_BYTES

STORY = Path(__file__).resolve().parents[2] / "examples" / "stop-omission-dose-change" / "sources"
LETTER, DISPENSING = STORY / "discharge-letter.xml", STORY / "dispensing-pharmacy.csv"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><title>&b;</title></ClinicalDocument>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><title>&f;</title></ClinicalDocument>'
)
DEEP = b'<ClinicalDocument xmlns="urn:hl7-org:v3">' + b"<a>" * 5000 + b"</a>" * 5000 + b"</ClinicalDocument>"
UNREADABLE = {
    "an empty file": (b"", "the file is empty"),
    "blanks only": (b" \n\t ", "the file is empty"),
    "truncated XML": (LETTER.read_bytes()[:3000], "not well-formed XML"),
    "text": (b"Bonjour, voici la lettre de sortie.", "not recognised"),
    "bytes of an archive": (gzip.compress(b"x" * 100, mtime=0), "not recognised"),
    "an encoding that is not the declared one": (
        LETTER.read_bytes().decode().replace("ODETTE", "Zoé").encode("latin-1"),
        "not well-formed XML",
    ),
    "an entity bomb": (BOMB, "DTD"),
    "an entity from outside": (OUTSIDE, "DTD"),
    "XML without end of nesting": (DEEP, "not well-formed XML"),
    "XML of another kind": (b"<html><body/></html>", "root element is html"),
    "truncated JSON": (b'{"resourceType": "Bundle", "entry": [', "JSON"),
    "JSON that is no FHIR": (b'{"name": "x"}', "resourceType"),
    "a CSV without a required column": (b"patient_id;cip13;quantity\n1;3400930065785;1\n", "dispense_date"),
    "a CSV of two patients": (
        b"patient_id;dispense_date;label\nA;2026-01-01;X\nB;2026-01-02;Y\n",
        "two patients",
    ),
}


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.strip().splitlines()


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_one_line_and_exit_status_2(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, message = UNREADABLE[what]
    file = tmp_path / "source"
    file.write_bytes(data)
    assert main(["map", str(file), "-o", str(tmp_path / "out.json")]) == 2
    (line,) = said(capsys)
    assert line.startswith(f"{file}:")
    assert message in line
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_source_of_a_reconciliation_that_cannot_be_read_writes_nothing(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, plan, report = tmp_path / "source", tmp_path / "plan.json", tmp_path / "report.json"
    file.write_bytes(UNREADABLE[what][0])
    arguments = ["reconcile", "--discharge", str(LETTER), "--dispensing", str(file)]
    assert main([*arguments, "-o", str(plan), "--report", str(report)]) == 2
    (line,) = said(capsys)
    assert line.startswith(f"{file}:")
    assert not plan.exists()
    assert not report.exists()


def test_more_than_the_limit_is_refused_without_being_parsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "junk"
    with file.open("wb") as junk:
        junk.truncate(50 * 1024 * 1024)
        junk.seek(0)
        junk.write(b"<ClinicalDocument>")
    assert main(["map", str(file)]) == 2
    (line,) = said(capsys)
    assert str(MAX_BYTES) in line


@pytest.mark.parametrize("filling", [b"a", b"<", b"{", b"a;b\n", b"\x00\xff"])
def test_junk_of_any_kind_is_refused_quickly(
    filling: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "junk"
    file.write_bytes(filling * (4 * 1024 * 1024 // len(filling)))
    assert main(["map", str(file)]) == 2
    assert len(said(capsys)) == 1


def test_no_such_file_and_a_folder_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", str(tmp_path / "gone.xml")]) == 2
    assert main(["map", str(tmp_path)]) == 2
    first, second = said(capsys)
    assert "no such file" in first
    assert "is a folder" in second


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root and Windows read every file")
def test_no_permission_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "letter.xml"
    file.write_bytes(LETTER.read_bytes())
    file.chmod(0)
    assert main(["map", str(file)]) == 2
    assert "no permission" in said(capsys)[0]


def test_a_permission_error_is_said_also_to_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert main(["map", str(tmp_path / "letter.xml")]) == 2
    assert "no permission" in said(capsys)[0]


def test_one_unreadable_source_of_several_costs_only_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main(["map", str(LETTER), str(tmp_path / "gone.xml"), "-o", str(out)]) == 1
    assert out.exists()
    assert len(said(capsys)) == 1


def test_a_document_without_a_medication_list_is_refused_by_reconcile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.xml"
    text = LETTER.read_text(encoding="utf-8")
    file.write_text(text.replace("10183-2", "8653-8").replace("18610-6", "10164-2"), encoding="utf-8")
    assert main(["reconcile", "--discharge", str(file), "--dispensing", str(DISPENSING)]) == 2
    (line,) = [line for line in said(capsys) if ": error:" in line]
    assert "no medication list" in line


def test_an_unknown_template_is_read_by_its_section_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.xml"
    text = LETTER.read_text(encoding="utf-8")
    file.write_text(text.replace("1.2.250.1.213.1.1.1.29", "1.2.3.4"), encoding="utf-8")
    assert main(["map", str(file), "-o", str(tmp_path / "out.json")]) == 0
    (line,) = [line for line in said(capsys) if "no known document template among" in line]
    assert "1.2.3.4" in line


def test_two_patients_in_one_call_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.csv"
    text = DISPENSING.read_text(encoding="utf-8")
    other.write_text(text.replace("241059935012301", "245021305506724"), encoding="utf-8")
    plan = tmp_path / "plan.json"
    assert main(["reconcile", "--discharge", str(LETTER), "--dispensing", str(other), "-o", str(plan)]) == 2
    (line,) = said(capsys)
    assert "patient" in line
    assert not plan.exists()


def test_no_reference_day_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "list.csv"
    file.write_text("patient_id;list;label\n241059935012301;discharge;X\n", encoding="utf-8")
    assert main(["reconcile", "--discharge", str(file)]) == 2
    assert "--date" in said(capsys)[-1]


@pytest.mark.parametrize("day", ["2026-02-30", "12/03/2026", "hier"])
def test_a_day_that_is_none_is_said(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", "--discharge", str(LETTER), "--date", day]) == 2
    assert day in said(capsys)[-1]


def test_the_same_bytes_twice_count_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy.csv"
    shutil.copy(DISPENSING, copy)
    assert main(["reconcile", "--discharge", str(LETTER), "--dispensing", str(DISPENSING), str(copy)]) == 0
    captured = capsys.readouterr()
    assert "counted once" in captured.err
    assert "18" in captured.out


def test_an_output_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", str(LETTER), "-o", str(tmp_path / "no" / "folder.json")]) == 2
    assert "cannot be written" in said(capsys)[-1]


def test_a_bad_entry_costs_itself_and_gives_exit_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, plan = tmp_path / "pharmacy.csv", tmp_path / "plan.json"
    file.write_text(DISPENSING.read_text(encoding="utf-8").replace("2026-02-16", "2026-02-31", 1), encoding="utf-8")
    assert main(["reconcile", "--discharge", str(LETTER), "--dispensing", str(file), "-o", str(plan)]) == 1
    assert any("row 9" in line and "2026-02-31" in line for line in said(capsys))
    assert plan.exists()


def test_issues_go_to_a_file_as_an_operation_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    issues = tmp_path / "issues.json"
    assert main(["map", str(tmp_path / "gone.xml"), "--issues", str(issues)]) == 2
    assert said(capsys) == []
    assert '"resourceType": "OperationOutcome"' in issues.read_text(encoding="utf-8")


def test_standard_input_is_read_as_a_dash(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "adapter.cli", "map", "-"]
    done = subprocess.run(command, input=LETTER.read_bytes(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert b"MedicationStatement" in done.stdout
