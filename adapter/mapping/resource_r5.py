"""A StructureMap resource of R4 in the spelling of R5.

Source: https://hl7.org/fhir/R5/structuremap.html (R4 Diff): dependent.variable is dependent.parameter, contextType is
gone, defaultValue is one string, typeMode has no `none`.
"""

from decimal import Decimal
from typing import Any

from adapter.mapping.concept_map_releases import in_r5
from adapter.mapping.printer import print_argument


def map_resource_r5(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource that `map_resource` gives, as R5 has it."""
    body = {**resource, "group": [_group(group) for group in resource["group"]]}
    if "contained" in body:
        body["contained"] = [in_r5(row) if row["resourceType"] == "ConceptMap" else row for row in body["contained"]]
    return body


def _group(group: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in group.items() if (key, value) != ("typeMode", "none")}
    return kept | _rules(group)


def _rules(node: dict[str, Any]) -> dict[str, Any]:
    return {"rule": [_rule(rule) for rule in node["rule"]]} if "rule" in node else {}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    parts = (("source", _source), ("target", _target), ("dependent", _dependent))
    return rule | {name: [spell(row) for row in rule[name]] for name, spell in parts if name in rule} | _rules(rule)


def _source(source: dict[str, Any]) -> dict[str, Any]:
    default = next((key for key in source if key.startswith("defaultValue")), "defaultValue")
    if default == "defaultValue":  # an expression already
        return source
    kept = {key: value for key, value in source.items() if key != default}
    return kept | {"defaultValue": _literal(source[default])}


def _literal(value: Any) -> str:
    return print_argument(Decimal(str(value)) if isinstance(value, float) else value)


def _target(target: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in target.items() if key != "contextType"}


def _dependent(dependent: dict[str, Any]) -> dict[str, Any]:
    if "variable" not in dependent:
        return dependent
    kept = {key: value for key, value in dependent.items() if key != "variable"}
    return kept | {"parameter": [{"valueId": name} for name in dependent["variable"]]}
