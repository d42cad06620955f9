"""StructureMap resources (FHIR R4 and R5 JSON) → the same parts that the parser gives.

https://hl7.org/fhir/R4/structuremap.html, https://hl7.org/fhir/R5/structuremap.html
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from adapter.errors import MappingError, one_error
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.parser import parse
from adapter.mapping.concept_map_releases import in_r4
from adapter.mapping.located_json import offset_of
from adapter.mapping.metadata import known, of_resource
from adapter.mapping.resource_faults import resource_faults
from adapter.mapping.syntax import (
    Argument,
    Constant,
    Dependent,
    FhirPath,
    Group,
    Name,
    Parameter,
    Rest,
    Rule,
    Source,
    StructureMap,
    Target,
    Use,
)

SIMPLE = "vvv"
"""The variable that the reference implementation writes for `a.b -> c.d`, which the resource has no form for."""

_TYPE_MODES = {"types": "types", "type-and-types": "type+"}
_MOST_ERRORS = 20
_PARTS = ("resourceType", "url", "name", "structure", "import", "const", "group", "contained")


def read_map(resource: dict[str, Any], file: str, text: str = "") -> StructureMap:
    """Read a StructureMap resource. text: the JSON that it was read from (located_json), for the places in messages.

    Raises MappingError for what is none, and for elements that are missing, misspelt or of a wrong type: MappingErrors
    when there are several.
    """
    if resource.get("resourceType") != "StructureMap":
        raise MappingError("expected a StructureMap resource", source=file)
    reader = _Reader(file, text)
    faults = list(resource_faults(resource, text))[:_MOST_ERRORS]
    if faults:
        raise one_error([reader.error(fault.message, fault.offset) for fault in faults])
    return reader.map(resource)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one resource that has no faults."""

    file: str
    text: str

    def error(self, message: str, offset: int) -> MappingError:
        line = self.line(offset)
        place = f"{line}:{offset - self.text.rfind(chr(10), 0, offset)}" if self.text else ""
        return MappingError(message, source=self.file, location=place)

    def line(self, offset: int) -> int:
        """The line of an offset; 0 where the text is not known."""
        return self.text.count("\n", 0, offset) + 1 if self.text else 0

    def map(self, resource: dict[str, Any]) -> StructureMap:
        contained = resource.get("contained", ())
        tables = [row for row in contained if row.get("resourceType") == "ConceptMap"]
        rest = {key: value for key, value in resource.items() if key not in _PARTS and not known(key)}
        others = [row for row in contained if row not in tables]
        return StructureMap(
            resource["url"],
            resource["name"],
            file=self.file,
            metadata=of_resource(resource),
            uses=tuple(self.use(row) for row in resource.get("structure", ())),
            imports=tuple(resource.get("import", ())),
            concept_maps=tuple(_concept_map(row) for row in tables),
            constants=tuple(self.constant(row) for row in resource.get("const", ())),
            groups=tuple(self.group(row) for row in resource["group"]),
            text=self.text,
            rest={**rest, **({"contained": others} if others else {})} or None,
        )

    def use(self, row: dict[str, Any]) -> Use:
        rest = _rest(row, "url", "alias", "mode", "documentation")
        return Use(row["url"], row.get("alias"), row["mode"], row.get("documentation"), rest)

    def constant(self, row: dict[str, Any]) -> Constant:
        return Constant(row["name"], self.expression(row, "value"), _rest(row, "name", "value"))

    def expression(self, row: dict[str, Any], key: str) -> FhirPath:
        """The expression in an element; what does not parse is an error at its place."""
        written, start = row[key], offset_of(row)
        start = max(self.text.find('"', self.text.find(":", self.text.find(f'"{key}"', start))), 0) + 1
        try:
            return FhirPath(written, parse(written), start if self.text else 0)
        except FhirPathError as error:
            line, _, column = error.location.partition(":")
            before = sum(len(each) + 1 for each in written.split("\n")[: int(line or 1) - 1])
            raise self.error(error.message, start + before + int(column or 1) - 1) from None

    def group(self, row: dict[str, Any]) -> Group:
        return Group(
            row["name"],
            tuple(self.parameter(given) for given in row["input"]),
            tuple(self.rule(rule) for rule in row.get("rule", ())),
            row.get("extends"),
            _TYPE_MODES.get(row.get("typeMode", "")),
            self.line(offset_of(row)),
            row.get("documentation"),
            _rest(row, "name", "input", "rule", "extends", "typeMode", "documentation"),
        )

    def parameter(self, row: dict[str, Any]) -> Parameter:
        rest = _rest(row, "mode", "name", "type", "documentation")
        return Parameter(row["mode"], row["name"], row.get("type"), row.get("documentation"), rest)

    def rule(self, row: dict[str, Any]) -> Rule:
        rule = Rule(
            row.get("name"),
            tuple(self.source(source) for source in row["source"]),
            tuple(self.target(target) for target in row.get("target", ())),
            tuple(self.rule(rule) for rule in row.get("rule", ())),
            tuple(self.dependent(dependent) for dependent in row.get("dependent", ())),
            line=self.line(offset_of(row)),
            documentation=row.get("documentation"),
            rest=_rest(row, "name", "source", "target", "rule", "dependent", "documentation"),
        )
        return _simple(rule) or rule

    def source(self, row: dict[str, Any]) -> Source:
        def clause(name: str) -> FhirPath | None:
            return self.expression(row, name) if name in row else None

        return Source(
            row["context"],
            row.get("element"),
            row.get("type"),
            row.get("min"),
            row.get("max"),
            self.default(row),
            row.get("listMode"),
            row.get("variable"),
            clause("condition"),
            clause("check"),
            clause("logMessage"),
            offset_of(row),
            _rest(row, *_SOURCE, *(key for key in row if key.startswith("defaultValue"))),
        )

    def default(self, row: dict[str, Any]) -> Argument | None:
        if "defaultValue" in row:
            return self.expression(row, "defaultValue")
        return next((_number(value) for key, value in row.items() if key.startswith("defaultValue")), None)

    def target(self, row: dict[str, Any]) -> Target:
        transform = row.get("transform")
        arguments = tuple(self.argument(given, transform == "evaluate") for given in row.get("parameter", ()))
        if transform == "create" and not arguments and row.get("element"):
            transform = None if row.get("variable") != SIMPLE else transform
        context = row.get("context")
        implied = ("contextType",) if context is not None and row.get("contextType") == "variable" else ()
        rest = _rest(row, *_TARGET, *implied)
        if context is None and transform == "copy" and _is_variable(arguments):
            context, transform, arguments = arguments[0].path[0], None, ()  # type: ignore[union-attr]
        return Target(
            context,
            row.get("element"),
            transform,
            arguments,
            row.get("variable"),
            tuple(row.get("listMode", ())),
            row.get("listRuleId"),
            offset_of(row),
            rest,
        )

    def argument(self, row: dict[str, Any], expression: bool) -> Argument:
        if "valueId" in row:
            return Name(tuple(row["valueId"].split(".")))
        if expression and "valueString" in row:
            return self.expression(row, "valueString")
        values = [value for key, value in row.items() if key.startswith("value")]
        return _number(values[0])

    def dependent(self, row: dict[str, Any]) -> Dependent:
        if "variable" in row:
            arguments: tuple[Argument, ...] = tuple(Name((name,)) for name in row["variable"])
        else:
            arguments = tuple(self.argument(given, False) for given in row.get("parameter", ()))
        rest = _rest(row, "name", "variable", "parameter")
        return Dependent(row["name"], arguments, offset_of(row), rest)


_SOURCE = (
    *("context", "element", "type", "min", "max", "listMode", "variable", "condition", "check", "logMessage"),
    "defaultValue",
)
_TARGET = ("context", "element", "transform", "parameter", "variable", "listMode", "listRuleId")


def _rest(row: dict[str, Any], *read: str) -> Rest | None:
    return {key: value for key, value in row.items() if key not in read} or None


def _concept_map(resource: dict[str, Any]) -> dict[str, Any]:
    url = resource.get("url") or "#" + resource["id"]
    return in_r4({key: value for key, value in resource.items() if key != "id"} | {"url": url})


def _simple(rule: Rule) -> Rule | None:
    if len(rule.sources) != 1 or len(rule.targets) != 1 or rule.rules or rule.dependents:
        return None
    source, target = rule.sources[0], rule.targets[0]
    if source.variable != SIMPLE or target.variable != SIMPLE or target.transform != "create" or target.arguments:
        return None
    return replace(
        rule,
        sources=(replace(source, variable=None),),
        targets=(replace(target, variable=None, transform=None),),
        simple=True,
    )


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def _is_variable(arguments: tuple[Argument, ...]) -> bool:
    """`tgt as other` is a copy of a variable in the resource."""
    return len(arguments) == 1 and isinstance(arguments[0], Name) and len(arguments[0].path) == 1
