"""StructureMap parts → a StructureMap resource (FHIR R4 JSON; `const` as in R5)."""

from decimal import Decimal
from typing import Any

from adapter.mapping.named_expressions import with_named_expressions
from adapter.mapping.primitives import number
from adapter.mapping.resource_reader import SIMPLE
from adapter.mapping.syntax import Argument, Dependent, FhirPath, Group, Name, Rule, Source, StructureMap, Target

_TYPE_MODES = {"types": "types", "type+": "type-and-types", None: "none"}


def map_resource(map_: StructureMap) -> dict[str, Any]:
    """The resource of a map; expressions that are arguments become targets with a variable (named_expressions.py)."""
    map_ = with_named_expressions(map_)
    metadata = {name: value for name, value in map_.metadata if name not in ("url", "name")}
    body: dict[str, Any] = {
        "resourceType": "StructureMap",
        "url": map_.url,
        "name": map_.name,
        "status": "draft",
        **metadata,
    }
    body["contained"] = [{**found, "id": found["url"].lstrip("#")} for found in map_.concept_maps]
    body["structure"] = [
        {"url": use.url, "mode": use.mode, **({"alias": use.alias} if use.alias else {})} for use in map_.uses
    ]
    body["import"] = list(map_.imports)
    body["const"] = [{"name": constant.name, "value": constant.value.text} for constant in map_.constants]
    body["group"] = [_group(group) for group in map_.groups]
    return {key: value for key, value in body.items() if value != []}


def _group(group: Group) -> dict[str, Any]:
    row: dict[str, Any] = {"name": group.name, "typeMode": _TYPE_MODES[group.type_mode]}
    if group.extends:
        row["extends"] = group.extends
    row["input"] = [{"name": p.name, **({"type": p.type} if p.type else {}), "mode": p.mode} for p in group.parameters]
    if group.rules:
        row["rule"] = [_rule(rule, f"{group.name}-{position}") for position, rule in enumerate(group.rules, start=1)]
    return row


def _rule(rule: Rule, unnamed: str) -> dict[str, Any]:
    """R4 wants a name for every rule: one without gets the name of its place."""
    row: dict[str, Any] = {"name": rule.name if rule.name is not None else unnamed}
    row["source"] = [_source(source, rule.simple) for source in rule.sources]
    row["target"] = [_target(target, rule.simple) for target in rule.targets]
    row["rule"] = [_rule(inner, f"{unnamed}-{position}") for position, inner in enumerate(rule.rules, start=1)]
    row["dependent"] = [_dependent(dependent) for dependent in rule.dependents]
    return {key: value for key, value in row.items() if value != []}


def _source(source: Source, simple: bool) -> dict[str, Any]:
    row = {
        "context": source.context,
        "min": source.minimum,
        "max": source.maximum,
        "type": source.type,
        "element": source.element,
        "listMode": source.list_mode,
        "variable": SIMPLE if simple else source.variable,
        "condition": source.condition.text if source.condition else None,
        "check": source.check.text if source.check else None,
        "logMessage": source.log.text if source.log else None,
    }
    if isinstance(source.default, FhirPath):
        row["defaultValue"] = source.default.text
    elif source.default is not None:
        type_, value = _typed(source.default)
        row[f"defaultValue{type_}"] = value
    return {key: value for key, value in row.items() if value is not None}


def _target(target: Target, simple: bool) -> dict[str, Any]:
    if target.transform is None and target.element is None:
        renamed = {"transform": "copy", "parameter": [{"valueId": target.context}]}
        return {**({"variable": target.variable} if target.variable else {}), **renamed}
    made = target.transform is None
    row = {
        "context": target.context,
        "contextType": "variable" if target.context is not None else None,
        "element": target.element,
        "variable": SIMPLE if simple else target.variable,
        "listMode": list(target.list_modes) or None,
        "listRuleId": target.list_rule,
        "transform": "create" if made else target.transform,
        "parameter": [_argument(a) for a in target.arguments] or None,
    }
    return {key: value for key, value in row.items() if value is not None}


def _argument(argument: Argument) -> dict[str, Any]:
    if isinstance(argument, Name):
        return {"valueId": ".".join(argument.path)}
    if isinstance(argument, FhirPath):
        return {"valueString": argument.text}
    type_, value = _typed(argument)
    return {f"value{type_}": value}


def _typed(value: Any) -> tuple[str, Any]:
    if isinstance(value, bool):
        return "Boolean", value
    if isinstance(value, int):
        return "Integer", value
    return ("Decimal", number(value)) if isinstance(value, Decimal) else ("String", value)


def _dependent(dependent: Dependent) -> dict[str, Any]:
    return {"name": dependent.name, "variable": [a.path[0] for a in dependent.arguments if isinstance(a, Name)]}
