"""Expressions of cases/ on cases/resource.json: our results, and fhirpathpy as oracle where both support the
construct.
"""

import json
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapter.fhirpath import Context, FhirPathError, compile_expression
from adapter.fhirpath.quantity import Quantity

FOLDER = Path(__file__).parent / "cases"
RESOURCE = json.loads((FOLDER / "resource.json").read_text(encoding="utf-8"))
CASES = [
    (path.stem, case["expression"], case["expected"])
    for path in sorted(FOLDER.glob("*.json"))
    if path.stem != "resource"
    for case in json.loads(path.read_text(encoding="utf-8"))
]
IDS = [f"{section}: {expression}" for section, expression, _ in CASES]
NOW = Context(constants={"now": "2025-06-15T12:30:45+02:00"})

# What fhirpathpy 2 does not support, or decides otherwise than the specification's text.
NOT_IN_ORACLE = json.loads((Path(__file__).parent / "oracle_differences.json").read_text(encoding="utf-8"))


def plain(values: list[Any]) -> list[Any]:
    return [
        float(value) if isinstance(value, Decimal) else value.text() if isinstance(value, Quantity) else value
        for value in values
    ]


@pytest.mark.parametrize(("section", "expression", "expected"), CASES, ids=IDS)
def test_the_expression_gives_the_expected_values(section: str, expression: str, expected: list[Any]):
    found = plain(compile_expression(expression)(RESOURCE, NOW))
    assert found == expected
    assert [type(value) is bool for value in found] == [type(value) is bool for value in expected]


@pytest.mark.parametrize(("section", "expression", "expected"), CASES, ids=IDS)
def test_the_oracle_agrees(section: str, expression: str, expected: list[Any]):
    if expression in NOT_IN_ORACLE:
        pytest.skip(NOT_IN_ORACLE[expression])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fhirpathpy = pytest.importorskip("fhirpathpy")
        models = pytest.importorskip("fhirpathpy.models")
        found = fhirpathpy.evaluate(RESOURCE, expression, {"resource": RESOURCE}, models.models["r4"])
    assert [float(value) if isinstance(value, Decimal) else value for value in found] == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("name.family.upper()", "upper needs one value, found 3"),
        ("name.single()", "single() found 3 values"),
        ("1 + 'a'", "'1' + 'a' is not defined"),
        ("'a' < 1", "'a' and '1' cannot be ordered"),
        ("5.upper()", "expected a string, found '5'"),
        ("'a'.matches('(')", "'(' is not a regular expression"),
        ("%nobody", "%nobody is not defined"),
        ("conformsTo('urn:profile')", "conformsTo(): the profile urn:profile is not at hand"),
        ("now()", "now() needs an instant, never the clock"),
    ],
)
def test_data_that_does_not_fit_is_refused(expression: str, message: str):
    with pytest.raises(FhirPathError) as failure:
        compile_expression(expression)(RESOURCE)
    assert failure.value.message.startswith(message)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("name.", "expected an element or function name, found the end of the text"),
        ("name.where(use = 'a'", "expected ')', found the end of the text"),
        ("1 +", "expected an expression, found the end of the text"),
        ("name given", "expected an operator or the end of the expression, found 'given'"),
        ("@2024-02-30", "expected a date, dateTime or time, found '@2024-02-30'"),
        ("name.unknown()", "there is no function unknown()"),
        ("name.first(1)", "first() takes 0 arguments, found 1"),
        ("name is Nome", "there is no type Nome"),
        ("'open", "expected a closing ' of the text that opens here, found none"),
    ],
)
def test_text_that_is_no_expression_is_refused(expression: str, message: str):
    with pytest.raises(FhirPathError) as failure:
        compile_expression(expression)
    assert failure.value.message.startswith(message)


def test_an_element_that_the_type_does_not_have_is_refused_when_the_type_is_given():
    with pytest.raises(FhirPathError, match="Patient has no element nmae"):
        compile_expression("nmae.given", type="Patient")


def test_a_host_function_gets_the_context_the_focus_and_its_arguments():
    def wrapped(context: Context, focus: list, *arguments: list) -> list:
        return [f"{context.document}/{focus[0]}/{arguments[0][0]}"]

    evaluate = compile_expression("gender.wrapped('x')", functions={"wrapped": wrapped})
    assert evaluate(RESOURCE, Context(document="d")) == ["d/female/x"]


def test_constants_of_the_context_are_variables():
    context = Context(constants={"kind": "discharge", "none": None, "codes": ["a", "b"]})
    evaluate = compile_expression("(%kind = 'discharge') and %none.empty() and ('b' in %codes)")
    assert evaluate({}, context) == [True]


def test_an_expression_that_is_nested_too_deeply_is_refused():
    with pytest.raises(FhirPathError, match="nested less deeply"):
        compile_expression("(" * 5000 + "1" + ")" * 5000)
