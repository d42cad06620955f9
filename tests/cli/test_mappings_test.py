"""medrec mappings test: a folder of pairs is a suite."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from adapter.cli import main
from adapter.version import VERSION

ROWS = "patient_id;dispense_date;label;quantity\n1;2026-01-05;PARACETAMOL 1 G;2\n1;2026-02-05;RAMIPRIL 5 MG;1\n"
OWN = """map "http://example.org/StructureMap/ours" = "Ours"
uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as target
uses "https://medrec-adapter.org/fhir/StructureDefinition/csv-row" alias Row as source
imports "https://medrec-adapter.org/fhir/StructureMap/csv-pharmacy-export"
group Delivery(source row : Row, target bundle : Bundle) {
  row where label != 'RAMIPRIL 5 MG' then `CsvPharmacyExport.Delivery`(row, bundle) "others";
}
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "suite"
    (folder / "nested").mkdir(parents=True)
    (folder / "nested" / "two-deliveries.source.csv").write_text(ROWS, encoding="utf-8")
    (folder / "one-delivery.source").write_text(ROWS.rpartition("1;2026-02")[0], encoding="utf-8")
    return folder


@pytest.fixture
def kept(suite: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["mappings", "test", str(suite), "--update"]) == 0
    capsys.readouterr()
    return suite


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_update_writes_what_is_not_there_and_then_all_is_as_expected(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mappings", "test", str(suite)]) == 1
    assert "--update writes it, read it before you keep it" in capsys.readouterr().out
    assert main(["mappings", "test", str(suite), "--update"]) == 0
    assert said(capsys)[0].split() == ["written", "nested/two-deliveries"]
    assert main(["mappings", "test", str(suite)]) == 0
    assert said(capsys) == ["ok      nested/two-deliveries", "ok      one-delivery", "2 ok"]


def test_the_expected_file_is_what_medrec_map_writes(kept: Path, tmp_path: Path) -> None:
    source = kept / "nested" / "two-deliveries.source.csv"
    assert main(["map", str(source), "-o", str(tmp_path / "out.json")]) == 0
    assert (tmp_path / "out.json").read_bytes() == (kept / "nested" / "two-deliveries.expected.json").read_bytes()


def test_a_difference_is_named_by_its_path_with_exit_status_1(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kept / "one-delivery.expected.json", '"PARACETAMOL 1 G"', '"DOLIPRANE"')
    assert main(["mappings", "test", str(kept)]) == 1
    assert said(capsys)[1:4] == [
        "FAILED  one-delivery",
        "    MedicationDispense[0].medicationCodeableConcept.text: expected 'DOLIPRANE', got 'PARACETAMOL 1 G'",
        "1 ok, 1 FAILED",
    ]


def test_update_says_what_changed_and_leaves_the_others_alone(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kept / "one-delivery.expected.json", '"PARACETAMOL 1 G"', '"DOLIPRANE"')
    other = (kept / "nested" / "two-deliveries.expected.json").stat().st_mtime_ns
    assert main(["mappings", "test", str(kept), "--update"]) == 0
    assert "got 'PARACETAMOL 1 G'" in said(capsys)[2]
    assert (kept / "nested" / "two-deliveries.expected.json").stat().st_mtime_ns == other
    assert main(["mappings", "test", str(kept)]) == 0


def test_another_version_of_the_program_does_not_break_a_suite(kept: Path) -> None:
    edit(kept / "one-delivery.expected.json", f'"value": "{VERSION}"', '"value": "99.0"')
    assert main(["mappings", "test", str(kept)]) == 0


def test_maps_of_ones_own_are_tested(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "maps" / "csv").mkdir(parents=True)
    (tmp_path / "maps" / "csv" / "ours.map").write_text(OWN, encoding="utf-8")
    assert main(["mappings", "test", str(kept), "--mappings", str(tmp_path / "maps")]) == 1
    lines = said(capsys)
    assert any(line.startswith("    MedicationDispense[1]: missing, expected") for line in lines)
    assert "ok      one-delivery" in lines


def test_maps_beside_the_pairs_are_in_force_without_being_named(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "csv").mkdir()
    (kept / "csv" / "ours.map").write_text(OWN, encoding="utf-8")
    assert main(["mappings", "test", str(kept)]) == 1
    assert "FAILED  nested/two-deliveries" in said(capsys)


def test_a_broken_map_ends_with_2_and_its_place(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "csv").mkdir()
    (kept / "csv" / "ours.map").write_text(OWN.replace("then `", "than `"), encoding="utf-8")
    assert main(["mappings", "test", str(kept)]) == 2
    assert capsys.readouterr().err.startswith(f"{kept}/csv/ours.map:6:")


def test_an_error_in_the_data_fails_unless_it_is_expected(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = suite / "one-delivery.source"
    edit(source, ";2\n", ";deux\n")
    assert main(["mappings", "test", str(source), "--update"]) == 0
    issues = suite / "one-delivery.expected.issues"
    assert issues.read_text(encoding="utf-8") == (
        "row 1: error: 'quantity' is 'deux': not a number; the value is left out\n"
    )
    assert main(["mappings", "test", str(source)]) == 0
    capsys.readouterr()
    issues.unlink()
    assert main(["mappings", "test", str(source)]) == 1
    assert "issues: not expected, got 'row 1: error: " in capsys.readouterr().out


def test_the_rule_that_costs_an_entry_is_told_before_what_is_then_missing(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maps = tmp_path / "maps"
    (maps / "csv").mkdir(parents=True)
    (maps / "csv" / "ours.map").write_text(
        """map "http://example.org/StructureMap/ours" = "Ours"
imports "https://medrec-adapter.org/fhir/StructureMap/csv-pharmacy-export"
group Dispense(source row, target r) extends Dispense { row.label check $this = 'x' -> r.status = 'completed' "x"; }
""",
        encoding="utf-8",
    )
    assert main(["mappings", "test", str(kept), "--mappings", str(maps)]) == 1
    lines = capsys.readouterr().out.splitlines()
    failed = lines.index("FAILED  one-delivery")
    assert lines[failed + 1].endswith(f"[{maps}/csv/ours.map:3 x]")
    assert "MedicationDispense[0]: missing" in "\n".join(lines[failed + 2 :])


def test_expected_issues_that_do_not_come_fail(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "one-delivery.expected.issues").write_text("row 1: warning: something\n", encoding="utf-8")
    assert main(["mappings", "test", str(kept / "one-delivery.expected.json")]) == 1
    assert "issues[0]: missing, expected 'row 1: warning: something'" in capsys.readouterr().out
    assert main(["mappings", "test", str(kept), "--update"]) == 0
    assert not (kept / "one-delivery.expected.issues").exists()


def test_ignored_elements_are_not_compared(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kept / "one-delivery.expected.json", '"PARACETAMOL 1 G"', '"DOLIPRANE"')
    (kept / "expected.ignore").write_text("# the label\nMedicationDispense.medicationCodeableConcept.text\n", "utf-8")
    assert main(["mappings", "test", str(kept)]) == 0
    (kept / "expected.ignore").write_text("MedicationDispense[0].status\n", "utf-8")
    assert main(["mappings", "test", str(kept)]) == 2
    assert "expected.ignore:1: error: expected an element" in capsys.readouterr().err


def test_a_list_of_resources_can_be_written_by_hand(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [
        {
            "resourceType": "MedicationDispense",
            "status": "completed",
            "medicationCodeableConcept": {"text": "PARACETAMOL 1 G"},
            "subject": {"reference": "Patient[0]"},
            "quantity": {"value": 2, "unit": "boîte", "system": "http://unitsofmeasure.org", "code": "{box}"},
            "whenHandedOver": "2026-01-05",
        }
    ]
    (suite / "one-delivery.expected.json").write_text(json.dumps(expected), encoding="utf-8")
    assert main(["mappings", "test", str(suite / "one-delivery.source")]) == 0
    edit(suite / "one-delivery.source", "PARACETAMOL", "IBUPROFENE")
    assert main(["mappings", "test", str(suite / "one-delivery.source")]) == 1
    capsys.readouterr()
    assert main(["mappings", "test", str(suite / "one-delivery.source"), "--update"]) == 0
    (kept,) = json.loads((suite / "one-delivery.expected.json").read_text(encoding="utf-8"))
    assert kept["medicationCodeableConcept"] == {"text": "IBUPROFENE 1 G"}


def test_update_can_write_lists(suite: Path) -> None:
    assert main(["mappings", "test", str(suite), "--update", "--list"]) == 0
    kept = json.loads((suite / "one-delivery.expected.json").read_text(encoding="utf-8"))
    assert [resource["resourceType"] for resource in kept] == ["Patient", "List", "MedicationDispense"]
    assert kept[1]["entry"] == [{"item": {"reference": "MedicationDispense[0]"}}]
    assert main(["mappings", "test", str(suite)]) == 0


def test_a_list_without_resources_compares_nothing_and_is_an_error(suite: Path) -> None:
    (suite / "one-delivery.expected.json").write_text("[]", encoding="utf-8")
    assert main(["mappings", "test", str(suite / "one-delivery.source")]) == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("one-delivery.source", "not a source", "not recognised"),
        ("one-delivery.expected.json", '{"a": ', "one-delivery.expected.json:1:7: error: not JSON"),
        ("alone.expected.json", "{}", "no source beside alone.expected.json; name it alone.source.xml"),
    ],
)
def test_what_cannot_be_compared_is_an_error_of_its_situation_only(
    kept: Path, name: str, text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept / name).write_text(text, encoding="utf-8")
    assert main(["mappings", "test", str(kept)]) == 1
    out = capsys.readouterr().out
    assert message in out
    assert "ok      nested/two-deliveries" in out


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone", "no such file or folder"), ("empty", "no pairs here"), ("README", "is no part of a pair")],
)
def test_nothing_to_run_ends_with_2(
    tmp_path: Path, name: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "README").write_text("x", encoding="utf-8")
    assert main(["mappings", "test", str(tmp_path / name)]) == 2
    assert message in capsys.readouterr().err


def test_two_sources_for_one_situation_are_refused(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "one-delivery.source.csv").write_text(ROWS, encoding="utf-8")
    assert main(["mappings", "test", str(suite)]) == 2
    assert "two sources for one situation" in capsys.readouterr().err


def test_junit_has_a_case_a_situation(kept: Path, tmp_path: Path) -> None:
    edit(kept / "one-delivery.expected.json", '"PARACETAMOL 1 G"', '"DOLIPRANE"')
    (kept / "new.source.csv").write_text(ROWS, encoding="utf-8")
    assert main(["mappings", "test", str(kept), "--junit", str(tmp_path / "junit.xml")]) == 1
    (suite,) = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    cases = {case.get("name"): case for case in suite}
    assert cases["two-deliveries"].get("classname") == "nested"
    failure = cases["one-delivery"].find("failure")
    assert failure is not None and failure.text is not None and "DOLIPRANE" in failure.text
    assert cases["new"].find("error") is not None


def test_json_says_the_same_to_programs(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kept / "one-delivery.expected.json", '"PARACETAMOL 1 G"', '"DOLIPRANE"')
    assert main(["mappings", "test", str(kept), "--json"]) == 1
    passed, failed = json.loads(capsys.readouterr().out)
    assert (passed["situation"], passed["status"]) == ("nested/two-deliveries", "passed")
    (difference,) = failed["differences"]
    assert difference["path"] == "MedicationDispense[0].medicationCodeableConcept.text"
    assert difference["kind"] == "changed"
