"""CSV files as pharmacies and hospitals export them."""

import pytest

from adapter.errors import PatientMismatch, SourceError
from adapter.issues import Issue
from adapter.sources import csv
from adapter.sources.csv_table import UNPLACED
from adapter.sources.document import Document, Source

EXPORT = "patient_id;dispense_date;cip13;label;quantity\n"
LIST = "patient_id;list;code;code_system;label;posology\n"


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return csv.read(Source("file.csv", data))


def cells(document: Document) -> list[dict[str, str]]:
    return [{name: cell.text for name, cell in entry.node.cells.items()} for entry in document.entries]


def only_issue(document: Document) -> Issue:
    (issue,) = document.issues
    return issue


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_each_separator_is_recognised_from_the_header(separator: str) -> None:
    text = (EXPORT + "P1;2026-03-02;;AMLODIPINE 5 MG;1\n").replace(";", separator)
    assert csv.recognise(text.encode())
    assert cells(read(text)) == [
        {"patient_id": "P1", "dispense_date": "2026-03-02", "label": "AMLODIPINE 5 MG", "quantity": "1"}
    ]


@pytest.mark.parametrize(
    ("header", "variant"),
    [
        ("patient_id;dispense_date;label;quantity", "pharmacy-export"),
        ("label;quantity;DISPENSE_DATE; Patient_Id", "pharmacy-export"),
        ("patient_id;list;label;posology", "discharge-list"),
        ("NUM_ENQ;EXE_SOI_DTD;PHA_PRS_C13;PHA_ACT_QSN", "snds-dcir"),
    ],
)
def test_the_layout_is_told_by_the_columns_in_any_order(header: str, variant: str) -> None:
    assert read(header + "\n").variant == variant


@pytest.mark.parametrize("data", [b"name;age\nX;3\n", b"\x00\x01\x02", b"", b"just a sentence, with a comma"])
def test_other_text_is_not_recognised(data: bytes) -> None:
    assert not csv.recognise(data)


def test_a_byte_order_mark_is_not_part_of_the_first_column() -> None:
    data = b"\xef\xbb\xbf" + (EXPORT + "P1;2026-03-02;;A;1\n").encode()
    assert csv.recognise(data)
    assert cells(read(data))[0]["patient_id"] == "P1"


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\n', "\nSEP=;\n"])
def test_the_separator_line_of_a_spreadsheet_stands_before_the_header(line: str) -> None:
    text = line + EXPORT + "P1;2026-03-02;;A;1\n"
    assert csv.recognise(text.encode())
    assert [entry.place for entry in read(text).entries] == ["row 1"]


def test_windows_text_is_read_and_reported_with_its_line() -> None:
    document = read((EXPORT + "P1;2026-03-02;;COMPRIMÉ SÉCABLE;1\n").encode("cp1252"))
    assert cells(document)[0]["label"] == "COMPRIMÉ SÉCABLE"
    assert (only_issue(document).severity, only_issue(document).location) == ("warning", "line 2")


@pytest.mark.parametrize("data", [EXPORT.encode("utf-16"), EXPORT.encode() + b"P1;2026-03-02;;\x81;1\n"])
def test_another_encoding_is_refused_with_what_to_do(data: bytes) -> None:
    assert csv.recognise(data)
    with pytest.raises(SourceError, match="save the file as CSV in UTF-8"):
        read(data)


def test_a_quoted_field_keeps_its_separator_and_its_line_break() -> None:
    document = read(EXPORT + 'P1;2026-03-02;;"A; B\nC";1\nP1;2026-03-03;;D;1\n')
    assert [row["label"] for row in cells(document)] == ["A; B C", "D"]
    assert [entry.place for entry in document.entries] == ["row 1", "row 2"]


def test_a_quote_that_never_closes_is_refused_with_its_line() -> None:
    with pytest.raises(SourceError, match="quotes") as refused:
        read(EXPORT + 'P1;2026-03-02;;"A;1\nP1;2026-03-03;;D;1\n')
    assert refused.value.location == "line 3"


def test_a_number_written_as_a_spreadsheet_formula_is_its_digits() -> None:
    assert cells(read(EXPORT + 'P1;2026-03-02;="3400930000000";A;1\n'))[0]["cip13"] == "3400930000000"


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("patient_id;cip13;quantity", "'dispense_date'"),
        ("dispense_date;cip13;quantity", "'patient_id'"),
        ("patient_id;dispense_date;quantity", "'cip13 or cip7 or ucd or cis or atc or label'"),
        ("patient_id;label;posology;start", "'list'"),
        ("patient_id;list;code;posology", "'code_system'"),
    ],
)
def test_a_missing_column_is_named_with_the_columns_found(header: str, missing: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(header + "\n")
    assert f"missing column {missing}" in refused.value.message
    assert header.replace(";", ", ") in refused.value.message


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(SourceError, match="'label' stands twice"):
        read("patient_id;dispense_date;label;label\n")


def test_an_unknown_column_is_an_issue_of_severity_information() -> None:
    document = read("patient_id;dispense_date;label;quantity;shelf\nP1;2026-03-02;A;1;B3\n")
    assert only_issue(document).severity == "information"
    assert "'shelf'" in only_issue(document).message


def test_an_export_without_quantities_says_what_cannot_be_known() -> None:
    document = read("patient_id;dispense_date;label\nP1;2026-03-02;A\n")
    assert "reversal" in only_issue(document).message


@pytest.mark.parametrize("line", ["P1;2026-03-02;;A", "P1;2026-03-02;;A;1;B"])
def test_a_row_with_another_number_of_fields_is_kept_and_reported(line: str) -> None:
    document = read(EXPORT + "P1;2026-03-01;;Z;1\n" + line + "\n")
    assert len(document.entries) == 2
    assert (only_issue(document).severity, only_issue(document).location) == ("error", "row 2")


WIDE = "patient_id;dispense_date;cip13;label;quantity;posology;days_supply\n"


@pytest.mark.parametrize(
    ("line", "kept", "noted"),
    [
        # an unquoted separator in the name: every value behind it would be another column's
        (
            "P1;2026-03-02;3400930065785;METFORMINE;1000 mg;2;1 le matin;30",
            {"patient_id": "P1", "dispense_date": "2026-03-02", "cip13": "3400930065785"},
            "METFORMINE | 1000 mg | 2 | 1 le matin | 30",
        ),
        # in the posology: what is left of it would be a dose of every day
        (
            "P1;2026-03-02;;RAMIPRIL;1;1 le matin; sauf le dimanche;30",
            {"patient_id": "P1", "dispense_date": "2026-03-02"},
            "RAMIPRIL | 1 | 1 le matin | sauf le dimanche | 30",
        ),
    ],
)
def test_of_a_row_with_too_many_fields_only_what_cannot_be_shifted_is_taken_and_nothing_is_lost(
    line: str, kept: dict[str, str], noted: str
) -> None:
    document = read(WIDE + line + "\n")
    assert cells(document) == [{**kept, UNPLACED: noted}]
    assert only_issue(document).severity == "error"


def test_a_number_shifted_into_the_column_of_the_patient_is_no_second_patient() -> None:
    header = "label;patient_id;dispense_date;quantity\n"
    document = read(header + "RAMIPRIL;P1;2026-03-02;1\nMETFORMINE;1000 mg;P1;2026-03-02;1\n")
    assert cells(document)[1] == {UNPLACED: "METFORMINE | 1000 mg | P1 | 2026-03-02 | 1"}


def test_a_shifted_row_without_the_number_of_the_patient_is_not_taken_as_about_him() -> None:
    header, first = "label;patient_id;dispense_date;quantity\n", "RAMIPRIL;P1;2026-03-02;1\n"
    for other in ("METFORMINE;1000 mg;P2;2026-03-02;1\n", "METFORMINE;1000 mg;;2026-03-02;1\n"):
        with pytest.raises(PatientMismatch, match="may be about another patient"):
            read(header + other + first)
        each = csv.read_each(Source("file.csv", (header + first + other).encode()))
        assert [len(document.entries) for document in each] == [1]


def test_the_number_of_the_patient_stands_in_either_half_of_a_row_cut_in_two() -> None:
    header = "label;posology;patient_id;dispense_date;quantity\nA;1 le matin;P1;2026-03-02;1\nB;1 le matin\n"
    document = read(header + "sauf le dimanche;P1;2026-03-02;1\n")
    assert cells(document)[1:] == [
        {"label": "B", UNPLACED: "1 le matin"},
        {UNPLACED: "sauf le dimanche | P1 | 2026-03-02 | 1"},
    ]
    with pytest.raises(PatientMismatch):
        read(header + "sauf le dimanche;P2;2026-03-02;1\n")


def test_a_line_break_in_a_posology_leaves_neither_half_as_a_value() -> None:
    rows = "P1;2026-03-02;;RAMIPRIL;1;1 le matin\nsauf le dimanche;30\nP1;2026-03-02;;BISOPROLOL;1;1 le soir;30\n"
    document = read(WIDE + rows)
    first, second, third = cells(document)
    assert "posology" not in first and first[UNPLACED] == "1 le matin"
    assert second == {UNPLACED: "sauf le dimanche | 30"}
    assert third["posology"] == "1 le soir"
    assert [(issue.severity, issue.location) for issue in document.issues if issue.code == "structure"] == [
        ("error", "row 1"),
        ("error", "row 2"),
    ]


def test_two_short_rows_of_one_patient_are_no_row_cut_in_two() -> None:
    document = read(WIDE + "P1;2026-03-02;;A;1;1 le matin\nP1;2026-03-02\n")
    assert cells(document)[0]["posology"] == "1 le matin"


def test_separators_left_at_the_end_of_every_line_are_no_problem() -> None:
    assert read("patient_id;dispense_date;label;quantity;\nP1;2026-03-02;A;1;\n").issues == []


def test_blank_lines_are_counted_but_are_not_entries() -> None:
    document = read(EXPORT + "P1;2026-03-02;;A;1\n\n;;;;\nP1;2026-03-05;;B;1\n")
    assert [entry.place for entry in document.entries] == ["row 1", "row 4"]


def test_two_patients_in_one_file_are_refused_without_printing_their_numbers() -> None:
    with pytest.raises(PatientMismatch, match="two patients in one file") as refused:
        read(EXPORT + "P1;2026-03-02;;A;1\nP2;2026-03-02;;B;1\n")
    assert refused.value.location == "row 2"
    assert "P2" not in refused.value.message


def test_the_same_number_written_with_spaces_is_the_same_patient() -> None:
    assert len(read(EXPORT + "2 60 01;2026-03-02;;A;1\n26001;2026-03-02;;B;1\n").entries) == 2


def test_another_name_and_birth_date_without_number_is_another_patient() -> None:
    header = "patient_id;dispense_date;label;quantity;family_name;birth_date\n"
    with pytest.raises(PatientMismatch):
        read(header + ";2026-03-02;A;1;DUPONT;1940-01-01\n;2026-03-02;B;1;MARTIN;1938-05-06\n")


def test_a_row_without_patient_number_is_kept_and_reported() -> None:
    document = read(EXPORT + "P1;2026-03-02;;A;1\n;2026-03-02;;B;1\n")
    assert len(document.entries) == 2
    assert only_issue(document).location == "row 2"


def test_each_value_of_the_list_column_is_a_section_in_order_of_appearance() -> None:
    document = read(LIST + "P1;Stopped;;;A;\nP1;discharge;;;B;\nP1;stopped;;;C;\n")
    assert [section.place for section in document.sections] == ["list stopped", "list discharge"]
    assert [entry.section.node.kind for entry in document.entries if entry.section] == [
        "stopped",
        "discharge",
        "stopped",
    ]


def test_a_header_alone_still_has_its_list() -> None:
    document = read(LIST)
    assert (document.entries, [section.node.kind for section in document.sections]) == ([], ["discharge"])


def test_lines_that_end_as_on_old_systems_are_lines() -> None:
    document = read((EXPORT + "P1;2026-03-02;;A;1\nP1;2026-03-03;;B;1\n").replace("\n", "\r"))
    assert [row["label"] for row in cells(document)] == ["A", "B"]


def test_a_header_without_end_is_refused() -> None:
    with pytest.raises(SourceError):
        read("patient_id;dispense_date;label;" + "x" * 200_000)


def test_a_row_that_stands_twice_is_reported_at_the_second() -> None:
    document = read(EXPORT + "P1;2026-03-02;;A;1\n" * 2)
    assert len(document.entries) == 2
    assert (only_issue(document).severity, only_issue(document).location) == ("warning", "row 2")
