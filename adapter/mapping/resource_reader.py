"""StructureMap resources (FHIR R4 and R5 JSON) → the same parts that the parser gives.

https://hl7.org/fhir/R4/structuremap.html, https://hl7.org/fhir/R5/structuremap.html
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from adapter.errors import MappingError
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.parser import parse
from adapter.mapping.syntax import (
    Argument,
    Constant,
    Dependent,
    FhirPath,
    Group,
    Name,
    Parameter,
    Rule,
    Source,
    StructureMap,
    Target,
    Use,
)

SIMPLE = "vvv"
"""The variable that the reference implementation writes for `a.b -> c.d`, which the resource has no form for."""

_METADATA = ("version", "title", "status", "experimental", "date", "publisher", "description", "purpose", "copyright")
"""What a text states on lines of three slashes; url and name stand on the `map` line."""
_TYPE_MODES = {"types": "types", "type-and-types": "type+"}


def read_map(resource: dict[str, Any], file: str) -> StructureMap:
    """Read a StructureMap resource. Raises MappingError for what is none or lacks a required element, naming the
    element.
    """
    if resource.get("resourceType") != "StructureMap":
        raise MappingError("expected a StructureMap resource", source=file)
    try:
        return StructureMap(
            resource["url"],
            resource["name"],
            file=file,
            metadata=tuple((name, resource[name]) for name in _METADATA if name in resource),
            uses=tuple(Use(row["url"], row.get("alias"), row["mode"]) for row in resource.get("structure", ())),
            imports=tuple(resource.get("import", ())),
            concept_maps=tuple(_concept_map(row) for row in resource.get("contained", ())),
            constants=tuple(Constant(row["name"], _expression(row["value"])) for row in resource.get("const", ())),
            groups=tuple(_group(row) for row in resource["group"]),
        )
    except KeyError as error:
        raise MappingError(f"the StructureMap lacks the element {error.args[0]}", source=file) from None
    except FhirPathError as error:
        raise MappingError(error.message, source=file) from None


def _concept_map(resource: dict[str, Any]) -> dict[str, Any]:
    url = resource.get("url") or "#" + resource["id"]
    return {key: value for key, value in resource.items() if key != "id"} | {"url": url}


def _expression(text: str) -> FhirPath:
    return FhirPath(text, parse(text))


def _group(row: dict[str, Any]) -> Group:
    parameters = tuple(Parameter(given["mode"], given["name"], given.get("type")) for given in row["input"])
    rules = tuple(_rule(rule) for rule in row.get("rule", ()))
    return Group(row["name"], parameters, rules, row.get("extends"), _TYPE_MODES.get(row.get("typeMode", "")))


def _rule(row: dict[str, Any]) -> Rule:
    sources = tuple(_source(source) for source in row["source"])
    targets = tuple(_target(target) for target in row.get("target", ()))
    rules = tuple(_rule(rule) for rule in row.get("rule", ()))
    dependents = tuple(_dependent(dependent) for dependent in row.get("dependent", ()))
    rule = Rule(row.get("name"), sources, targets, rules, dependents)
    return _simple(rule) or rule


def _simple(rule: Rule) -> Rule | None:
    if len(rule.sources) != 1 or len(rule.targets) != 1 or rule.rules or rule.dependents:
        return None
    source, target = rule.sources[0], rule.targets[0]
    if source.variable != SIMPLE or target.variable != SIMPLE or target.transform != "create" or target.arguments:
        return None
    return Rule(
        rule.name,
        (replace(source, variable=None),),
        (replace(target, variable=None, transform=None),),
        simple=True,
    )


def _source(row: dict[str, Any]) -> Source:
    def clause(name: str) -> FhirPath | None:
        return _expression(row[name]) if name in row else None

    return Source(
        row["context"],
        row.get("element"),
        row.get("type"),
        row.get("min"),
        row.get("max"),
        _default(row),
        row.get("listMode"),
        row.get("variable"),
        clause("condition"),
        clause("check"),
        clause("logMessage"),
    )


def _default(row: dict[str, Any]) -> Argument | None:
    if "defaultValue" in row:
        return _expression(row["defaultValue"])
    return next((_number(value) for key, value in row.items() if key.startswith("defaultValue")), None)


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def _target(row: dict[str, Any]) -> Target:
    transform = row.get("transform")
    arguments = tuple(_argument(given, transform == "evaluate") for given in row.get("parameter", ()))
    if transform == "create" and not arguments and row.get("element"):
        transform = None if row.get("variable") != SIMPLE else transform
    if "context" not in row and transform == "copy" and _is_variable(arguments):
        return Target(arguments[0].path[0], variable=row.get("variable"))  # type: ignore[union-attr]
    return Target(
        row.get("context"),
        row.get("element"),
        transform,
        arguments,
        row.get("variable"),
        tuple(row.get("listMode", ())),
        row.get("listRuleId"),
    )


def _is_variable(arguments: tuple[Argument, ...]) -> bool:
    """`tgt as other` is a copy of a variable in the resource."""
    return len(arguments) == 1 and isinstance(arguments[0], Name) and len(arguments[0].path) == 1


def _argument(row: dict[str, Any], expression: bool) -> Argument:
    if "valueId" in row:
        return Name(tuple(row["valueId"].split(".")))
    if expression and "valueString" in row:
        return _expression(row["valueString"])
    values = [value for key, value in row.items() if key.startswith("value")]
    if not values:
        raise KeyError("parameter.value[x]")
    return _number(values[0])


def _dependent(row: dict[str, Any]) -> Dependent:
    if "variable" in row:
        return Dependent(row["name"], tuple(Name((name,)) for name in row["variable"]))
    return Dependent(row["name"], tuple(_argument(given, False) for given in row.get("parameter", ())))
