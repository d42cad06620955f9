"""medrec map --each-patient: one Bundle a patient, one a line."""

import json
from pathlib import Path

import pytest

from adapter.cli import main

ROWS = "patient_id;dispense_date;label;quantity\n1;2026-01-02;PARACETAMOL 1 G;1\n2;2026-01-02;RAMIPRIL 5 MG;1\n"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def patients(output: Path) -> list[str]:
    bundles = [json.loads(line) for line in output.read_bytes().splitlines()]
    resources = [entry["resource"] for bundle in bundles for entry in bundle["entry"]]
    return [r["identifier"][0]["value"] for r in resources if r["resourceType"] == "Patient"]


def test_an_export_of_two_patients_gives_two_lines(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "bundles.ndjson"
    assert main(["map", "--each-patient", str(export), "-o", str(out)]) == 0
    assert patients(out) == ["1", "2"]
    assert len(out.read_bytes().splitlines()) == 2


def test_a_row_without_patient_is_said_once_and_the_others_come_out(export: Path, tmp_path: Path, capsys) -> None:
    export.write_text(f"{ROWS};2026-01-02;X;1\n", encoding="utf-8")
    out = tmp_path / "bundles.ndjson"
    assert main(["map", "--each-patient", str(export), "-o", str(out)]) == 1
    assert patients(out) == ["1", "2"]
    assert capsys.readouterr().err.count("left out") == 1


def test_without_it_the_file_is_refused_and_says_what_to_do(export: Path, capsys) -> None:
    for call in (["map", str(export)], ["reconcile", "--discharge", str(export)]):
        assert main(call) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith("it has 2 patients (row 1, row 2): give one file each, or `medrec map --each-patient`")


def test_an_unreadable_file_costs_no_other_and_a_trace_is_of_one_bundle(export: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "bundles.ndjson"
    assert main(["map", "--each-patient", str(tmp_path / "gone"), str(export), "-o", str(out)]) == 1
    assert patients(out) == ["1", "2"]
    assert main(["map", "--each-patient", str(tmp_path / "gone")]) == 2
    capsys.readouterr()
    assert main(["map", "--each-patient", str(export), "--trace", str(tmp_path / "t.json")]) == 2
    assert "--trace is of one Bundle" in capsys.readouterr().err


def test_a_bundle_of_it_is_a_source_of_reconcile(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "bundles.ndjson"
    rows = "patient_id;list;label\n1;discharge;PARACETAMOL 1 G\n2;discharge;RAMIPRIL 5 MG\n"
    export.write_text(rows, encoding="utf-8")
    main(["map", "--each-patient", str(export), "-o", str(out)])
    one = tmp_path / "one.json"
    one.write_bytes(out.read_bytes().splitlines()[0])
    call = ["reconcile", "--discharge", str(one), "--date", "2026-02-01", "-o", str(tmp_path / "plan.json")]
    assert main([*call, "--report", str(tmp_path / "report.json")]) in (0, 1)
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert [line["display"] for line in report["lines"]] == ["PARACETAMOL 1 G"]
