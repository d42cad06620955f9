"""The six public PN13 messages of the corpus, read in place: codes, doses, timing and dates, as the French
ePrescription guide converts them; dates without time, because PN13 states no zone."""

from pathlib import Path
from typing import Any

import pytest
from compact_bundle import of_type

from adapter.conformance import validate
from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_source

FILES = ("DC-1", "DC-2", "compound-1", "specialite-1", "specialite-2", "specialite-3")


@pytest.fixture(scope="module")
def corpus(shared: Path) -> dict[str, Mapped]:
    folder = shared / "corpus" / "pn13"
    return {name: map_source(Source(name, (folder / f"PN13-prescription-{name}.xml").read_bytes())) for name in FILES}


def requests(mapped: Mapped) -> list[dict[str, Any]]:
    return of_type(mapped, "MedicationRequest")


def repeat(request: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return dict(request["dosageInstruction"][number]["timing"]["repeat"])


def dose(request: dict[str, Any], number: int = 0, kind: str = "doseQuantity") -> tuple[Any, str]:
    quantity = request["dosageInstruction"][number]["doseAndRate"][0][kind]
    return quantity["value"], quantity["code"]


@pytest.mark.parametrize("name", FILES)
def test_every_message_conforms_and_has_no_error(corpus: dict[str, Mapped], name: str) -> None:
    assert validate(corpus[name].bundle) == []
    assert [issue.line() for issue in corpus[name].issues if issue.severity == "error"] == []
    assert len(requests(corpus[name])) == (2 if name == "specialite-3" else 1)


@pytest.mark.parametrize("name", ["DC-1", "specialite-1"])
def test_paracetamol_as_needed_is_one_dosage_with_interval_and_maximum(corpus: dict[str, Mapped], name: str) -> None:
    (request,) = requests(corpus[name])
    (dosage,) = request["dosageInstruction"]
    assert dosage["asNeededBoolean"] is True
    bounds = {"start": "2022-04-12", "end": "2022-04-15"}
    assert repeat(request) == {"boundsPeriod": bounds, "frequencyMax": 1, "period": 6, "periodUnit": "h"}
    assert dose(request) == (1000, "mg")
    assert dosage["maxDosePerPeriod"]["numerator"]["value"] == 4000
    assert dosage["route"]["coding"][0]["code"] == "20053000"
    assert request["reasonCode"] == [{"text": "En cas de douleur"}]
    weight, height = of_type(corpus[name], "Observation")
    assert (weight["valueQuantity"]["value"], weight["effectiveDateTime"]) == (120, "2018-06-21")
    assert (height["valueQuantity"]["value"], height["effectiveDateTime"]) == (189, "2018-10-25")


def test_the_interval_of_a_morphine_pump_is_that_of_its_bolus(corpus: dict[str, Mapped]) -> None:
    (request,) = requests(corpus["DC-2"])
    assert request["medicationCodeableConcept"]["coding"][0]["code"] == "100000091372"
    assert dose(request, kind="rateQuantity") == (5, "mg/h")
    assert repeat(request) == {"boundsPeriod": {"start": "2025-05-07", "end": "2025-05-11"}}
    assert dose(request, 1) == (10, "mg")
    assert {key: repeat(request, 1)[key] for key in ("frequencyMax", "period", "periodUnit")} == {
        "frequencyMax": 1,
        "period": 2,
        "periodUnit": "h",
    }
    assert request["dosageInstruction"][1]["asNeededCodeableConcept"] == {"text": "bolus"}


def test_six_components_are_one_medication_whose_vehicle_is_inactive(corpus: dict[str, Mapped]) -> None:
    (request,) = requests(corpus["compound-1"])
    (medication,) = request["contained"]
    codes = [i["itemCodeableConcept"]["coding"][0]["code"] for i in medication["ingredient"]]
    assert codes == [
        "3400894061175",
        "3400892834719",
        "3400892614236",
        "3400893149416",
        "3400891343281",
        "3400891780475",
    ]
    assert [i.get("isActive", True) for i in medication["ingredient"]] == [True] * 5 + [False]
    assert dose(request) == (1, "{bag}")
    timing = repeat(request)
    assert (timing["duration"], timing["durationUnit"], timing["timeOfDay"]) == (720, "min", ["10:00:00"])
    assert (timing["frequency"], timing["period"], timing["periodUnit"]) == (1, 12, "h")


def test_a_local_frequency_is_read_by_its_written_meaning(corpus: dict[str, Mapped]) -> None:
    (request,) = requests(corpus["specialite-2"])
    assert [c["code"] for c in request["medicationCodeableConcept"]["coding"]] == ["3400892169026", "9216902"]
    assert repeat(request) == {
        "boundsPeriod": {"start": "2007-12-28", "end": "2007-12-30"},
        "frequency": 3,
        "period": 1,
        "periodUnit": "d",
    }
    assert dose(request) == (1, "{tablet}")


def test_metformin_or_gliclazide_are_options_that_name_each_other(corpus: dict[str, Mapped]) -> None:
    metformin, gliclazide = requests(corpus["specialite-3"])
    assert metformin["intent"] == gliclazide["intent"] == "option"
    assert metformin["supportingInformation"][-1]["identifier"] == gliclazide["identifier"][0]
    assert gliclazide["supportingInformation"][-1]["identifier"] == metformin["identifier"][0]
    assert (repeat(metformin)["frequency"], repeat(metformin)["when"], dose(metformin)) == (2, ["C"], (0.5, "{tablet}"))
    assert (repeat(gliclazide)["when"], dose(gliclazide)) == (["CM"], (3, "{tablet}"))
