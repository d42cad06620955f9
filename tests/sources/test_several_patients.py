"""Files of several patients: refused by default, and one document for each where that is asked for."""

from collections.abc import Sequence

import pytest

from adapter import sources
from adapter.errors import PatientMismatch, SourceError
from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_each, map_source

MSH = "MSH|^~\\&|A|B|C|D|20260312{}||RDE^O11|{}|P|2.5.1"
ANNE, ANNE_MARRIED = "PID|1||1^^^HOP^PI||BLANC^Anne||19400101", "PID|1||1^^^HOP^PI||NOIR^Anne||19400101"
LISE, HOMONYM = "PID|1||2^^^HOP^PI||ROUX^Lise||19380202", "PID|1||3^^^HOP^PI||BLANC^Anne||19400101"


def batch(*patients_and_drugs: tuple[str, str]) -> Source:
    """A file of one message for each patient (PID) and drug."""
    lines = ["FHS|^~\\&", "BHS|^~\\&"]
    for number, (person, drug) in enumerate(patients_and_drugs, 1):
        lines += [MSH.format("", number), *([person] if person else []), f"ORC|NW|{number}", f"RXE||{drug}^{drug} 5 MG"]
    return Source("batch.hl7", "".join(f"{line}\r" for line in [*lines, "BTS|", "FTS|"]).encode())


def drugs(results: Sequence[Mapped]) -> list[list[str]]:
    return [[line["medicationCodeableConcept"]["coding"][0]["code"] for line in requests(result)] for result in results]


def requests(result: Mapped) -> list[dict]:
    return result.resources("MedicationRequest") + result.resources("MedicationDispense")


def errors(result: Mapped) -> list[str]:
    return [issue.location for issue in result.issues if issue.severity == "error"]


def test_a_batch_of_two_patients_is_refused_and_says_where_each_begins() -> None:
    with pytest.raises(PatientMismatch) as refused:
        map_source(batch((ANNE, "A"), (LISE, "B")))
    assert "2 patients (PID[1], PID[2])" in refused.value.message
    assert "BLANC" not in refused.value.message


def test_each_patient_of_a_batch_has_a_bundle_with_his_lines_alone() -> None:
    results = map_each(batch((ANNE, "A"), (LISE, "B"), (ANNE, "C")))
    assert drugs(results) == [["A", "C"], ["B"]]
    patients = [result.resources("Patient") for result in results]
    assert [[p["name"][0]["family"] for p in found] for found in patients] == [["BLANC"], ["ROUX"]]
    ids = [{entry["resource"]["id"] for entry in result.bundle["entry"]} for result in results]
    assert ids[0] & ids[1] == {d["id"] for d in results[0].resources("Device")}
    assert [errors(result) for result in results] == [[], []]


def test_places_are_those_of_the_whole_file() -> None:
    first, second = map_each(batch((ANNE, "A"), (LISE, "B")))
    found = [str(result.resources("Provenance")[0]["entity"][0]["extension"]) for result in (first, second)]
    assert "RXE[1]" in found[0]
    assert "RXE[2]" in found[1]


def test_times_take_the_zone_of_their_own_message() -> None:
    lise = [MSH.format("0800+0200", 2), LISE, "ORC|NW|2|||||||20260312070000", "RXE||B^B"]
    source = Source("b.hl7", batch((ANNE, "A")).data + "".join(f"{line}\r" for line in lise).encode())
    assert map_each(source)[1].resources("MedicationRequest")[0]["authoredOn"] == "2026-03-12T07:00:00+02:00"


def test_one_number_under_two_names_is_kept_apart_and_said() -> None:
    results = map_each(batch((ANNE, "A"), (LISE, "B"), (ANNE_MARRIED, "C")))
    assert drugs(results) == [["A"], ["B"], ["C"]]
    assert all(errors(result) == ["PID[3]"] for result in results)


def test_people_of_one_name_and_birth_date_with_two_numbers_are_two() -> None:
    assert drugs(map_each(batch((ANNE, "A"), (LISE, "B"), (HOMONYM, "C")))) == [["A"], ["B"], ["C"]]


def test_patients_without_any_number_are_told_by_name_and_birth_date() -> None:
    anne, lise = (person.replace(person.split("|")[3], "") for person in (ANNE, LISE))
    assert drugs(map_each(batch((anne, "A"), (lise, "B"), (anne, "C")))) == [["A", "C"], ["B"]]


def test_a_message_without_patient_among_those_of_several_is_in_no_bundle() -> None:
    results = map_each(batch((ANNE, "A"), (LISE, "B"), ("", "C")))
    assert drugs(results) == [["A"], ["B"]]
    assert all(errors(result) == ["MSH[3]"] for result in results)


def test_what_names_nobody_is_in_no_bundle_even_beside_one_patient() -> None:
    (result,) = map_each(batch((ANNE, "A"), ("", "C")))
    assert (drugs([result]), errors(result)) == ([["A"]], ["MSH[2]"])
    rows = Source("e.csv", b"patient_id;dispense_date;label\n1;2026-01-02;A\n;2026-01-03;D\n")
    (exported,) = map_each(rows)
    assert ([len(requests(exported))], errors(exported)) == ([1], ["row 2"])
    for source in (batch((ANNE, "A"), ("", "C")), rows):
        whole = map_source(source)
        assert (len(requests(whole)), len(errors(whole))) == (2, 1)


def test_a_message_about_two_patients_is_in_no_bundle() -> None:
    results = map_each(batch((ANNE, "A"), (f"{ANNE}\r{LISE}", "B"), (LISE, "C")))
    assert drugs(results) == [["A"], ["C"]]
    with pytest.raises(SourceError):
        map_each(batch((f"{ANNE}\r{LISE}", "B")))


def test_a_file_of_one_patient_is_the_same_either_way() -> None:
    source = batch((ANNE, "A"), (ANNE, "B"))
    assert [result.bundle for result in map_each(source)] == [map_source(source).bundle]


def test_the_rows_of_each_patient_of_an_export_are_his() -> None:
    rows = "patient_id;dispense_date;label\n1;2026-01-02;A\n2;2026-01-02;B\n1;2026-01-03;C\n;2026-01-03;D\n"
    source = Source("e.csv", rows.encode())
    with pytest.raises(PatientMismatch, match=r"2 patients \(row 1, row 2\)"):
        sources.read(source)
    results = map_each(source)
    named = [[line["medicationCodeableConcept"]["text"] for line in requests(result)] for result in results]
    assert named == [["A", "C"], ["B"]]
    assert all(errors(result) == ["row 4"] for result in results)


def test_an_export_that_names_nobody_and_holds_two_names_is_refused() -> None:
    rows = "patient_id;dispense_date;label;family_name;birth_date\n;2026-01-02;A;X;1940-01-01\n"
    rows += ";2026-01-02;B;Y;1950-01-01\n"
    with pytest.raises(SourceError, match="no row that says"):
        sources.read_each(Source("e.csv", rows.encode()))


def _pn13(number: str, born: str, drug: str) -> str:
    line = (
        f"<Elément_prescr_médic><Composant_prescrit><Libellé_composant>{drug}</Libellé_composant></Composant_prescrit>"
    )
    line += "</Elément_prescr_médic>"
    patient = f"<Patient><Ipp>{number}</Ipp><Date_naissance>{born}</Date_naissance></Patient>"
    return f"<M_Prescription_médicaments>{patient}<Prescription>{line}</Prescription></M_Prescription_médicaments>"


def test_the_prescriptions_of_each_patient_are_his() -> None:
    anne, lise = ("1", "19400101"), ("2", "19380202")
    written = (_pn13(*anne, "A"), _pn13(*lise, "B"), _pn13(*anne, "C"), _pn13("1", "19500101", "D"))
    results = map_each(Source("p.xml", f"<Messages>{''.join(written)}</Messages>".encode()))
    named = [[line["medicationCodeableConcept"]["text"] for line in requests(result)] for result in results]
    assert named == [["A", "C"], ["B"], ["D"]]
    assert all(errors(result) == ["/Messages/M_Prescription_médicaments[4]"] for result in results)
