"""The table of R4 element definitions: what the engine asks it, and that it is what the script makes of the facts."""

import importlib.util
import json
from pathlib import Path

import pytest

from adapter.fhir.definitions import r4

REPOSITORY = Path(__file__).resolve().parents[2]


def test_an_element_has_its_types_and_says_whether_it_is_an_array():
    element = r4().element("Patient", "name")
    assert element is not None
    assert (element.key, element.type, element.many) == ("name", "HumanName", True)


def test_a_choice_settles_on_one_of_its_types():
    choice = r4().element("Observation", "value")
    assert choice is not None and choice.choice and choice.type is None
    settled = choice.chosen("Quantity")
    assert settled is not None and settled.key == "valueQuantity" and settled.type == "Quantity"
    assert choice.chosen("Address") is None


def test_a_settled_choice_can_be_asked_for_by_its_json_name():
    element = r4().element("Dosage.doseAndRate", "doseQuantity")
    assert element is not None and element.type == "Quantity"


def test_an_element_defined_in_place_has_a_path_as_its_type():
    element = r4().element("MedicationRequest", "dispenseRequest")
    assert element is not None and element.type == "MedicationRequest.dispenseRequest"
    assert r4().element("MedicationRequest.dispenseRequest", "quantity") is not None


def test_a_content_reference_leads_to_the_element_it_names():
    element = r4().element("Questionnaire.item", "item")
    assert element is not None and element.type == "Questionnaire.item"


def test_what_r4_does_not_have_is_none():
    assert r4().element("Patient", "nmae") is None
    assert r4().element("Substanz", "name") is None
    assert not r4().known("Patient.nmae")


@pytest.mark.parametrize(
    ("type_", "bases"), [("Age", ("Age", "Quantity", "Element")), ("code", ("code", "string", "Element"))]
)
def test_a_type_specialises_its_bases(type_: str, bases: tuple[str, ...]):
    assert r4().bases(type_) == bases


@pytest.mark.shared
def test_the_table_is_what_the_script_makes_of_the_facts(shared: Path):
    spec = importlib.util.spec_from_file_location("r4_definitions", REPOSITORY / "scripts" / "r4_definitions.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    facts = json.loads((shared / "facts" / "r4-types.json").read_text(encoding="utf-8"))
    assert script.table(facts) == (REPOSITORY / "adapter" / "fhir" / "r4.json").read_text(encoding="utf-8")
