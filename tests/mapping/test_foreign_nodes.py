"""Sources that are not FHIR JSON are walked through their model; places, types and texts come from it."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest

from adapter.issues import Issue
from adapter.mapping import Context, RuleError, Translation, compile_maps, parse_map

XML = """
<order id="o-1">
  <drug code="A1" active="true"><name>Metformine</name></drug>
  <dose kind="range"><low value="0.5"/><high value="1.50"/></dose>
  <dose kind="single" value="2"/>
  <count value="many"/>
</order>
"""
MAP = """
map "http://example.org/StructureMap/order" = "Order"
uses "http://example.org/StructureDefinition/order" alias Order as source
uses "http://hl7.org/fhir/StructureDefinition/MedicationRequest" alias MedicationRequest as target
group Main(source order : Order, target r : MedicationRequest) {
  %s
}
"""


class XmlModel:
    def __init__(self, root: ElementTree.Element) -> None:
        self.parents = {child: parent for parent in root.iter() for child in parent}

    def children(self, node: Any, name: str) -> list:
        found = node.findall(name)
        return found or ([node.get(name)] if node.get(name) is not None else [])

    def all_children(self, node: Any) -> list:
        return list(node)

    def scalar(self, node: Any) -> str | None:
        return (node.text or "").strip() or None

    def type_name(self, node: Any) -> str | None:
        return node.get("kind")

    def place(self, node: Any) -> str:
        parent = self.parents.get(node)
        return "/" + node.tag if parent is None else f"{self.place(parent)}/{node.tag}"


def run(rules: str, *, functions: Any = None, issues: list[Issue] | None = None, tracer: Any = None) -> dict[str, Any]:
    root = ElementTree.fromstring(XML)
    program = compile_maps(
        [parse_map(MAP % rules, "order.map")], functions=functions, model=XmlModel(root), tracer=tracer
    )
    target: dict[str, Any] = {"resourceType": "MedicationRequest"}
    program.run("Main", [root, target], Context(issues=issues if issues is not None else []))
    return target


def test_elements_and_attributes_are_children():
    rules = """order.drug as drug -> r.id = (%drug.code),
      r.medication = create('CodeableConcept') as c, c.text = (%drug.name);"""
    assert run(rules) == {
        "resourceType": "MedicationRequest",
        "id": "A1",
        "medicationCodeableConcept": {"text": "Metformine"},
    }


def test_an_element_is_copied_as_its_text():
    rules = "order.drug as drug then { drug.name as name -> r.note as note, note.text = name; };"
    assert run(rules)["note"] == [{"text": "Metformine"}]


def test_a_type_selects_nodes_by_the_type_the_model_gives():
    rules = "order.dose : single as dose -> r.dosageInstruction as d, d.sequence = (%dose.value);"
    assert run(rules)["dosageInstruction"] == [{"sequence": 2}]


def test_a_type_test_in_an_expression_asks_the_model():
    rules = "order.dose as dose where $this is range -> r.id = (%dose.high.value);"
    assert run(rules)["id"] == "1.50"


def test_decimal_text_becomes_a_number_of_the_target():
    rules = """order.dose : range as dose -> r.dosageInstruction as d, d.doseAndRate as rate,
      rate.dose = create('Range') as range, range.low as low, low.value = (%dose.low.value), range.high as high,
      high.value = (%dose.high.value);"""
    assert run(rules)["dosageInstruction"] == [
        {"doseAndRate": [{"doseRange": {"low": {"value": 0.5}, "high": {"value": 1.5}}}]}
    ]


def test_text_beside_a_number_or_a_boolean_is_compared_as_one():
    rules = """order.dose as dose where value > 1 -> r.id = 'more';
      order.drug as drug where active = true -> r.status = 'active';"""
    assert run(rules) == {"resourceType": "MedicationRequest", "id": "more", "status": "active"}


def test_a_failing_rule_names_the_source_place():
    with pytest.raises(RuleError) as failure:
        run('order.count as count -> r.dosageInstruction as d, d.sequence = (%count.value) "count";')
    assert str(failure.value) == "order.map:6 count: 'many' is not a number at /order/count"
    assert failure.value.issue("order.xml") == Issue(
        "error", "processing", "'many' is not a number", "order.xml", "/order/count", reference="order.map:6 count"
    )


def test_a_log_names_the_source_place():
    issues: list[Issue] = []
    run("order.drug as drug log('a drug') \"drug\";", issues=issues)
    assert [(issue.severity, issue.message, issue.location) for issue in issues] == [
        ("information", "a drug", "/order/drug")
    ]


def test_a_host_function_may_return_whole_datatypes():
    def concept(context: Context, focus: list, *_: list) -> list:
        return [{"text": focus[0].findtext("name")}]

    rules = "order.drug as drug -> r.medication = (%drug.concept());"
    assert run(rules, functions={"concept": concept})["medicationCodeableConcept"] == {"text": "Metformine"}


class Heard:
    """A tracer that writes down what it hears."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str]] = []

    def rule(self, reference: str, run: Callable[[], None]) -> None:
        self.lines.append((reference, "", ""))
        run()

    def target(self, reference: str, node: Any, holder: Any, name: str, parent: Any, make: Callable[[], None]) -> None:
        make()
        self.lines.append((reference, node.tag, f"{holder.tag}.{name} → {', '.join(parent)}"))


def test_a_tracer_hears_of_each_rule_and_element_with_the_source_node():
    heard = Heard()
    run("order.drug as drug -> r.id = (%drug.code), r.note as note, note.text = 'x' \"drug\";", tracer=heard)
    assert heard.lines == [
        ("order.map:6 drug", "", ""),
        ("order.map:6 drug", "drug", "order.drug → resourceType, id"),
        ("order.map:6 drug", "drug", "order.drug → resourceType, id, note"),
        ("order.map:6 drug", "drug", "order.drug → text"),
    ]


def test_a_source_of_another_model_is_not_taken_for_the_fhir_type_of_the_same_name():
    text = MAP.replace("alias Order", "alias Patient").replace(": Order", ": Patient")
    root = ElementTree.fromstring(XML)
    program = compile_maps(
        [parse_map(text % "order.drug as d -> r.id = (%d.code);", "order.map")], model=XmlModel(root)
    )
    target: dict[str, Any] = {"resourceType": "MedicationRequest"}
    program.run("Main", [root, target], Context())
    assert target["id"] == "A1"


GROUPS = """
}
group Range(source src : range, target tgt : Quantity) <<types>> { src.high as high -> tgt.value = (%high.value); }
group Single(source src : single, target tgt : Quantity) <<types>> { src.value as value -> tgt.value = value; }
group End(source src, target tgt) {
"""


def test_a_default_group_is_chosen_by_the_type_the_model_gives():
    rules = "order -> r.dosageInstruction as d then { order.dose -> d.maxDosePerAdministration; }; " + GROUPS
    assert run(rules)["dosageInstruction"] == [{"maxDosePerAdministration": {"value": 2}}]


def test_a_primitive_that_is_created_appears_with_its_value():
    rules = """order -> r.extension as e, e.url = 'urn:active', e.value = create('boolean') then {
      order.drug as drug -> e.value = cast((%drug.active), 'boolean'); };"""
    assert run(rules)["extension"] == [{"url": "urn:active", "valueBoolean": True}]


def test_a_code_is_translated_by_a_rule_that_is_no_table():
    class OidToUri:
        def translate(self, system: str | None, code: str) -> Translation:
            return Translation(None, f"urn:oid:{code}")

    root = ElementTree.fromstring(XML)
    text = MAP % "order.id as id -> r.identifier as i, i.system = translate(id, 'urn:oids', 'uri');"
    program = compile_maps([parse_map(text, "x.map")], concept_maps={"urn:oids": OidToUri()}, model=XmlModel(root))
    target: dict[str, Any] = {"resourceType": "MedicationRequest"}
    program.run("Main", [root, target], Context())
    assert target["identifier"] == [{"system": "urn:oid:o-1"}]


def test_dates_of_the_source_are_read_as_the_caller_says():
    root = ElementTree.fromstring('<order on="20240509"/>')
    text = MAP % "order.on as on -> r.authoredOn = on;"
    moments = {"20240509": "2024-05-09"}.get
    program = compile_maps([parse_map(text, "x.map")], model=XmlModel(root), moments=moments)
    target: dict[str, Any] = {"resourceType": "MedicationRequest"}
    program.run("Main", [root, target], Context())
    assert target["authoredOn"] == "2024-05-09"


def test_text_that_is_no_date_fails_the_rule():
    with pytest.raises(RuleError, match="'A1' is not a dateTime"):
        run("order.drug as drug -> r.authoredOn = (%drug.code);")
