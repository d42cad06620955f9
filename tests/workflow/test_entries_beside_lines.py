"""Entries that are no medication: the maps that ship make nothing of them, so they are not asked; a user's own are."""

from pathlib import Path

import pytest

from adapter import sources
from adapter.sources.document import Source
from adapter.workflow.mapped import map_document, map_source
from adapter.workflow.programs import concept_maps, program
from adapter.workflow.user_maps import read_user_maps

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DOCUMENTS = sorted(
    path for path in EXAMPLES.glob("*/sources/*.xml") if b"<ClinicalDocument" in path.read_bytes()[:4000]
)
OWN = """map "http://example.org/StructureMap/acts" = "Acts"
uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as target
uses "http://hl7.org/fhir/StructureDefinition/List" alias List as target

group Entry(source act, target bundle : Bundle, target list : List) {
  act where %act.moodCode.exists() log('asked') "asked";
}
"""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_the_maps_that_ship_make_nothing_of_them(path: Path):
    source = Source(path.name, path.read_bytes())
    document = sources.read(source)
    maps = program(document.kind, type(document.model))
    every = map_document(document, maps, recorded=None, concept_maps=concept_maps(None))
    lines = map_source(source)
    assert (lines.bundle, lines.issues) == (every.bundle, every.issues)


def test_maps_of_a_user_are_asked_of_them(tmp_path: Path):
    (tmp_path / "cda").mkdir()
    (tmp_path / "cda" / "acts.map").write_text(OWN, encoding="utf-8")
    beside = {
        entry.place
        for path in DOCUMENTS
        for entry in sources.read(Source(path.name, path.read_bytes())).entries
        if not entry.is_line
    }
    asked = {
        issue.location
        for path in DOCUMENTS
        for issue in map_source(Source(path.name, path.read_bytes()), maps=read_user_maps(str(tmp_path))).issues
        if issue.message == "asked"
    }
    assert beside and beside <= asked
