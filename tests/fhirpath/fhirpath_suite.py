"""The FHIRPath suite of R4 (tests-fhir-r4.xml): its cases, and whether one passes here.

The example resources that the cases are about do not come with the suite: they are read, in XML or JSON as the cases
name them, from `resources` beside it, or from $MEDREC_FHIRPATH_RESOURCES. Without them the cases that read no data
still run.
"""

import json
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from adapter.fhirpath import Context, FhirPathError, compile_expression
from adapter.fhirpath.functions.conversion import to_string
from adapter.fhirpath.parser import parse
from adapter.fhirpath.syntax import Member, Special, Variable
from adapter.sources.document import Source
from adapter.sources.fhir_xml import resource_of_xml

NOW = {"now": "2025-06-15T12:30:45.123+02:00"}


@dataclass(frozen=True)
class SuiteCase:
    group: str
    name: str
    expression: str
    resource: str
    invalid: str
    predicate: bool
    outputs: tuple[tuple[str, str], ...]


def cases(suite: Path) -> Iterator[SuiteCase]:
    for group in ElementTree.parse(suite).getroot().iter("group"):
        for test in group.iter("test"):
            expression = test.find("expression")
            assert expression is not None
            yield SuiteCase(
                group.get("name", ""),
                test.get("name", ""),
                expression.text or "",
                test.get("inputfile", ""),
                expression.get("invalid", "") or test.get("invalid", ""),
                test.get("predicate") == "true",
                tuple((output.get("type", ""), output.text or "") for output in test.findall("output")),
            )


def resource_of(case: SuiteCase, suite: Path) -> dict[str, Any] | None:
    """The resource a case is about; an empty Patient for cases that read no data; None when it is not here."""
    folder = Path(os.environ.get("MEDREC_FHIRPATH_RESOURCES", suite.parent / "resources"))
    path = folder / case.resource
    if case.resource and path.is_file():
        data = path.read_bytes()
        return resource_of_xml(Source(path.name, data)) if path.suffix == ".xml" else json.loads(data)
    return None if case.resource and _reads_data(case.expression) else {"resourceType": "Patient"}


def _reads_data(expression: str) -> bool:
    try:
        return _has_data_node(parse(expression))
    except FhirPathError:
        return False


def _has_data_node(node: Any) -> bool:
    if isinstance(node, (Member, Variable, Special)):
        return True
    return isinstance(node, tuple) and any(_has_data_node(part) for part in node)


def failure(case: SuiteCase, resource: dict[str, Any]) -> str | None:
    """Why a case fails; None when it passes."""
    try:
        found = compile_expression(case.expression, type=resource["resourceType"])(
            resource, Context(constants=dict(NOW))
        )
    except FhirPathError as error:
        return None if case.invalid else error.message
    if case.invalid:
        return f"expected an error ({case.invalid}), found {found}"
    if case.predicate:
        found = [bool(found) and found != [False]]
    expected = [_value(type_, text) for type_, text in case.outputs]
    actual = [to_string(value) if not isinstance(value, dict) else "object" for value in found]
    return None if _same(actual, expected, found) else f"expected {expected}, found {actual}"


def _value(type_: str, text: str) -> str:
    if text.startswith("@"):
        return text[1:].removeprefix("T").rstrip("T")
    return text


def _same(actual: list, expected: list[str], found: list) -> bool:
    if len(actual) != len(expected):
        return False
    for mine, text, value in zip(actual, expected, found, strict=True):
        if isinstance(value, dict) and "resourceType" not in value and not text:
            continue
        if mine == text or (
            isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and _number(text) == Decimal(mine)
        ):
            continue
        return False
    return True


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None
