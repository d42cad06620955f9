"""reference, pointer and uuid: how resources are referred to."""

from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.fhirpath.context import CONTEXT
from adapter.fhirpath.errors import FhirPathError
from adapter.mapping.scope import RuleScope
from adapter.mapping.sources import place_of
from adapter.mapping.syntax import Target
from adapter.mapping.transforms.arguments import Transformed, argument_values


def reference(scope: RuleScope, target: Target) -> Transformed:
    """`Type/id` of a resource."""
    values = argument_values(scope, target.arguments[0], target)

    def run(frame: list) -> list:
        return [f"{_named(node, 'resourceType')}/{_named(node, 'id')}" for node in values(frame)]

    return Transformed(run, "string")


def pointer(scope: RuleScope, target: Target) -> Transformed:
    """`urn:uuid:id` of a resource of the same Bundle."""
    values = argument_values(scope, target.arguments[0], target)
    return Transformed(lambda frame: [full_url(_named(node, "id")) for node in values(frame)], "string")


def _named(node: Any, name: str) -> str:
    value = node.get(name) if isinstance(node, dict) else None
    if not isinstance(value, str):
        raise FhirPathError(f"a reference needs a resource with resourceType and id, {name} is missing")
    return value


def uuid(scope: RuleScope, target: Target) -> Transformed:
    """An id that is the same each time: from the document, the rule, the source node, and how many were made before."""
    focus, model = scope.focus, scope.linker.model
    reference = f"{scope.map.url} {scope.rule.name if scope.rule else ''}"

    def run(frame: list) -> list:
        context = frame[CONTEXT]
        identity = str(getattr(context.document, "identity", ""))
        return [stable_id(identity, reference, place_of(context, model, frame[focus]), str(context.next_number()))]

    return Transformed(run, "string")
