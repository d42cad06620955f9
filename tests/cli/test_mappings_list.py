"""medrec mappings list: what is in force, and what a folder of one's own changes."""

import json
from pathlib import Path

import pytest

from adapter.cli import main

SHIPPED = Path(__file__).parents[2] / "mappings"
OWN = """map "http://example.org/StructureMap/ours" = "Ours"
imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"
group Notes(source act, target r) extends Notes { act -> r.note as note, note.text = 'ours' "ours"; }
group Spare(source act, target r) { act -> r.status = 'active' "status"; }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cda").mkdir()
    (tmp_path / "cda" / "notes.map").write_text(OWN, encoding="utf-8")
    alone = OWN.replace("/ours", "/alone").replace("imports", "// imports")
    (tmp_path / "alone.fml").write_text(alone, encoding="utf-8")
    for name in ("csv/table.map", "concept-maps/section-list-kind.json"):
        (tmp_path / Path(name).name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def rows(capsys: pytest.CaptureFixture[str], *call: str) -> list[dict]:
    assert main(["mappings", "list", "--json", *call]) == 0
    found: list[dict] = json.loads(capsys.readouterr().out)
    return found


def test_every_shipped_map_is_listed_with_its_groups(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys)
    maps = {f"mappings/{path.relative_to(SHIPPED).as_posix()}" for path in SHIPPED.rglob("*.map")}
    assert {row["file"] for row in found if row["kind"] == "map"} == maps
    assert not any(row["own"] for row in found)
    (dosage,) = [row for row in found if row["file"] == "mappings/cda/dosage.map"]
    assert dosage["format"] == "cda"
    assert "Route" in dosage["groups"]


def test_what_a_folder_of_ones_own_changes_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {row["file"]: row for row in rows(capsys, str(folder))}
    own = found[f"{folder}/cda/notes.map"]
    assert own["format"] == "cda"
    assert list(own["overrides"]) == ["Notes"]
    assert own["overrides"]["Notes"].startswith("mappings/cda/medication.map:")
    assert found[f"{folder}/alone.fml"]["format"] == ""
    assert found[f"{folder}/table.map"]["replaces"] == "mappings/csv/table.map"
    assert found["mappings/csv/table.map"]["replacedBy"] == f"{folder}/table.map"
    table = "mappings/concept-maps/section-list-kind.json"
    assert found[table]["replacedBy"] == f"{folder}/section-list-kind.json"


def test_people_read_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mappings", "list", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"csv: mappings/csv/table.map (replaced by {folder}/table.map)" in said
    assert f"csv: {folder}/table.map (in place of mappings/csv/table.map)" in said
    assert "Notes (for mappings/cda/medication.map:" in said
    assert f"no format: {folder}/alone.fml" in said
    assert said.splitlines()[-1].startswith(
        f"{folder}: 4 of these; in place of what ships: Notes, mappings/csv/table.map,"
    )
    assert said.endswith("; 1 of no format, which only --map runs\n")


def test_a_folder_without_maps_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mappings", "list", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{tmp_path} holds no map and no ConceptMap")


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mappings", "list", "no-such-folder"]) == 2
    assert capsys.readouterr().err == "no-such-folder: error: no such folder of maps\n"


def test_a_broken_file_is_said_and_the_others_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "section-list-kind.json").write_text('{"resourceType": "ConceptMap", "url": 1}', encoding="utf-8")
    (folder / "cda" / "broken.map").write_text('map "http://example.org/b" = "B"\ngroup', encoding="utf-8")
    (folder / "latin.map").write_bytes(b"// caf\xe9")
    assert main(["mappings", "list", "--json", str(folder)]) == 1
    said = capsys.readouterr()
    own = [row["file"] for row in json.loads(said.out) if row["own"]]
    assert own == [f"{folder}/cda/notes.map", f"{folder}/table.map", f"{folder}/alone.fml"]
    places = [line.removeprefix(f"{folder}/").partition(": error:")[0] for line in said.err.splitlines()]
    assert sorted(place.partition(":")[0] for place in places) == [
        "cda/broken.map", "latin.map", "section-list-kind.json",
    ]  # fmt: skip
