"""What of types shows before a map runs: constants, transforms and variables in elements, arguments in groups."""

import pytest

from adapter.errors import MappingError
from adapter.mapping import compile_maps, parse_map

HEAD = """map "urn:m" = "M"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
uses "http://hl7.org/fhir/StructureDefinition/Observation" alias Observation as target
group Main(source src : Patient, target tgt : Observation) {
  %s
}
group Coded(source c : CodeableConcept, target o : Observation) { c.text as t -> o.code = cc(t); }
group Named(source n : HumanName, target o : Observation) { n.family as f -> o.code = cc(f); }
"""
MISFITS = {
    "a CodeableConcept in a Reference": ("src.maritalStatus as m -> tgt.subject = m;", "Reference for subject", "Code"),
    "a Coding for a CodeableConcept": ("src -> tgt.code = c('urn:s', 'x');", "CodeableConcept for code", "Coding"),
    "a text for a CodeableConcept": ("src -> tgt.code = append('a', 'b');", "CodeableConcept for code", "string"),
    "a translated code for a CodeableConcept": (
        "src.gender as g -> tgt.code = translate(g, '#c', 'code');", "CodeableConcept for code", "code"),
    "a Reference in a choice": (
        "src.generalPractitioner as r -> tgt.value = r;", "one of the types of value[x] (Quantity,", "Reference"),
    "a created type that the choice does not have": (
        "src -> tgt.effective = create('Quantity') as q;", "one of the types of effective[x]", "Quantity"),
    "a created primitive that the choice does not have": (
        "src -> tgt.effective = create('boolean') as b;", "one of the types of effective[x]", "boolean"),
    "an expression that is true or false for a date": (
        "src -> tgt.issued = (name.exists());", "instant for issued", "Boolean"),
    "a path for an element of another type": (
        "src.name as n -> tgt.subject = (%n.period);", "Reference for subject", "Period"),
    "a boolean for a date": ("src.active as a -> tgt.issued = a;", "instant for issued", "boolean"),
    "a simple rule between types": ("src.name -> tgt.code;", "CodeableConcept for code", "HumanName"),
    "a quantity for a Range": ("src -> tgt.subject = qty('5 mg');", "Reference for subject", "Quantity"),
    "a source where a group writes": ("src.name as n then Named(n, src);", "a target as 'o' of Named", "src"),
}  # fmt: skip
FITS = (
    "src.id as i -> tgt.value = i;",
    "src.birthDate as d -> tgt.effective = d;",
    "src.birthDate as d -> tgt.issued = d;",
    "src -> tgt.value = (name.exists());",
    "src -> tgt.value = (name.count());",
    "src -> tgt.value = (birthDate);",
    "src -> tgt.value = qty('5 mg');",
    "src.contact as c -> tgt.value = (%c.telecom.value.first());",
    "src.id as i -> tgt.status = i;",
    "src.name as n then Named(n, tgt);",
    "src.extension as e -> tgt.extension = e;",
    "src -> tgt.contained = create('Patient') as p;",
)
TABLE = 'conceptmap "#c" { prefix s = "urn:s" prefix t = "urn:t" s:a == t:b }\n'


def text_of(rule: str) -> str:
    head, uses, rest = HEAD.partition('uses "http://hl7.org/fhir/StructureDefinition/Patient"')
    return head + (TABLE if "#c" in rule else "") + uses + rest % rule


@pytest.mark.parametrize("misfit", MISFITS)
def test_a_type_that_never_fits_is_refused(misfit: str):
    rule, expected, found = MISFITS[misfit]
    with pytest.raises(MappingError) as failure:
        compile_maps([parse_map(text_of(rule), "m.map")])
    assert f"expected {expected}" in failure.value.message
    assert f"found '{found}" in failure.value.message


@pytest.mark.parametrize("rule", FITS)
def test_a_type_that_may_fit_is_not(rule: str):
    compile_maps([parse_map(text_of(rule), "m.map")])


@pytest.mark.parametrize(
    ("rule", "place", "expected"),
    [
        (
            "src.name as n where usee = 'x' then Named(n, tgt);",
            "5:23",
            "an element of HumanName, found 'usee'; did you",
        ),
        ("src where name.where(famly = 'x').exists() then Other(src);", "5:24", "element of HumanName, found 'famly'"),
        ("src -> tgt.code = cc((%src.name.gven.first()));", "5:35", "an element of HumanName, found 'gven'"),
        ("src.address as a then Named(a, tgt);", "5:31", "HumanName as 'n' of Named, found 'Address'"),
    ],
)
def test_what_may_be_meant_otherwise_is_a_doubt(rule: str, place: str, expected: str):
    program = compile_maps([parse_map(text_of(rule), "m.map")], gather=True)
    (doubt,) = program.doubts
    assert (doubt.location, expected in doubt.message) == (place, True), doubt.line()


def test_a_map_of_others_says_it_and_runs():
    rule = "src.name -> tgt.code;"
    program = compile_maps([parse_map(text_of(rule), "m.map")], strict=False)
    assert [error.location for error in program.errors] == ["5:19"]
