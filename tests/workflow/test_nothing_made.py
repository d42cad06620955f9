"""An entry that can only be a medication, of which a map makes nothing, is told: nothing is dropped in silence."""

from pathlib import Path

from adapter.sources.document import Source
from adapter.workflow.mapped import map_source
from adapter.workflow.user_maps import read_user_maps

LETTER = Path(__file__).resolve().parents[2] / "examples" / "stop-omission-dose-change" / "sources"
CSV_OVERRIDE = """map "http://example.org/StructureMap/quiet" = "Quiet"
uses "https://medrec-adapter.org/fhir/StructureDefinition/csv-row" alias Row as source
uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as target
uses "http://hl7.org/fhir/StructureDefinition/List" alias List as target

group Entry(source row : Row, target bundle : Bundle, target list : List) {
  row where label.exists().not() -> list.title = 'never' "never";
}
"""


def test_a_row_that_no_map_makes_anything_of_is_told(tmp_path: Path):
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "quiet.map").write_text(CSV_OVERRIDE, encoding="utf-8")
    source = Source("d.csv", (LETTER / "dispensing-pharmacy.csv").read_bytes())
    rows = source.data.decode().strip().count("\n")
    issues = [i for i in map_source(source, maps=read_user_maps(str(tmp_path))).issues if "none says why" in i.message]
    assert [issue.location for issue in issues] == [f"row {number}" for number in range(1, rows + 1)]


def test_the_maps_that_ship_leave_no_row_out():
    source = Source("d.csv", (LETTER / "dispensing-pharmacy.csv").read_bytes())
    assert not [issue for issue in map_source(source).issues if "none says why" in issue.message]
