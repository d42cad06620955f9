"""The ConceptMaps of PN13 that ship are what the script makes of the facts."""

import runpy
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.shared
def test_the_pn13_tables_that_ship_are_what_the_script_makes_of_the_facts(shared: Path) -> None:
    made = runpy.run_path(str(REPOSITORY / "scripts" / "pn13_maps.py"))["tables"](shared / "facts")
    folder = REPOSITORY / "mappings" / "concept-maps"
    assert made == {path.name: path.read_text(encoding="utf-8") for path in folder.glob("pn13-*.json")}
