"""What no map that ships reads and a map of one's own does is not reported as unread."""

from pathlib import Path

from adapter.sources.document import Source
from adapter.workflow.mapped import map_source
from adapter.workflow.user_maps import read_user_maps

COLUMNS = (
    b"patient_id;dispense_date;label;quantity;remark;shelf\n241059935012301;2026-01-05;PARACETAMOL 1 G;2;lost;A3\n"
)
REMARK = """map "urn:remark" = "Remark"
imports "https://medrec-adapter.org/fhir/StructureMap/csv-pharmacy-export"
group Dispense(source row, target r : MedicationDispense) extends Dispense {
  row.remark as remark -> r.note as note, note.text = remark "remark";
}
"""
ORDER = (
    b"MSH|^~\\&|A|B|C|D|20260105||RDE^O11|1|P|2.5\rPID|1||241059935012301||LE GOFF^ANNE||19400302|F\r"
    b"ORC|NW|1\rRXE|1^^^20260105|P1^PARACETAMOL 1 G^L|1||TAB\rZRX|1|note\rZXY|1|other\r"
)
LOCAL = """map "urn:local" = "Local"
imports "https://medrec-adapter.org/fhir/StructureMap/hl7v2-order"
group Request(source line, target r : MedicationRequest) extends Request {
  line.ZRX as z then { z.`2` as said -> r.note as note, note.text = said "said"; } "ours";
}
"""


def unread(tmp_path: Path, kind: str, text: str, source: Source) -> list[str]:
    (tmp_path / kind).mkdir()
    (tmp_path / kind / "own.map").write_text(text, encoding="utf-8")
    mapped = map_source(source, maps=read_user_maps(str(tmp_path)))
    return [issue.message for issue in mapped.issues if "no map that ships reads" in issue.message]


def test_a_column_that_a_map_of_ones_own_reads(tmp_path: Path):
    source = Source("box.csv", COLUMNS)
    assert unread(tmp_path, "csv", REMARK, source) == [
        "the column 'shelf' is not one of pharmacy-export: no map that ships reads it"
    ]


def test_a_segment_that_a_map_of_ones_own_reads(tmp_path: Path):
    assert unread(tmp_path, "hl7v2", LOCAL, Source("order.hl7", ORDER)) == [
        "segments that no map that ships reads: ZXY"
    ]
