"""FHIR R4 Bundles as servers, record systems and this program write them → the Bundle that is reconciled."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from compact_bundle import mapped_case, of_type, places
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter.errors import MedrecError, PatientMismatch
from adapter.fhir.canonical import MEDICATION_LIST_KIND
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, list_kind, map_source

CASES = Path(__file__).parent / "fhir" / "cases"
DRUG = {"text": "AMLODIPINE 5 mg"}
PATIENT = {"resourceType": "Patient", "id": "p", "identifier": [{"value": "1"}]}
INTENDED = {"status": "active", "intent": "order"}
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


def resource(type_: str, id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": type_, "id": id_, **more}


def treatment(type_: str = "MedicationStatement", id_: str = "s", **more: Any) -> dict[str, Any]:
    head: dict[str, Any] = {"status": "active", "medicationCodeableConcept": DRUG}
    if type_ == "MedicationRequest":
        head["intent"] = "order"
    if type_ == "MedicationDispense":
        head["status"] = "completed"
    return resource(type_, id_, **{**head, "subject": {"reference": "Patient/p"}, **more})


def listed(*items: str, **more: Any) -> dict[str, Any]:
    entries = [{"item": {"reference": item}} for item in items]
    head = {"status": "current", "mode": "snapshot", **({"entry": entries} if entries else {})}
    return resource("List", "l", **{**head, **more})


def loinc(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


def mapped(*resources: dict[str, Any], **more: Any) -> Mapped:
    entries = [{"fullUrl": f"http://h/{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}
    return map_source(Source("b.json", json.dumps(bundle).encode()))


def only(result: Mapped, type_: str = "MedicationStatement") -> dict[str, Any]:
    (found,) = of_type(result, type_)
    return found


def problems(result: Mapped) -> list[tuple[str, str, str]]:
    return [(issue.severity, issue.location, issue.element) for issue in result.issues]


def kinds(result: Mapped) -> list[str | None]:
    return [list_kind(list_) for list_ in of_type(result, "List")]


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_bundle_is_mapped_as_written_by_hand(case: str) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert mapped_case(CASES / case / "source.json") == expected


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("MedicationStatement", None),
        ("MedicationRequest", None),
        ("MedicationDispense", "dispensing"),
        ("MedicationAdministration", "administered"),
    ],
)
def test_resources_in_no_list_are_a_list_of_their_kind(type_: str, kind: str | None) -> None:
    result = mapped(PATIENT, treatment(type_, effectiveDateTime="2026-03-02"))
    assert kinds(result) == [kind]


def test_orders_that_are_only_planned_are_a_list_apart() -> None:
    result = mapped(PATIENT, treatment("MedicationRequest", "a"), treatment("MedicationRequest", "b", intent="plan"))
    assert kinds(result) == [None, "planned"]


@pytest.mark.parametrize(
    ("list_", "kind"),
    [
        ({"code": loinc("10183-2")}, "discharge"),
        ({"code": loinc("42346-7")}, "admission"),
        ({"code": loinc("10160-0")}, "history"),
        ({"code": loinc("57828-6")}, "prescription"),
        ({"code": {"text": "Traitement"}}, None),
        ({"extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "stopped"}]}, "stopped"),
        ({"extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "nonsense"}], "code": loinc("10183-2")}, None),
    ],
)
def test_a_list_says_its_kind_or_takes_the_role_of_its_source(list_: dict[str, Any], kind: str | None) -> None:
    assert kinds(mapped(PATIENT, treatment(), listed("MedicationStatement/s", **list_))) == [kind]


def test_a_history_of_deliveries_is_a_list_of_deliveries() -> None:
    dispense = treatment("MedicationDispense", "d")
    assert kinds(mapped(PATIENT, dispense, listed("MedicationDispense/d", code=loinc("10160-0")))) == ["dispensing"]


def test_the_medication_summary_of_a_patient_summary_takes_the_role_of_its_source() -> None:
    section = {"title": "Traitements", "code": loinc("10160-0"), "entry": [{"reference": "MedicationStatement/s"}]}
    summary = resource("Composition", "c", type=loinc("60591-5"), date="2026-03-04", section=[section])
    result = mapped(summary, PATIENT, treatment(), type="document")
    assert kinds(result) == [None]
    assert only(result, "List")["date"] == "2026-03-04"


def test_an_order_of_the_list_is_the_order_of_its_lines() -> None:
    names = ["c", "a", "b"]
    result = mapped(PATIENT, *(treatment(id_=n) for n in "abc"), listed(*(f"MedicationStatement/{n}" for n in names)))
    sources = {f"urn:uuid:{r['id']}": r["meta"]["source"][-1] for r in of_type(result, "MedicationStatement")}
    assert [sources[entry["item"]["reference"]] for entry in only(result, "List")["entry"]] == names


@pytest.mark.parametrize(
    ("code", "reason"), [("no-known-medications", "nilknown"), ("no-medication-info", "unavailable")]
)
def test_a_statement_of_absence_empties_its_list_and_is_no_treatment(code: str, reason: str) -> None:
    absence = treatment(medicationCodeableConcept={"coding": [{"system": ABSENT, "code": code}]})
    result = mapped(PATIENT, absence, listed("MedicationStatement/s", code=loinc("10160-0")))
    assert only(result, "List")["emptyReason"]["coding"][0]["code"] == reason
    assert not of_type(result, "MedicationStatement")


def test_the_reason_of_an_empty_list_stays() -> None:
    reason = {"coding": [{"code": "nilknown"}]}
    result = mapped(PATIENT, listed(code=loinc("10183-2"), emptyReason=reason))
    assert only(result, "List")["emptyReason"] == reason


def test_an_empty_list_of_something_unsaid_is_no_medication_list() -> None:
    result = mapped(PATIENT, listed(), treatment())
    assert len(of_type(result, "List")) == 1
    assert [i.severity for i in result.issues] == ["warning"]


def test_a_referenced_medication_comes_along_with_its_manufacturer() -> None:
    medication = resource("Medication", "m", code=DRUG, manufacturer={"reference": "Organization/o"})
    statement = treatment(medicationReference={"reference": "Medication/m"})
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement, medication, resource("Organization", "o", name="Lab"))
    assert only(result)["medicationReference"]["reference"] == f"urn:uuid:{only(result, 'Medication')['id']}"
    made = [reference.removeprefix("urn:uuid:") for reference in places(result)["Bundle.entry[1].resource"]]
    assert made == [only(result, t)["id"] for t in ("MedicationStatement", "Medication", "Organization")]


def test_a_contained_medication_stays_inside() -> None:
    statement = treatment(contained=[resource("Medication", "m", code=DRUG)], medicationReference={"reference": "#m"})
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement)
    assert only(result)["contained"][0]["code"] == DRUG
    assert only(result)["medicationReference"] == {"reference": "#m"}


def test_treatments_contained_in_their_list_are_lines_with_what_is_contained_beside_them() -> None:
    inside = [
        treatment(id_="a", medicationReference={"reference": "#m"}),
        treatment(id_="b"),
        resource("Medication", "m", code={"text": "KARDEGIC 75"}),
    ]
    del inside[0]["medicationCodeableConcept"]
    result = mapped(PATIENT, listed("#a", "#b", contained=inside))
    assert list(places(result)) == [f"Bundle.entry[1].resource.contained[{n}]" for n in (0, 1)]
    first, second = of_type(result, "MedicationStatement")
    assert first["contained"] == [{"resourceType": "Medication", "id": "m", "code": {"text": "KARDEGIC 75"}}]
    assert "contained" not in second
    assert not result.issues


def test_treatments_contained_in_a_list_are_of_its_patient() -> None:
    inside = [treatment(id_="a", subject={"reference": "Patient/q"})]
    with pytest.raises(PatientMismatch):
        mapped(PATIENT, resource("Patient", "q"), listed("#a", contained=inside), treatment())


def test_people_who_refer_to_each_other_come_along_once() -> None:
    organization = resource("Organization", "o", partOf={"reference": "Organization/q"})
    parent = resource("Organization", "q", partOf={"reference": "Organization/o"})
    source = {"reference": "Organization/o"}
    result = mapped(PATIENT, treatment(informationSource=source), organization, parent)
    assert len(of_type(result, "Organization")) == 2


def test_a_delivery_leads_to_its_prescription() -> None:
    delivery = treatment("MedicationDispense", "d", authorizingPrescription=[{"reference": "MedicationRequest/r"}])
    result = mapped(PATIENT, delivery, treatment("MedicationRequest", "r"))
    (reference,) = only(result, "MedicationDispense")["authorizingPrescription"]
    assert reference["reference"] == f"urn:uuid:{only(result, 'MedicationRequest')['id']}"


@pytest.mark.parametrize(
    ("reference", "kept"),
    [
        ("Practitioner/9", "http://h/Practitioner/9"),
        ("http://other/Practitioner/9", "http://other/Practitioner/9"),
        ("urn:uuid:0b6ffd0c-0000-4000-8000-000000000000", "urn:uuid:0b6ffd0c-0000-4000-8000-000000000000"),
    ],
)
def test_a_reference_out_of_the_file_stays_reachable(reference: str, kept: str) -> None:
    result = mapped(PATIENT, treatment(informationSource={"reference": reference}))
    assert only(result)["informationSource"]["reference"] == kept
    assert [i.severity for i in result.issues] == ["information"]


def test_a_product_that_is_not_in_the_file_is_an_error_and_still_a_line() -> None:
    statement = treatment(medicationReference={"reference": "Medication/9", "display": "KARDEGIC 75"})
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement)
    assert only(result)["medicationReference"]["display"] == "KARDEGIC 75"
    assert problems(result) == [("error", "Bundle.entry[1].resource", "MedicationStatement.medicationReference")]


@pytest.mark.parametrize(
    ("change", "severity", "element"),
    [
        ({"status": "taken"}, "warning", "MedicationStatement.status"),
        ({"dosage": {"text": "x"}}, "error", "MedicationStatement.dosage"),
        ({"dosage": ["1 le matin"]}, "error", "MedicationStatement.dosage[0]"),
        ({"dosage": [{"text": 1}]}, "error", "MedicationStatement.dosage[0].text"),
        ({"dosage": [{"doseQuantity": {"value": 1}}]}, "warning", "MedicationStatement.dosage[0].doseQuantity"),
        ({"effectiveDateTime": "02/03/2026"}, "error", "MedicationStatement.effectiveDateTime"),
        ({"effectiveDateTime": "2026-03-02T08:00:00"}, "warning", "MedicationStatement.effectiveDateTime"),
        ({"medication": DRUG}, "warning", "MedicationStatement.medication"),
        ({"adherence": {}}, "warning", "MedicationStatement.adherence"),
        ({"contained": [{"id": "x"}]}, "error", "MedicationStatement.contained[0]"),
        ({"note": [{"text": ""}]}, "error", "MedicationStatement.note[0].text"),
        ({"_status": "x"}, "error", "MedicationStatement._status"),
        ({"reasonReference": [{"reference": "#gone"}]}, "error", "MedicationStatement.reasonReference[0]"),
        ({"modifierExtension": [{"url": "http://x"}]}, "warning", "MedicationStatement.modifierExtension"),
    ],
)
def test_what_has_not_the_shape_of_r4_is_left_out_and_the_rest_stays(
    change: dict[str, Any], severity: str, element: str
) -> None:
    result = mapped(PATIENT, treatment(**change), treatment(id_="t"))
    assert problems(result) == [(severity, "Bundle.entry[1].resource", element)]
    assert [r["medicationCodeableConcept"] for r in of_type(result, "MedicationStatement")] == [DRUG, DRUG]


def test_a_time_without_zone_keeps_its_day() -> None:
    result = mapped(PATIENT, treatment(effectiveDateTime="2026-03-02T08:00:00"))
    assert only(result)["effectiveDateTime"] == "2026-03-02"


def test_a_resource_without_product_is_a_line_without_a_name() -> None:
    statement = treatment()
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement)
    assert only(result)["medicationCodeableConcept"]["extension"][0]["valueCode"] == "unknown"
    assert problems(result)[0][0] == "error"


def test_an_order_not_to_give_is_an_error_to_look_at() -> None:
    result = mapped(PATIENT, treatment("MedicationRequest", doNotPerform=True))
    assert only(result, "MedicationRequest")["doNotPerform"] is True
    assert problems(result) == [("error", "Bundle.entry[1].resource", "MedicationRequest.doNotPerform")]


def test_an_error_of_entry_keeps_its_status() -> None:
    result = mapped(PATIENT, treatment(status="entered-in-error"))
    assert only(result)["status"] == "entered-in-error"
    assert not result.issues


def test_extensions_beside_primitives_stay() -> None:
    beside = {"extension": [{"url": "http://x", "valueCode": "unknown"}]}
    assert only(mapped(PATIENT, treatment(_dateAsserted=beside)))["_dateAsserted"] == beside


def test_the_subject_is_the_patient_of_the_file() -> None:
    result = mapped(PATIENT, treatment())
    assert only(result)["subject"] == {"reference": f"urn:uuid:{only(result, 'Patient')['id']}"}


def test_a_subject_that_is_only_an_identifier_is_a_patient_that_says_no_more() -> None:
    identifier = {"system": "urn:oid:1.2.250.1.213.1.4.8", "value": "160017512345670"}
    result = mapped(
        treatment(subject={"identifier": identifier}), treatment(id_="t", subject={"identifier": identifier})
    )
    assert only(result, "Patient")["identifier"] == [identifier]
    assert not result.issues


def test_a_contained_patient_is_the_patient_of_the_bundle() -> None:
    inside = [{"resourceType": "Patient", "id": "x", "identifier": [{"value": "1"}]}]
    result = mapped(
        treatment(subject={"reference": "#x"}, contained=inside),
        treatment(id_="t", subject={"reference": "#x"}, contained=inside),
    )
    patient = only(result, "Patient")
    assert patient["identifier"] == [{"value": "1"}]
    assert all("contained" not in r for r in of_type(result, "MedicationStatement"))
    assert {r["subject"]["reference"] for r in of_type(result, "MedicationStatement")} == {f"urn:uuid:{patient['id']}"}


@pytest.mark.parametrize(
    "others",
    [
        [treatment(id_="t", subject={"reference": "Patient/q"}), resource("Patient", "q", identifier=[{"value": "2"}])],
        [resource("Encounter", "e", subject={"reference": "Patient/q"}), resource("Patient", "q")],
        [treatment(id_="t", subject={"reference": "#x"}, contained=[resource("Patient", "x")])],
        [treatment(id_="t", subject={"identifier": {"value": "2"}})],
        [treatment(id_="t", subject={"reference": "http://other/Patient/p"})],
    ],
)
def test_two_patients_in_one_bundle_are_refused(others: list[dict[str, Any]]) -> None:
    with pytest.raises(PatientMismatch):
        mapped(PATIENT, treatment(), *others)


def test_two_patients_of_two_servers_with_one_number_are_refused() -> None:
    with pytest.raises(PatientMismatch):
        mapped(
            treatment(subject={"reference": "http://a/Patient/1"}),
            treatment(id_="t", subject={"reference": "http://b/Patient/1"}),
        )


def test_a_bundle_without_patient_says_so_on_each_resource() -> None:
    result = mapped(treatment())
    assert only(result)["subject"]["extension"][0]["valueCode"] == "unknown"
    assert ("error", "", "") in problems(result)


def test_what_was_mapped_can_be_mapped_again_with_the_same_lists_and_lines() -> None:
    first = mapped(
        PATIENT,
        treatment(),
        treatment("MedicationDispense", "d"),
        listed("MedicationStatement/s", code=loinc("10183-2"), title="Sortie"),
        timestamp="2026-03-04T10:00:00Z",
    )
    second = map_source(Source("again.json", json.dumps(first.bundle).encode()))
    assert kinds(second) == kinds(first) == ["discharge", "dispensing"]
    assert second.bundle["timestamp"] == first.bundle["timestamp"]
    assert len(places(second)) == len(places(first)) == 2


def test_lines_of_ndjson_have_their_line_as_place() -> None:
    lines = [json.dumps(r) for r in (PATIENT, treatment(), treatment(id_="t"))]
    result = map_source(Source("b.ndjson", "\n".join(lines).encode()))
    assert list(places(result)) == ["line 2", "line 3"]


_VALUES = st.sampled_from([None, 1, -0.5, "", "x", "2026-03-02T08:00", [], {}, [None], {"reference": "#"}, [[1]], True])


def _spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [spot for key, value in pairs for spot in [(*path, key), *_spots(value, (*path, key))]]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_value_is_replaced_by_no_line_is_lost(data: st.DataObject) -> None:
    bundle = json.loads((CASES / "a-discharge-list-and-a-delivery" / "source.json").read_text(encoding="utf-8"))
    damaged = deepcopy(bundle)
    spot = data.draw(st.sampled_from([s for s in _spots(bundle) if s[-1] not in ("resourceType", "entry", "resource")]))
    node = damaged
    for key in spot[:-1]:
        node = node[key]
    node[spot[-1]] = data.draw(_VALUES)
    resources = [e["resource"] for e in damaged["entry"] if isinstance(e, dict) and "resource" in e]
    medications = [r for r in resources if r["resourceType"] in MEDICATION_TYPES]
    try:
        result = map_source(Source("b.json", json.dumps(damaged).encode()))
    except MedrecError as error:
        assert error.message
        return
    assert len(places(result)) == len(medications)
