"""StructureMap → FHIR Mapping Language text in R5 spelling: what parse_map reads back as the same map.
Of comments those are kept that document a part of the map; of a resource not what text has no place for: `id` and
`extension` of its parts, the narrative.
"""

import re
from decimal import Decimal
from itertools import chain
from typing import Any

from adapter.mapping.comments import comment_lines
from adapter.mapping.concept_map_parser import EQUIVALENCE
from adapter.mapping.metadata import lines_of
from adapter.mapping.syntax import (
    Argument,
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

_PLAIN = re.compile(r"[^\W\d]\w*")
_RELATION = {equivalence: symbol for symbol, equivalence in EQUIVALENCE.items()}


def print_map(map_: StructureMap) -> str:
    """The text of a map."""
    declared = dict(map_.metadata)
    head = [f"/// {name} = {_metadata(value)}".rstrip() for name, value in lines_of(map_.metadata)]
    if declared.get("url") != map_.url or declared.get("name", map_.url) != map_.name:
        head.append(f"map {_double(map_.url)} = {_double(map_.name)}")
    parts = ["\n".join(head)]
    parts += [_concept_map(found) for found in map_.concept_maps]
    parts.append("\n".join(map(_use, map_.uses)))
    parts.append("\n".join(f"imports {_double(url)}" for url in map_.imports))
    parts.append("\n".join(f"let {constant.name} = {constant.value.text};" for constant in map_.constants))
    parts += [_group(group) for group in map_.groups]
    return "\n\n".join(part for part in parts if part) + "\n"


def _metadata(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    as_markdown = "\n" in text and '"""' not in text and not text.endswith('"')
    return f'"""{text}"""' if as_markdown else _double(text)


def _documented(documentation: str | None, text: str, indent: str = "") -> str:
    """The text with its documentation as lines of comment before it."""
    return "".join(f"{line}\n{indent}" for line in comment_lines(documentation or "")) + text


def _use(use: Use) -> str:
    alias = f" alias {_name(use.alias)}" if use.alias else ""
    return _documented(use.documentation, f"uses {_double(use.url)}{alias} as {use.mode}")


def _group(group: Group) -> str:
    extends = f" extends {_name(group.extends)}" if group.extends else ""
    mode = f" <<{group.type_mode}>>" if group.type_mode else ""
    text = f"group {_name(group.name)}({_parameters(group.parameters)}){extends}{mode} {_rules(group.rules, '')}"
    return _documented(group.documentation, text)


def _parameters(parameters: tuple[Parameter, ...]) -> str:
    """On one line; documented ones on lines of their own."""
    if not any(parameter.documentation for parameter in parameters):
        return ", ".join(map(_parameter, parameters))
    return "\n  " + ",\n  ".join(_documented(p.documentation, _parameter(p), "  ") for p in parameters) + "\n"


def _parameter(parameter: Parameter) -> str:
    type_ = f" : {_name(parameter.type)}" if parameter.type else ""
    return f"{parameter.mode} {_name(parameter.name)}{type_}"


def _rules(rules: tuple[Rule, ...], indent: str) -> str:
    if not rules:
        return "{\n" + indent + "}"
    inner = indent + "  "
    return (
        "{\n"
        + "\n".join(inner + _documented(rule.documentation, _rule(rule, inner), inner) for rule in rules)
        + "\n"
        + indent
        + "}"
    )


def _rule(rule: Rule, indent: str) -> str:
    text = ", ".join(map(_source, rule.sources))
    if rule.targets:
        text += " -> " + ", ".join(map(_target, rule.targets))
    if rule.dependents or rule.rules:
        text += " then "
        text += ", ".join(map(_dependent, rule.dependents))
        if rule.rules:
            text += (" " if rule.dependents else "") + _rules(rule.rules, indent)
    return text + (f" {_double(rule.name)}" if rule.name is not None else "") + ";"


def _source(source: Source) -> str:
    text = _name(source.context) + (f".{_name(source.element)}" if source.element else "")
    if source.type:
        text += f" : {'.'.join(map(_name, source.type.split('.')))}"
    if source.minimum is not None:
        text += f" {source.minimum}..{source.maximum}"
    if isinstance(source.default, FhirPath):
        text += f" default ({source.default.text})"
    elif source.default is not None:
        text += f" default {print_argument(source.default)}"
    if source.list_mode:
        text += f" {source.list_mode}"
    if source.variable:
        text += f" as {_name(source.variable)}"
    for word, clause in (("where", source.condition), ("check", source.check), ("log", source.log)):
        if clause is not None:
            text += f" {word} {clause.text}"
    return text


def _target(target: Target) -> str:
    text = ""
    if target.context is not None:
        text = _name(target.context) + (f".{_name(target.element)}" if target.element else "")
    if target.transform is not None:
        text += (" = " if text else "") + _transform(target.transform, target.arguments)
    if target.variable:
        text += f" as {_name(target.variable)}"
    for mode in target.list_modes:
        text += f" {mode}" + (f" {_name(target.list_rule)}" if mode == "share" and target.list_rule else "")
    return text


def _transform(name: str, arguments: tuple[Argument, ...]) -> str:
    if name == "copy" and len(arguments) == 1 and not isinstance(arguments[0], FhirPath):
        return print_argument(arguments[0])
    if name == "evaluate" and len(arguments) == 1 and isinstance(arguments[0], FhirPath):
        return f"({arguments[0].text})"
    if name == "evaluate":
        return f"evaluate({', '.join(a.text if isinstance(a, FhirPath) else print_argument(a) for a in arguments)})"
    return f"{name}({', '.join(map(print_argument, arguments))})"


def _dependent(dependent: Dependent) -> str:
    return f"{_name(dependent.name)}({', '.join(map(print_argument, dependent.arguments))})"


def print_argument(argument: Argument) -> str:
    if isinstance(argument, Name):
        return ".".join(map(_name, argument.path))
    if isinstance(argument, FhirPath):
        return f"({argument.text})"
    if isinstance(argument, bool):
        return "true" if argument else "false"
    if isinstance(argument, (int, Decimal)):
        return f"{argument:f}" if isinstance(argument, Decimal) else str(argument)
    return _quoted(argument, "'")


def _concept_map(found: dict[str, Any]) -> str:
    """What the text has words for: systems, codes, relations, and that unmapped codes stay as they are."""
    groups = [{"source": "", "target": "", "element": (), **group} for group in found.get("group", ())]
    rows = [
        (group, element, target)
        for group in groups
        for element in group["element"]
        for target in element.get("target", ())
    ]
    used = [(group["source"], *((group["target"],) if target.get("code") else ())) for group, _, target in rows]
    systems = dict.fromkeys([*chain.from_iterable(used), *(g["source"] for g in groups if _is_provided(g))])
    prefixes = {system: f"p{number}" for number, system in enumerate(systems, start=1)}
    lines = [f"  prefix {prefix} = {_double(system)}" for system, prefix in prefixes.items()]
    lines += [f"  unmapped for {prefixes[group['source']]} = provided" for group in groups if _is_provided(group)]
    for group, element, target in rows:
        end = f" {prefixes[group['target']]}:{_double(target['code'])}" if target.get("code") else ""
        relation = _RELATION[target["equivalence"]]
        lines.append(f"  {prefixes[group['source']]}:{_double(element['code'])} {relation}{end}")
    return f"conceptmap {_double(found['url'])} {{\n" + "\n".join(lines) + "\n}"


def _is_provided(group: dict[str, Any]) -> bool:
    return group.get("unmapped", {}).get("mode") == "provided"


def _name(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _quoted(text, "`")


def _double(text: str) -> str:
    return _quoted(text, '"')


def _quoted(text: str, quote: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    for character, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\f", "\\f")):
        escaped = escaped.replace(character, code)
    return quote + escaped + quote
