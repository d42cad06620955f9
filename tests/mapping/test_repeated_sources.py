"""A source that repeats where its element takes one value: no value goes in silence."""

from typing import Any

import pytest

from adapter.issues import Issue
from adapter.mapping import Context, compile_maps, parse_map

MAP = """map "urn:m" = "M"
uses "http://hl7.org/fhir/StructureDefinition/MedicationStatement" alias MedicationStatement as target
group Main(source src, target r : MedicationStatement) { %s }
"""


def ran(rules: str, source: dict[str, Any]) -> tuple[dict[str, Any], list[Issue]]:
    result, context = {"resourceType": "MedicationStatement"}, Context()
    compile_maps([parse_map(MAP % rules, "m.map")]).run("Main", [source, result], context)
    return result, context.issues


@pytest.mark.parametrize(
    "rules",
    [
        'src.state as s -> r.status = s "state";',
        'src.state as s then { s -> r.status = s "state"; } "outer";',
    ],
)
def test_the_second_value_of_one_rule_is_an_error_and_the_last_stands(rules: str) -> None:
    result, (issue,) = ran(rules, {"state": ["active", "active", "stopped"]})
    assert result["status"] == "stopped"
    assert (issue.severity, issue.code, issue.reference) == ("error", "conflict", "m.map:3 state")
    assert issue.message == "status takes one value; its rule met 'active', then 'stopped': the last one stands"


@pytest.mark.parametrize(
    "rules",
    [
        'src.state as s -> r.status = s "state"; src -> r.status = \'unknown\' "corrected";',
        'src.state first as s -> r.status = s "state";',
        'src.state as s -> r.dosage as d, d.text = s "state";',
    ],
)
def test_another_rule_may_correct_and_each_object_has_its_own_value(rules: str) -> None:
    _, issues = ran(rules, {"state": ["active", "stopped"] if "corrected" not in rules else ["active"]})
    assert issues == []
