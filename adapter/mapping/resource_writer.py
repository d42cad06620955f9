"""StructureMap parts → a StructureMap resource (FHIR R4 JSON; `const` as in R5).

Metadata that is no element of the resource stays out. `rest` of a part goes back where it was read.
"""

from decimal import Decimal
from typing import Any

from adapter.mapping.metadata import in_resource
from adapter.mapping.named_expressions import with_named_expressions
from adapter.mapping.primitives import number
from adapter.mapping.resource_reader import SIMPLE
from adapter.mapping.syntax import (
    Argument,
    Dependent,
    FhirPath,
    Group,
    Name,
    Rest,
    Rule,
    Source,
    StructureMap,
    Target,
    Use,
)

_TYPE_MODES = {"types": "types", "type+": "type-and-types", None: "none"}


def map_resource(map_: StructureMap) -> dict[str, Any]:
    """The resource of a map; expressions that are arguments become targets with a variable (named_expressions.py)."""
    map_ = with_named_expressions(map_)
    rest = dict(map_.rest or {})
    contained = rest.pop("contained", [])
    body: dict[str, Any] = {
        "resourceType": "StructureMap",
        "url": map_.url,
        "name": map_.name,
        "status": "draft",
        **in_resource(map_.metadata),
        **rest,
    }
    body["contained"] = [*({**found, "id": found["url"].lstrip("#")} for found in map_.concept_maps), *contained]
    body["structure"] = [_use(use) for use in map_.uses]
    body["import"] = list(map_.imports)
    body["const"] = [_given(each.rest, name=each.name, value=each.value.text) for each in map_.constants]
    body["group"] = [_group(group) for group in map_.groups]
    return {key: value for key, value in body.items() if value != []}


def _given(rest: Rest | None, **row: Any) -> dict[str, Any]:
    """The elements of a row that are there, and those that the text of a map has no place for."""
    return {key: value for key, value in row.items() if value is not None and value != []} | (rest or {})


def _use(use: Use) -> dict[str, Any]:
    return _given(use.rest, url=use.url, mode=use.mode, alias=use.alias or None, documentation=use.documentation)


def _group(group: Group) -> dict[str, Any]:
    return _given(
        group.rest,
        name=group.name,
        extends=group.extends or None,
        typeMode=_TYPE_MODES[group.type_mode],
        documentation=group.documentation,
        input=[
            _given(p.rest, name=p.name, type=p.type, mode=p.mode, documentation=p.documentation)
            for p in group.parameters
        ],
        rule=[_rule(rule, f"{group.name}-{position}") for position, rule in enumerate(group.rules, start=1)],
    )


def _rule(rule: Rule, unnamed: str) -> dict[str, Any]:
    """R4 wants a name for every rule: one without gets the name of its place."""
    row: dict[str, Any] = {"name": rule.name if rule.name is not None else unnamed}
    row["source"] = [_source(source, rule.simple) for source in rule.sources]
    row["target"] = [_target(target, rule.simple) for target in rule.targets]
    row["rule"] = [_rule(inner, f"{unnamed}-{position}") for position, inner in enumerate(rule.rules, start=1)]
    row["dependent"] = [_dependent(dependent) for dependent in rule.dependents]
    return _given(rule.rest, **row, documentation=rule.documentation)


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
    return _given(source.rest, **row)


def _target(target: Target, simple: bool) -> dict[str, Any]:
    listed = {"listMode": list(target.list_modes) or None, "listRuleId": target.list_rule}
    if target.transform is None and target.element is None:
        renamed = {"transform": "copy", "parameter": [{"valueId": target.context}]}
        return _given(target.rest, variable=target.variable, **listed, **renamed)
    made = target.transform is None
    row = {
        "context": target.context,
        "contextType": "variable" if target.context is not None else None,
        "element": target.element,
        "variable": SIMPLE if simple else target.variable,
        **listed,
        "transform": "create" if made else target.transform,
        "parameter": [_argument(a) for a in target.arguments] or None,
    }
    return _given(target.rest, **row)


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
    variables = [a.path[0] for a in dependent.arguments if isinstance(a, Name)]
    return _given(dependent.rest, name=dependent.name, variable=variables)
