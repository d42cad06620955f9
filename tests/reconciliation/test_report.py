"""The report is the JSON of design §6."""

import json

from compact import line_of, lists_of

from adapter.reconciliation import reconcile, report

LINES = {
    "h": {
        "list": "dispensing",
        "day": "2026-02-10",
        "drug": "BISOPROLOL 5 mg; comprimé; orale",
        "take": "1 MORN",
        "cip": "34009",
    },
    "r": {
        "list": "dispensing",
        "day": "2026-02-11",
        "drug": "BISOPROLOL 5 mg; comprimé; orale",
        "boxes": -1,
        "cip": "34009",
    },
    "d": {"list": "discharge", "drug": "BISOPROLOL 10 mg; comprimé; orale", "take": "1 MORN"},
}


def made() -> dict:
    lines = [line_of(id, {**row, "covers": "2026-02-10/2026-03-10"}) for id, row in LINES.items()]
    reconciliation = reconcile(lists_of({}, lines), lines, date="2026-03-10")
    return report(
        reconciliation,
        patient={"name": "Jeanne MARTIN"},
        sources=[
            {"file": "letter", "kind": "cda", "date": "2026-03-10"},
            {"file": "pharmacy", "kind": "csv", "date": None},
        ],
        knowledge={"drugs": "formulary"},
    )


def test_the_report_is_plain_json_with_the_properties_of_the_design() -> None:
    found = json.loads(json.dumps(made()))
    assert set(found) >= {"patient", "date", "knowledge", "sources", "lines", "groups", "ledger"}
    assert set(found["lines"][0]) == {
        *("id", "source", "location", "list", "display", "codes", "ingredients", "atc", "form", "route"),
        *("dosageText", "dailyDose", "period", "coverage"),
        *("whenHandedOver", "isReversal", "isReplaced", "statements", "circumstances", "dosage"),
    }
    assert set(found["groups"][0]) == {
        *("id", "lines", "history", "discharge", "status", "documented", "discrepancies", "match", "proposals")
    }


def test_the_lists_of_each_source_are_named_with_their_state() -> None:
    assert [s["lists"] for s in made()["sources"]] == [
        [{"list": "discharge", "state": "items"}],
        [{"list": "dispensing", "state": "items"}],
    ]


def test_a_discrepancy_is_never_qualified_by_the_program() -> None:
    qualifications = {d["qualification"] for g in made()["groups"] for d in g["discrepancies"]}
    assert qualifications == {"unqualified"}


def test_neither_a_reversal_nor_the_row_it_cancels_covers_anything() -> None:
    coverage = {line["id"]: line["coverage"] for line in made()["lines"]}
    assert (coverage["h"], coverage["r"]) == (None, None)


def test_the_discharge_comes_first_and_the_ledger_counts_by_source() -> None:
    found = made()
    assert found["groups"][0]["discharge"] == ["d"]
    assert found["ledger"] == {
        "lines": 3,
        "grouped": 3,
        "bySource": {"pharmacy": {"lines": 2, "grouped": 2}, "letter": {"lines": 1, "grouped": 1}},
    }
