"""Whose sources these are (design §6)."""

from typing import Any

import pytest

from adapter.errors import CallError, PatientMismatch
from adapter.reconciliation import check_patients

INS, TEST_INS, LOCAL = "urn:oid:1.2.250.1.213.1.4.8", "urn:oid:1.2.250.1.213.1.4.10", "urn:oid:1.2.3.4"


def patient(
    *identifiers: tuple[str, str], family: str = "", given: str = "Jeanne", born: str = "", sex: str = ""
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Patient",
        "identifier": [{"system": s, "value": v} for s, v in identifiers],
    }
    if family:
        found["name"] = [{"use": "official", "family": family, "given": [given]}]
    return found | ({"birthDate": born} if born else {}) | ({"gender": sex} if sex else {})


def check(*patients: dict[str, Any], same_patient: str | None = None) -> dict[str, Any]:
    return check_patients([(f"source {n}", [p]) for n, p in enumerate(patients, 1)], same_patient)


def test_the_same_number_under_the_test_root_is_the_same_patient() -> None:
    found = check(patient((INS, "255069912345678"), family="MARTIN"), patient((TEST_INS, "255069912345678")))
    assert [i["system"] for i in found["identifiers"]] == [INS, TEST_INS]
    assert found["name"] == "Jeanne MARTIN"


def test_two_different_ins_refuse_even_when_somebody_asserts() -> None:
    with pytest.raises(PatientMismatch, match="the INS differ") as raised:
        check(patient((INS, "255069912345678")), patient((INS, "155069912345678")), same_patient="Dr A: I know her")
    assert raised.value.source == "source 2"


def test_a_local_number_against_an_ins_with_the_same_traits_is_the_same_patient() -> None:
    found = check(
        patient((INS, "255069912345678"), family="Lefèvre", born="1955-06-01", sex="female"),
        patient((LOCAL, "P77"), family="LEFEVRE", born="1955-06-01", sex="female"),
    )
    assert "assertedBy" not in found


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (patient((LOCAL, "P77"), family="DURAND", born="1955-06-01", sex="female"), "birth name"),
        (patient((LOCAL, "P77"), family="MARTIN", born="1956-06-01", sex="female"), "birth date"),
        (patient((LOCAL, "P77"), family="MARTIN", born="1955-06-01", sex="male"), "sex"),
    ],
)
def test_a_trait_that_differs_refuses_even_when_somebody_asserts(other: dict[str, Any], named: str) -> None:
    known = patient((INS, "255069912345678"), family="MARTIN", born="1955-06-01", sex="female")
    with pytest.raises(PatientMismatch, match=named):
        check(known, other, same_patient="Dr A: I know her")


def test_a_local_number_without_birth_date_refuses_and_says_what_to_do() -> None:
    with pytest.raises(PatientMismatch, match=r"birth date not stated in both; state who asserts .* --same-patient"):
        check(
            patient((INS, "255069912345678"), family="MARTIN", born="1955-06-01", sex="female"),
            patient((LOCAL, "P77"), family="MARTIN", sex="female"),
        )


def test_an_assertion_with_name_and_reason_is_recorded() -> None:
    found = check(
        patient((INS, "255069912345678"), family="MARTIN"),
        patient((LOCAL, "P77")),
        same_patient="Dr A: vital card seen",
    )
    assert (found["assertedBy"], found["assertedReason"]) == ("Dr A", "vital card seen")


def test_an_assertion_that_was_not_needed_is_not_recorded() -> None:
    found = check(
        patient((INS, "255069912345678")), patient((INS, "255069912345678")), same_patient="Dr A: vital card seen"
    )
    assert "assertedBy" not in found


@pytest.mark.parametrize("text", ["Dr A", "Dr A:", ": because"])
def test_an_assertion_without_name_or_reason_is_refused(text: str) -> None:
    with pytest.raises(CallError, match="NAME: reason"):
        check(patient((INS, "255069912345678")), same_patient=text)


def test_the_same_local_number_of_people_born_on_other_days_is_not_the_same_patient() -> None:
    with pytest.raises(PatientMismatch, match="birth date"):
        check(
            patient((LOCAL, "12"), family="MARTIN", born="1955-06-01"),
            patient(("urn:oid:5.6.7", "12"), born="1931-01-01"),
        )


def test_a_married_name_is_not_the_birth_name() -> None:
    married = patient((LOCAL, "P77"), born="1955-06-01", sex="female")
    married["name"] = [{"use": "usual", "family": "DURAND"}, {"use": "official", "family": "MARTIN"}]
    check(patient((INS, "255069912345678"), family="MARTIN", born="1955-06-01", sex="female"), married)


def test_a_source_without_patient_refuses_unless_somebody_asserts() -> None:
    sources = [("letter", [patient((INS, "255069912345678"))]), ("export", [])]
    with pytest.raises(PatientMismatch, match="names no patient") as raised:
        check_patients(sources)
    assert raised.value.source == "export"
    assert check_patients(sources, "Dr A: printed at the counter")["assertedBy"] == "Dr A"


def test_two_patients_in_one_source_refuse() -> None:
    with pytest.raises(PatientMismatch, match="the INS differ"):
        check_patients([("export", [patient((INS, "255069912345678")), patient((INS, "155069912345678"))])])


def test_twins_with_local_numbers_of_two_places_are_not_taken_as_one() -> None:
    def twin(number: str, given: str) -> dict[str, Any]:
        name = {"use": "official", "family": "MORVAN", "given": [given]}
        return {"identifier": [{"value": number}], "name": [name], "birthDate": "1945-02-09", "gender": "female"}

    sources = [("letter", [twin("IPP123", "YVETTE")]), ("pharmacy", [twin("IPP999", "SOLANGE")])]
    with pytest.raises(PatientMismatch, match="given names differ"):
        check_patients(sources)
    assert check_patients(sources, "Dr A. Martin: seen both papers")["assertedBy"] == "Dr A. Martin"
    sources[1] = ("pharmacy", [twin("IPP999", "YVETTE MARIE")])
    assert "assertedBy" not in check_patients(sources)


def test_one_local_number_on_two_names_without_birth_dates_is_refused() -> None:
    def person(family: str, gender: str) -> dict[str, Any]:
        name = {"use": "official", "family": family}
        return {"identifier": [{"value": "12345"}], "name": [name], "gender": gender}

    with pytest.raises(PatientMismatch, match="birth name, sex differ"):
        check_patients([("a", [person("MORVAN", "female")]), ("b", [person("DUPONT", "male")])])
