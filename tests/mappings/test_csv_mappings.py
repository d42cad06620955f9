"""CSV files of pharmacies, hospitals and the reimbursement data → FHIR R4."""

import csv
import io
import json
from pathlib import Path

import pytest
from compact_bundle import mapped_case, of_type, places
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter.errors import MedrecError, PatientMismatch
from adapter.functions.csv.dates import moment
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, map_source

CASES = Path(__file__).parent / "csv" / "cases"
EXPORT = (
    "patient_id;dispense_date;cip13;cip7;ucd;cis;atc;label;quantity;days_supply;renewal;substituted;"
    "prescriber_rpps;pharmacy_finess"
)
LIST = "patient_id;list;code;code_system;label;posology;route;start;end"


def mapped(header: str, *rows: str) -> Mapped:
    return map_source(Source("f.csv", "\n".join((header, *rows)).encode()))


def row(header: str, **cells: str) -> str:
    return ";".join(cells.get(name, "") for name in header.split(";"))


def delivery(**cells: str) -> Mapped:
    known = {"patient_id": "P1", "dispense_date": "2026-03-02", "label": "X", "quantity": "1"}
    return mapped(EXPORT, row(EXPORT, **(known | cells)))


def statement(**cells: str) -> Mapped:
    return mapped(LIST, row(LIST, **({"patient_id": "P1", "list": "discharge", "label": "X"} | cells)))


def only(result: Mapped, type_: str = "MedicationDispense") -> dict:
    (resource,) = of_type(result, type_)
    return dict(resource)


def problems(result: Mapped) -> list[tuple[str, str]]:
    return [(issue.severity, issue.location) for issue in result.issues]


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_file_is_mapped_as_written_by_hand(case: str) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert mapped_case(CASES / case / "source.csv") == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-02", "2026-03-02"),
        ("02/03/2026", "2026-03-02"),
        ("02-03-2026", "2026-03-02"),
        ("02.03.2026", "2026-03-02"),
        ("02.03-2026", None),
        ("20260302", "2026-03-02"),
        ("02MAR2026:00:00:00", "2026-03-02"),
        ("2026-03-02 10:15", "2026-03-02"),
        ("2026-03-02T10:15:00+01:00", "2026-03-02T10:15:00+01:00"),
        ("2026-03", "2026-03"),
        ("31/02/2026", None),
        ("2/3/2026", None),
        ("02/03/26", None),
        ("0026-03-02", None),
        ("46083", None),
        ("2026-13", None),
        ("hier", None),
    ],
)
def test_dates_are_days_of_the_calendar_in_a_form_that_means_one_day(written: str, read: str | None) -> None:
    assert moment(written) == read


@pytest.mark.parametrize(
    "cells",
    [
        {"dispense_date": "31/02/2026"},
        {"dispense_date": ""},
        {"quantity": "deux"},
        {"cip13": "3,40094E+12"},
        {"cis": "123"},
        {"atc": "99"},
    ],
)
def test_a_value_that_cannot_be_read_costs_only_itself_and_is_an_error_of_its_row(cells: dict[str, str]) -> None:
    result = delivery(**cells)
    assert problems(result) == [("error", "row 1")]
    assert next(iter(cells.values())) in result.issues[0].message
    assert only(result)["medicationCodeableConcept"] == {"text": "X"}


@pytest.mark.parametrize(
    "cells",
    [
        {"quantity": "0"},
        {"days_supply": "0"},
        {"days_supply": "-30"},
        {"renewal": "01/mars"},
        {"renewal": "4/3"},
        {"substituted": "peut-être"},
        {"prescriber_rpps": "123"},
        {"pharmacy_finess": "12"},
    ],
)
def test_a_value_that_needs_a_look_is_a_warning_of_its_row(cells: dict[str, str]) -> None:
    assert problems(delivery(**cells)) == [("warning", "row 1")]


def test_a_row_without_code_and_name_stays_as_a_line() -> None:
    result = delivery(label="")
    assert problems(result) == [("error", "row 1")]
    (extension,) = only(result)["medicationCodeableConcept"]["extension"]
    assert extension["valueCode"] == "unknown"


def test_a_code_that_cannot_be_one_is_the_name_when_there_is_no_other() -> None:
    assert only(delivery(label="", cip13="3,40094E+12"))["medicationCodeableConcept"] == {"text": "3,40094E+12"}


@pytest.mark.parametrize("quantity", ["-1", "\N{MINUS SIGN}1", "-1,0"])
def test_a_reversal_keeps_its_negative_quantity(quantity: str) -> None:
    assert only(delivery(quantity=quantity))["quantity"]["value"] == -1


@pytest.mark.parametrize(
    ("quantity", "days", "read"),
    [("2 boîtes", "30 j", (2, 30)), ("-1 bte", "28 jours", (-1, 28)), ("2 cp", "4 semaines", (None, None))],
)
def test_a_number_may_have_the_unit_of_its_column_beside_it(quantity: str, days: str, read: tuple) -> None:
    result = delivery(quantity=quantity, days_supply=days)
    found = only(result)
    assert (found.get("quantity", {}).get("value"), found.get("daysSupply", {}).get("value")) == read
    assert problems(result) == ([] if read[0] else [("error", "row 1")] * 2)


def test_a_mistyped_code_is_kept_and_reported() -> None:
    result = delivery(cip13="3400936085535")
    assert problems(result) == [("warning", "row 1")]
    assert only(result)["medicationCodeableConcept"]["coding"][0]["code"] == "3400936085535"


@pytest.mark.parametrize(
    ("cells", "system"),
    [
        ({"cip13": "34009 360 8553 4"}, "http://data.esante.gouv.fr/ansm/medicament/Presentation"),
        ({"cip13": "3400890000000"}, "http://data.esante.gouv.fr/ansm/medicament/UCD"),
        ({"cip7": "3608553"}, "http://data.esante.gouv.fr/ansm/medicament/Presentation"),
        ({"cip13": "3401060000004"}, "urn:oid:2.51.1.1"),
        ({"cis": "61234567"}, "http://data.esante.gouv.fr/ansm/medicament/SpecialitePharmaceutique"),
        ({"atc": "c07ab07"}, "http://www.whocc.no/atc"),
    ],
)
def test_codes_stand_under_the_uri_of_their_system(cells: dict[str, str], system: str) -> None:
    (coding,) = only(delivery(**cells))["medicationCodeableConcept"]["coding"]
    assert coding["system"] == system


@pytest.mark.parametrize(
    ("patient_id", "system", "value", "severities"),
    [
        ("160017512345670", "urn:oid:1.2.250.1.213.1.4.8", "160017512345670", []),
        ("1 60 01 75 123 456 70", "urn:oid:1.2.250.1.213.1.4.8", "160017512345670", []),
        ("1600175123456", "urn:oid:1.2.250.1.213.1.4.8", "160017512345670", ["information"]),
        ("160017512345671", None, "160017512345671", ["warning"]),
        ("IPP-0042", None, "IPP-0042", []),
    ],
)
def test_a_patient_number_is_an_ins_only_when_its_key_says_so(
    patient_id: str, system: str | None, value: str, severities: list[str]
) -> None:
    result = delivery(patient_id=patient_id)
    (identifier,) = only(result, "Patient")["identifier"]
    assert (identifier.get("system"), identifier["value"]) == (system, value)
    assert [issue.severity for issue in result.issues] == severities


def test_rows_of_two_patients_are_refused() -> None:
    with pytest.raises(PatientMismatch, match="two patients"):
        mapped(LIST, row(LIST, patient_id="P1", list="discharge"), row(LIST, patient_id="P2", list="discharge"))


def test_a_file_without_patient_says_so_on_each_resource() -> None:
    result = delivery(patient_id="")
    assert ("error", "") in problems(result)
    assert only(result)["subject"]["extension"][0]["valueCode"] == "unknown"


def test_a_word_that_names_no_list_leaves_the_treatment_in_a_list_without_kind() -> None:
    result = statement(list="stoped")
    assert problems(result) == [("error", "row 1")]
    assert "extension" not in only(result, "List")
    assert only(result, "MedicationStatement")["status"] == "unknown"


def test_an_end_before_the_start_is_not_taken_and_neither_is_the_start() -> None:
    result = statement(start="2026-03-05", end="2026-03-01")
    assert problems(result) == [("error", "row 1")]
    assert "effectivePeriod" not in only(result, "MedicationStatement")


@pytest.mark.parametrize(
    ("code", "code_system", "coding"),
    [
        ("3400936085534", "CIP 13", {"system": "http://data.esante.gouv.fr/ansm/medicament/Presentation"}),
        ("MV00000123", "mv", {"system": "urn:oid:1.2.250.1.213.2.59"}),
        ("C09AA05", "2.16.840.1.113883.6.73", {"system": "http://www.whocc.no/atc"}),
        ("12", "http://example.org/formulary", {"system": "http://example.org/formulary"}),
    ],
)
def test_the_code_system_is_named_or_given_as_uri_or_oid(code: str, code_system: str, coding: dict) -> None:
    result = statement(code=code, code_system=code_system)
    assert only(result, "MedicationStatement")["medicationCodeableConcept"]["coding"] == [coding | {"code": code}]
    assert not result.issues


def test_a_code_of_an_unknown_system_stays_without_one() -> None:
    result = statement(code="12", code_system="interne")
    assert problems(result) == [("error", "row 1")]
    assert only(result, "MedicationStatement")["medicationCodeableConcept"]["coding"] == [{"code": "12"}]


def test_a_header_without_rows_is_a_list_that_is_not_known() -> None:
    (list_,) = of_type(mapped(EXPORT), "List")
    assert list_["emptyReason"]["coding"][0]["code"] == "unavailable"


def test_a_row_written_twice_is_two_lines_and_a_warning() -> None:
    same = row(EXPORT, patient_id="P1", dispense_date="2026-03-02", label="X", quantity="1")
    result = mapped(EXPORT, same, same)
    assert len(of_type(result, "MedicationDispense")) == 2
    assert problems(result) == [("warning", "row 2")]


@pytest.mark.parametrize("header", [EXPORT, LIST, "num_enq;exe_soi_dtd;pha_prs_c13;pha_act_qsn"])
def test_what_a_row_with_too_many_fields_holds_is_a_note_of_its_line(header: str) -> None:
    columns = header.split(";")
    result = mapped(header, ";".join(["P1"] + [f"w{n}" for n in range(1, len(columns) + 1)]))
    (line,) = [r for type_ in MEDICATION_TYPES for r in of_type(result, type_)]
    assert line["note"][-1]["text"].endswith(f"w{len(columns) - 1} | w{len(columns)}")


_TEXT = st.text(alphabet="12/-;,\"'.é\n A09E+\t\x00=", max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(), header=st.sampled_from([EXPORT, LIST, "num_enq;exe_soi_dtd;pha_prs_c13;pha_act_qsn;pha_dec_top"])
)
def test_whatever_the_fields_hold_each_row_is_one_line(data: st.DataObject, header: str) -> None:
    columns = header.split(";")
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns[1:], _TEXT)), max_size=4))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({columns[0]: "P1", **cells} for cells in rows)
    result = map_source(Source("f.csv", file.getvalue().encode()))
    lines = [r for type_ in MEDICATION_TYPES for r in of_type(result, type_)]
    assert len(lines) == len(places(result)) == len(rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(position=st.integers(0, 400), length=st.integers(0, 20), insert=st.binary(max_size=6))
def test_a_damaged_file_is_read_or_refused_with_a_message(position: int, length: int, insert: bytes) -> None:
    data = (CASES / "a-delivery-with-all-columns" / "source.csv").read_bytes()
    damaged = data[:position] + insert + data[position + length :]
    try:
        mapped_case_ = map_source(Source("f.csv", damaged))
    except MedrecError as error:
        assert error.message
    else:
        assert len(places(mapped_case_)) == len(of_type(mapped_case_, "MedicationDispense"))
