"""FHIR R4 Bundles as servers, record systems and this program write them → the Bundle that is reconciled."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from compact_bundle import mapped_case, of_type, places
from fhir_source import DRUG, PATIENT, kinds, listed, loinc, mapped, only, problems, treatment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter.errors import MedrecError
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, map_source

CASES = Path(__file__).parent / "fhir" / "cases"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_bundle_is_mapped_as_written_by_hand(case: str) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert mapped_case(CASES / case / "source.json") == expected


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


RHYTHM = {"frequency": 2, "period": 1, "periodUnit": "d"}
FIVE = [{"doseQuantity": {"value": 5, "unit": "mg"}}]


@pytest.mark.parametrize(
    ("dosage", "left"),
    [
        ({"timing": {"repeat": {**RHYTHM, "frequency": "2"}}, "doseAndRate": FIVE}, {"doseAndRate": FIVE}),
        ({"timing": {"repeat": {**RHYTHM, "period": -1}}, "doseAndRate": FIVE}, {"doseAndRate": FIVE}),
        ({"timing": {"repeat": {**RHYTHM, "period": 0}}, "doseAndRate": FIVE}, {"doseAndRate": FIVE}),
        ({"timing": {"repeat": {**RHYTHM, "periodUnit": "day"}}, "doseAndRate": FIVE}, {"doseAndRate": FIVE}),
        (
            {"timing": {"repeat": {"when": ["MORN", 7], "boundsPeriod": {"start": "2026-03-02"}}}},
            {"timing": {"repeat": {"boundsPeriod": {"start": "2026-03-02"}}}},
        ),
        ({"timing": {"repeat": RHYTHM}, "doseAndRate": FIVE, "asNeededBoolean": "true"}, {"doseAndRate": FIVE}),
        ({"timing": {"repeat": RHYTHM}, "doseAndRate": FIVE, "asNeeded": True}, {"doseAndRate": FIVE}),
        ({"timing": {"repeat": RHYTHM}, "doseAndRate": [*FIVE, 10]}, {"doseAndRate": FIVE}),
        ({"doseAndRate": [{"doseQuantity": {"value": -5, "unit": "mg"}}], "text": "x"}, {"text": "x"}),
        (
            {"timing": {"repeat": RHYTHM}, "doseAndRate": FIVE, "route": "PO"},
            {"timing": {"repeat": RHYTHM}, "doseAndRate": FIVE},
        ),
    ],
)
def test_what_is_left_out_of_a_dosage_leaves_no_dose_a_day_to_draw_from_the_rest(
    dosage: dict[str, Any], left: dict[str, Any]
) -> None:
    result = mapped(PATIENT, treatment(dosage=[dosage]))
    assert only(result)["dosage"] == [left]
    assert any(severity == "error" for severity, _, _ in problems(result))


def test_a_dosage_that_is_not_read_leaves_the_others_without_timing() -> None:
    evening = {"text": "le soir", "timing": {"repeat": {"when": ["EVE"]}}}
    result = mapped(PATIENT, treatment(dosage=["1 le matin", evening]))
    assert only(result)["dosage"] == [{"text": "le soir"}]
    assert ("error", "Bundle.entry[1].resource", "MedicationStatement.dosage") in problems(result)


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


@pytest.mark.shared
def test_each_published_example_of_a_treatment_is_one_line_of_a_patient_who_is_not_in_the_file(shared: Path) -> None:
    examples = [p for type_ in MEDICATION_TYPES for p in sorted((shared / "corpus" / "r4-examples").glob(f"{type_}-*"))]
    assert len(examples) > 70
    for example in examples:
        result = map_source(Source(example.name, example.read_bytes()))
        errors = [
            i.message for i in result.issues if i.severity != "information" and "not in the file" not in i.message
        ]
        assert errors == ["the source names no patient; resources have a subject that says so"], example.name
        assert len(places(result)) == 1


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
    lines = [targets for place, targets in places(result).items() if "entry[7]" not in place]  # the allergy
    assert len(lines) == len(medications)
