"""medrec map --trace FILE: the trace beside the Bundle, for one source and for several."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapter.cli import main
from adapter.fhirpath import compile_expression

SOURCES = Path(__file__).parents[2] / "examples" / "stop-omission-dose-change" / "sources"
LETTER, PHARMACY = str(SOURCES / "discharge-letter.xml"), str(SOURCES / "dispensing-pharmacy.csv")
KEYS = ["source", "maps", "elements", "reads", "unread", "ignored", "issues"]


def mapped(tmp_path: Path, *call: str) -> tuple[dict[str, Any], Any]:
    bundle, trace = tmp_path / "bundle.json", tmp_path / "trace.json"
    assert main(["map", *call, "-o", str(bundle), "--trace", str(trace)]) == 0
    return json.loads(bundle.read_bytes()), json.loads(trace.read_bytes())


def paths_that_lead_elsewhere(bundle: dict[str, Any], trace: dict[str, Any]) -> list[str]:
    elements = [element for element in trace["elements"] if "value" in element]
    return [e["path"] for e in elements if compile_expression(e["path"])(bundle) != [e["value"]]]


def test_one_source_has_one_object_of_the_documented_keys(tmp_path: Path):
    bundle, trace = mapped(tmp_path, LETTER)
    assert list(trace) == KEYS
    assert trace["source"]["format"] == "cda"
    assert {map_["file"] for map_ in trace["maps"]} >= {"mappings/cda/medication.map", "mappings/cda/dosage.map"}
    (text,) = (e for e in trace["elements"] if e["path"] == "Bundle.entry[10].resource.dosage[0].text")
    assert text["resource"].endswith("#dosage[0].text")
    assert text["resource"].startswith("MedicationStatement/")
    assert (text["map"], text["rule"], text["value"]) == (
        "mappings/cda/dosage.map",
        "text",
        "1 comprimé par jour, le matin",
    )
    assert text["source"][0]["place"].endswith("/td[2]")
    assert paths_that_lead_elsewhere(bundle, trace) == []


def test_several_sources_have_an_object_each_with_the_paths_of_the_one_bundle(tmp_path: Path):
    bundle, traces = mapped(tmp_path, PHARMACY, LETTER)
    assert [trace["source"]["name"] for trace in traces] == [PHARMACY, LETTER]
    assert [paths_that_lead_elsewhere(bundle, trace) for trace in traces] == [[], []]
    told = {e["path"].partition(".resource")[0] for trace in traces for e in trace["elements"]}
    assert {f"Bundle.entry[{number}]" for number in range(len(bundle["entry"]))} <= told


def test_an_issue_of_a_rule_names_the_rule(tmp_path: Path):
    source = Path(__file__).parents[1] / "mappings/cda/cases/vaccine-and-device-are-no-treatments/source.xml"
    _, trace = mapped(tmp_path, str(source))
    assert any(issue.get("rule", "").startswith("mappings/cda/medication.map:") for issue in trace["issues"])


def test_bundle_and_trace_do_not_go_to_one_stream(capsys: pytest.CaptureFixture[str]):
    assert main(["map", LETTER, "--trace", "-"]) == 2
    assert "-o FILE" in capsys.readouterr().err


def test_the_trace_may_go_to_standard_output(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    assert main(["map", LETTER, "-o", str(tmp_path / "bundle.json"), "--trace", "-"]) == 0
    assert list(json.loads(capsysbinary.readouterr().out)) == KEYS


def test_maps_of_ones_own_are_traced_to_their_file(tmp_path: Path):
    own = tmp_path / "own"
    (own / "cda").mkdir(parents=True)
    text = """map "http://example.org/StructureMap/ours" = "Ours"
imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"
group Notes(source act, target r) extends Notes { act -> r.note as note, note.text = 'ours' "ours"; }
"""
    (own / "cda" / "notes.map").write_text(text, encoding="utf-8")
    _, trace = mapped(tmp_path, LETTER, "--mappings", str(own))
    notes = [e for e in trace["elements"] if e.get("value") == "ours"]
    assert notes
    assert {(Path(e["map"]).name, e["line"], e["rule"]) for e in notes} == {("notes.map", 3, "ours")}


def test_maps_that_are_broken_are_not_traced(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "cda").mkdir()
    text = """map "http://example.org/StructureMap/ours" = "Ours"
imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"
group Notes(source act, target r) extends Notes { act.text as t where matches('[a-') -> r.note as note; }
"""
    (tmp_path / "cda" / "notes.map").write_text(text, encoding="utf-8")
    assert main(["mappings", "trace", LETTER, "--mappings", str(tmp_path)]) == 2
    assert "notes.map:3:79: error: '[a-' is not a regular expression" in capsys.readouterr().err
