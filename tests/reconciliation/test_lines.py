"""A mapped Bundle becomes lists and lines: what it states is kept, what it does not state stays absent."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from adapter.fhir.canonical import ATC, CIS, LIST_EMPTY_REASON, MEDICATION_LIST_KIND, SOURCE_PLACE
from adapter.medication.product import Coverage, DailyDose, Ingredient, Product
from adapter.reconciliation.knowledge import Identity, Posology
from adapter.reconciliation.line import Line, ReadList
from adapter.reconciliation.lines import lines_of
from adapter.reconciliation.stated import Stated


class NoKnowledge:
    """Knows no drug and understands no posology."""

    def identity(self, stated: Stated) -> Identity:
        return Identity(None)

    def posology(self, stated: Stated, product: Product | None) -> Posology:
        return Posology(dosages=stated.dosages)

    def coverage(
        self, dispense: Mapping[str, Any], product: Product | None, daily_dose: DailyDose | None
    ) -> Coverage | None:
        return Coverage("2026-01-01", "2026-01-30", "days_supply")


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def list_(*items: str, kind: str = "", empty: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"resourceType": "List", "id": "list"}
    if kind:
        found["extension"] = [{"url": MEDICATION_LIST_KIND, "valueCode": kind}]
    if items:
        found["entry"] = [{"item": {"reference": f"urn:uuid:{item}"}} for item in items]
    if empty:
        found["emptyReason"] = {"coding": [{"system": LIST_EMPTY_REASON, "code": empty}]}
    return found


def statement(id: str = "a", **fields: Any) -> dict[str, Any]:
    medication = (
        {"medicationCodeableConcept": {"text": "BISOPROLOL 5 mg"}} if "medicationReference" not in fields else {}
    )
    return {"resourceType": "MedicationStatement", "id": id, "status": "active"} | medication | fields


def read(*resources: dict[str, Any], role: Any = "discharge") -> tuple[list[ReadList], list[Line]]:
    lists, lines, _ = lines_of(bundle(*resources), source="letter.xml", role=role, knowledge=NoKnowledge())
    return lists, lines


def only(*resources: dict[str, Any], role: Any = "discharge") -> Line:
    (line,) = read(*resources, role=role)[1]
    return line


def test_a_line_has_the_id_of_its_resource_and_the_kind_of_its_list() -> None:
    line = only(list_("a", kind="stopped"), statement())
    assert (line.id, line.list, line.role, line.source) == ("a", "stopped", "discharge", "letter.xml")


def test_a_list_without_a_kind_takes_the_role_of_its_source() -> None:
    assert only(list_("a"), statement(), role="history").list == "history"


def test_a_resource_in_no_list_is_still_a_line_of_a_list_with_the_role_of_its_source() -> None:
    lists, (line,) = read(statement(), role="history")
    assert (line.list, [read.state for read in lists]) == ("history", ["items"])


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ({"resourceType": "MedicationAdministration", "id": "a", "status": "completed"}, "administered"),
        ({"resourceType": "MedicationDispense", "id": "a", "status": "completed"}, "dispensing"),
        ({"resourceType": "MedicationRequest", "id": "a", "status": "active", "intent": "plan"}, "planned"),
        ({"resourceType": "MedicationRequest", "id": "a", "status": "active", "intent": "order"}, "discharge"),
    ],
)
def test_a_resource_in_no_list_that_is_a_delivery_a_dose_given_or_a_plan_says_so(
    resource: dict[str, Any], kind: str
) -> None:
    assert only(resource).list == kind


@pytest.mark.parametrize(
    ("reason", "state"), [("nilknown", "none-known"), ("unavailable", "not-known"), ("", "not-known")]
)
def test_an_empty_list_is_none_known_or_not_known(reason: str, state: str) -> None:
    lists, lines = read(list_(kind="history", empty=reason))
    assert ([found.state for found in lists], lines) == ([state], [])


def test_a_statement_that_there_is_no_treatment_is_a_state_and_no_line() -> None:
    coding = {"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-known-medications"}
    lists, lines = read(list_("a", kind="history"), statement(medicationCodeableConcept={"coding": [coding]}))
    assert ([found.state for found in lists], lines) == (["none-known"], [])


def test_the_place_of_a_line_is_that_of_its_provenance() -> None:
    provenance = {
        "resourceType": "Provenance",
        "id": "p",
        "target": [{"reference": "urn:uuid:a"}],
        "entity": [{"extension": [{"url": SOURCE_PLACE, "valueString": "row 3"}]}],
    }
    assert only(statement(), provenance).location == "row 3"


def test_a_contained_medication_gives_codes_form_and_active_ingredients() -> None:
    medication = {
        "resourceType": "Medication",
        "id": "medication",
        "code": {
            "coding": [{"system": CIS, "code": "123"}, {"system": ATC, "code": "C07AB07"}],
            "text": "BISOCE 5 mg, cp",
        },
        "form": {"text": "comprimé"},
        "ingredient": [
            {
                "itemCodeableConcept": {"text": "bisoprolol"},
                "isActive": True,
                "strength": {"numerator": {"value": 10, "code": "mg"}, "denominator": {"value": 2, "code": "{tablet}"}},
            },
            {"itemCodeableConcept": {"text": "lactose"}, "isActive": False},
        ],
    }
    line = only(statement(contained=[medication], medicationReference={"reference": "#medication"}))
    assert [c.code for c in line.codes] == ["123", "C07AB07"]
    assert (line.display, line.atc) == ("BISOCE 5 mg, cp", ("C07AB07",))
    assert [i.to_json() for i in line.ingredients] == [
        {"name": "bisoprolol", "strength": {"value": 5, "unit": "mg", "per": None}}
    ]
    assert line.form is not None and line.form.text == "comprimé"


def test_a_medication_of_the_bundle_is_read_by_reference() -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "BISOPROLOL"}}
    assert only(statement(medicationReference={"reference": "urn:uuid:m"}), medication).display == "BISOPROLOL"


def test_reasons_and_notes_are_statements_and_the_indication_is_not() -> None:
    line = only(
        statement(
            statusReason=[{"text": "Arrêt pour bradycardie"}],
            note=[{"text": "relais"}],
            reasonCode=[{"text": "HTA"}],
        )
    )
    assert line.statements == ("Arrêt pour bradycardie", "relais")


def test_a_negative_quantity_is_a_reversal_without_coverage() -> None:
    dispense = {"resourceType": "MedicationDispense", "id": "a", "status": "completed", "quantity": {"value": -1}}
    line = only(dispense, role="dispensing")
    assert (line.is_reversal, line.coverage, line.quantity and line.quantity.value) == (True, None, Decimal(-1))


def test_a_delivery_has_its_day_and_its_coverage() -> None:
    dispense = {"resourceType": "MedicationDispense", "id": "a", "status": "completed", "whenHandedOver": "2026-01-01"}
    line = only(dispense, role="dispensing")
    assert (line.handed_over, line.coverage and line.coverage.end) == ("2026-01-01", "2026-01-30")


def test_a_prescription_or_statement_covers_nothing() -> None:
    assert only(statement()).coverage is None


def test_a_magistral_preparation_is_never_identified() -> None:
    line = only(statement(medicationCodeableConcept={"text": "Préparation magistrale : urée 10 %"}))
    assert (line.is_magistral, line.product) == (True, None)


def test_steps_in_sequence_add_up_and_an_open_step_leaves_no_duration() -> None:
    def step(sequence: int, days: int | None) -> dict[str, Any]:
        repeat = {"boundsDuration": {"value": days, "code": "d"}} if days else {"frequency": 1}
        return {"sequence": sequence, "timing": {"repeat": repeat}}

    assert only(statement(dosage=[step(1, 3), step(2, 4)])).duration == 7
    assert only(statement(dosage=[step(1, 3), step(2, None)])).duration is None


def test_a_line_without_identity_is_kept_and_reported_with_its_place() -> None:
    provenance = {
        "resourceType": "Provenance",
        "id": "p",
        "target": [{"reference": "urn:uuid:a"}],
        "entity": [{"extension": [{"url": SOURCE_PLACE, "valueString": "row 3"}]}],
    }
    _, lines, issues = lines_of(
        bundle(statement(), provenance), source="list.csv", role="history", knowledge=NoKnowledge()
    )
    assert len(lines) == 1
    assert [(i.severity, i.code, i.source, i.location) for i in issues] == [
        ("warning", "not-found", "list.csv", "row 3")
    ]


def test_the_product_of_the_drug_data_wins_over_what_the_document_states() -> None:
    class Known(NoKnowledge):
        def identity(self, stated: Stated) -> Identity:
            return Identity(Product((Ingredient("BISOPROLOL"),), atc=("C07AB07",)), ("label read whole",))

    _, (line,), issues = lines_of(bundle(statement()), source="list.csv", role="history", knowledge=Known())
    assert ([i.name for i in line.ingredients], line.atc, issues) == (["BISOPROLOL"], ("C07AB07",), [])
