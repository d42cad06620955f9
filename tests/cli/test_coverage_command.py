"""medrec coverage on a pharmacy's export: what the page shows, and calls that cannot be answered."""

import json
from pathlib import Path

import pytest

from adapter.cli import main

HISTORY = (
    Path(__file__).resolve().parents[2]
    / "examples"
    / "stop-omission-dose-change"
    / "sources"
    / "dispensing-pharmacy.csv"
)


def treatments(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict]:
    assert main(["coverage", str(HISTORY), "--json", *more]) == 0
    rows = json.loads(capsys.readouterr().out)["treatments"]
    return {row["ingredients"][0]["name"]: row for row in rows}


def test_monthly_deliveries_are_a_chronic_treatment_in_supply(capsys: pytest.CaptureFixture[str]):
    found = treatments(capsys, "--date", "2026-03-10")["APIXABAN"]
    assert (found["pattern"], found["covered"], found["gaps"]) == ("chronic", True, [])
    assert found["lastDay"] == found["spans"][-1]["end"]


def test_months_later_it_is_no_longer_refilled_and_the_gap_is_told(capsys: pytest.CaptureFixture[str]):
    found = treatments(capsys, "--date", "2026-09-01")["APIXABAN"]
    assert (found["pattern"], found["covered"]) == ("stopped-refilling", False)
    assert found["gaps"][-1]["end"] == "2026-08-31"


def test_a_longer_grace_takes_the_gap_away(capsys: pytest.CaptureFixture[str]):
    found = treatments(capsys, "--date", "2026-09-01", "--grace", "400")["APIXABAN"]
    assert (found["pattern"], found["gaps"]) == ("chronic", [])


def test_every_delivery_is_told_with_its_place(capsys: pytest.CaptureFixture[str]):
    rows = [row for found in treatments(capsys, "--date", "2026-03-10").values() for row in found["deliveries"]]
    assert len(rows) == HISTORY.read_text(encoding="utf-8").strip().count("\n")
    assert {row["location"] for row in rows} == {f"row {number}" for number in range(1, len(rows) + 1)}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--date", "2026-13-01"], "--date '2026-13-01' is not a day; write YYYY-MM-DD"),
        (["--date", "2026-03-10", "--grace", "-1"], "--grace -1 is not a number of days; write 0 or more"),
    ],
)
def test_an_unusable_call_is_one_line(more: list[str], said: str, capsys: pytest.CaptureFixture[str]):
    assert main(["coverage", str(HISTORY), *more]) == 2
    assert capsys.readouterr().err.strip() == f"error: {said}"


def test_the_same_bytes_twice_count_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    copy = tmp_path / "copy.csv"
    copy.write_bytes(HISTORY.read_bytes())
    once = treatments(capsys, "--date", "2026-03-10")
    assert main(["coverage", str(HISTORY), str(copy), "--date", "2026-03-10", "--json"]) == 0
    out, err = capsys.readouterr()
    assert "the same bytes" in err
    assert len(json.loads(out)["treatments"]) == len(once)


def test_reimbursement_rows_without_posology_are_a_pattern_without_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    rows = [
        "2026-01-05;1;0",
        "2026-02-04;1;0",
        "2026-02-04;-1;0",
        "2026-02-05;1;0",
        "2026-03-06;1;0",
        "2026-06-10;0;14",
    ]
    table = tmp_path / "dcir.csv"
    lines = [f"A1;{day};3400930069110;{boxes};{units}" for day, boxes, units in (row.split(";") for row in rows)]
    table.write_text(
        "\n".join(["BEN_NIR_PSA;EXE_SOI_DTD;PHA_PRS_C13;PHA_ACT_QSN;PHA_DEC_QSU", *lines]), encoding="utf-8"
    )
    assert main(["coverage", str(table), "--date", "2026-07-01", "--json"]) in (0, 1)
    (found,) = json.loads(capsys.readouterr().out)["treatments"]
    assert (found["pattern"], found["spans"], found["proportionOfDaysCovered"]) == ("chronic", None, None)
    assert found["display"].startswith("BISOPROLOL")
    assert len(found["cancelled"]) == 2 and found["unmatchedReversals"] == []
