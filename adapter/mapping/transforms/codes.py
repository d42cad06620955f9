"""translate: codes through a ConceptMap."""

from collections.abc import Callable
from typing import Any

from adapter.mapping.scope import RuleScope
from adapter.mapping.syntax import Target
from adapter.mapping.transforms.arguments import Transformed, argument_values


def translate(scope: RuleScope, target: Target) -> Transformed:
    code = argument_values(scope, target.arguments[0], target)
    url, output = str(target.arguments[1]), str(target.arguments[2]) if len(target.arguments) > 2 else "code"
    table = scope.linker.concept_map(scope.map, url)
    if table is None:
        scope.fail("the url of a ConceptMap that is given", url, target, known=scope.linker.concept_map_urls(scope.map))
    if output not in _OUTPUTS:
        scope.fail(f"one of {', '.join(_OUTPUTS)}", output, target, known=_OUTPUTS)
    scalar, (type_, make) = scope.linker.scalar, _OUTPUTS[output]

    def values(frame: list) -> list:
        found: list = []
        for node in code(frame):
            for system, value in _codes(node, scalar):
                row = table.translate(system, value)
                coding = {"system": row.system, "code": row.code, "display": row.display}
                found += make({key: text for key, text in coding.items() if text is not None})
        return found

    return Transformed(values, type_)


def _codes(node: Any, scalar: Callable[[Any], Any]) -> list[tuple[str | None, str]]:
    if isinstance(node, dict) and "coding" in node:
        return [(coding.get("system"), coding["code"]) for coding in node["coding"] if "code" in coding]
    if isinstance(node, dict):
        return [(node.get("system"), node["code"])] if "code" in node else []
    value = scalar(node)
    return [] if value is None else [(None, str(value))]


def _code(coding: dict[str, str]) -> list:
    return [coding["code"]]


_OUTPUTS: dict[str, tuple[str, Callable[[dict[str, str]], list]]] = {
    "code": ("code", _code),
    "string": ("string", _code),
    "uri": ("uri", _code),
    "system": ("uri", lambda coding: [coding["system"]] if "system" in coding else []),
    "display": ("string", lambda coding: [coding["display"]] if "display" in coding else []),
    "Coding": ("Coding", lambda coding: [coding]),
    "CodeableConcept": ("CodeableConcept", lambda coding: [{"coding": [coding]}]),
}
"""output → its type, and how it is written"""
