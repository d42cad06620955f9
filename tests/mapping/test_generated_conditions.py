"""Conditions of generated groups hold where those of closures hold, ask the same, and fail the same."""

from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.product import has_product_detail
from adapter.mapping import Context, RuleError, compile_maps, parse_map
from adapter.sources.cda import CdaModel
from adapter.sources.xml_elements import Element

CONDITIONS = [
    "code = 'a'",
    "code != 'a'",
    "code = 'a' or code = 'b' or code = 'c'",
    "(code = 'a' or code = 'b') and said().exists()",
    "code in ('a' | 'b')",
    "code.empty() or code = 'a'",
    "code.exists() and code = 'a'",
    "code.exists() and said() = 'yes'",
    "code = 'a' and said().exists()",
    "(code = 'a').not()",
    "(code = 'a' and kind() = 'b').not()",
    "(code = 'a' or kind() = 'b').not()",
    "(code.exists() or kind().exists()).not()",
    "part.where(code = 'a').exists()",
    "part.where(code = 'a').exists() and code in ('a' | 'b')",
    "part.where(code = 'a' or code = 'b').code.count() > 1",
    "part.where(code.exists() and part.where(code = 'c').empty()).exists()",
    "part.where(said().exists()).exists()",
    "part.where($index = 1).exists()",
    "kind() = 'a'",
    "kind() != 'a'",
    "kind() in ('a' | 'b')",
    "kind().exists()",
    "kind().empty() or kind() = 'a'",
    "kind().exists().not()",
    "isA()",
    "isA().not()",
    "isA() and code = 'a'",
    "code or said().exists()",
    "code xor isA()",
    "value = '1' or value.empty()",
]
SOURCES = [
    "<s/>",
    "<s code='a' value='1'/>",
    "<s code='b'><part code='a'/></s>",
    "<s code='c'><part code='b'/><part code='a'><part code='c'/></part></s>",
    "<s><code>a</code><code>b</code><part code='d'/></s>",
    "<s code='no'/>",
]


def told(context: Context, node: Any, said: Any) -> Any:
    """Hosts report, so that it shows what is asked and how often at least."""
    context.constants["asked"].add((node.get("code"), said))
    return said


def said(context: Context, focus: list, *_: list) -> list:
    return [told(context, node, "yes") for node in focus if node.get("code") != "no"]


@of_each
def kind(context: Context, node: Any) -> str | None:
    return told(context, node, node.get("code"))


@of_each
def is_(context: Context, node: Any) -> bool | None:
    return told(context, node, {"a": True, "b": False}.get(node.get("code") or ""))


def outcome(condition: str, source: str, often: int | None) -> tuple[Any, Any]:
    text = (
        'map "http://example.org/StructureMap/x" = "X"\n'
        'uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target\n'
        "group Main(source src, target tgt : Patient) {\n"
        f'  src where {condition} -> tgt.active = true "parameter";\n'
        f'  src.part as part where {condition} -> tgt.name as name, name.text = (%part.kind()) "part";\n'
        f'  src.code as code where {condition} -> tgt.name as name, name.family = (%code.kind()) "attribute";\n'
        "}\n"
    )
    parser = etree.XMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Element))
    node, asked, target = etree.fromstring(source, parser), set(), {"resourceType": "Patient"}
    functions = {"said": said, "kind": kind, "isA": is_}
    program = compile_maps([parse_map(text, "x.map")], functions=functions, model=CdaModel(), often=often)
    try:
        program.run("Main", [node, target], Context(constants={"asked": asked}))
    except RuleError as error:
        return str(error), asked
    return target, asked


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("source", SOURCES)
def test_a_condition(condition: str, source: str):
    assert outcome(condition, source, 0) == outcome(condition, source, None)


@pytest.mark.parametrize("often", [None, 0])
def test_a_function_that_keeps_its_answers_is_called_on_an_object_of_the_result(often: int | None) -> None:
    text = (
        'map "http://example.org/StructureMap/x" = "X"\n'
        'uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target\n'
        "group Main(source src, target tgt : Patient) {\n"
        '  src -> tgt.contact as contact then Other(contact, tgt) "call";\n'
        "}\n"
        "group Other(source x, target tgt : Patient) {\n"
        '  x where hasProductDetail() -> tgt.active = true "misfit";\n'
        "}\n"
    )
    functions = {"hasProductDetail": has_product_detail}
    program = compile_maps([parse_map(text, "x.map")], functions=functions, model=CdaModel(), often=often)
    context = Context(document=SimpleNamespace(memo={}))
    with pytest.raises(RuleError, match=r"hasProductDetail\(\) cannot be called so on an object"):
        program.run("Main", [etree.fromstring("<s/>"), {"resourceType": "Patient"}], context)
