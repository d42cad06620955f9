"""What FHIR adds to FHIRPath (R4 §2.4.4, https://hl7.org/fhir/R4/fhirpath.html)."""

from typing import TYPE_CHECKING, Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.collections import EMPTY, FALSE, TRUE, boolean
from adapter.fhirpath.context import CONTEXT, Evaluate
from adapter.fhirpath.functions.function import Function, on_expressions, on_nodes
from adapter.fhirpath.functions.profile import CORE, conforms
from adapter.fhirpath.navigation import PRIMITIVES
from adapter.fhirpath.syntax import Call, Member

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler


def _extension(compiler: "Compiler", call: Call) -> Evaluate:
    extensions = compiler.compile(Member(call.source, "extension", call.offset))
    url = compiler.compile(call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        wanted = url(nodes, frame)
        return [node for node in extensions(nodes, frame) if type(node) is dict and [node.get("url")] == wanted]

    return run


def _conforms_to(compiler: "Compiler", call: Call) -> Evaluate:
    source, argument = compiler.source(call), compiler.compile(call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        found, urls = source(nodes, frame), argument(nodes, frame)
        if not found or not urls:
            return EMPTY
        wanted = str(urls[0]).removeprefix(CORE)
        if not r4().known(wanted):
            constants = frame[CONTEXT].constants if frame[CONTEXT] is not None else {}
            return boolean(conforms(found[0], str(urls[0]), constants.get("canonicals")))
        return boolean(compiler.is_type(found[0], wanted))

    return run


def _resolve(compiler: "Compiler", call: Call) -> Evaluate:
    """References into the resource at hand (`#id`), into the Bundle of the constant `bundle`, and canonical urls that
    the constant `canonicals` has; others give none.
    """
    source = compiler.source(call)

    def run(nodes: list, frame: list) -> list:
        constants = frame[CONTEXT].constants if frame[CONTEXT] is not None else {}
        return [target for node in source(nodes, frame) if (target := _target(node, constants)) is not None]

    return run


def _target(node: Any, constants: dict[str, Any]) -> dict[str, Any] | None:
    reference = node.get("reference") if type(node) is dict else node
    if not isinstance(reference, str):
        return None
    if reference.startswith("#"):
        contained = (constants.get("resource") or {}).get("contained", ())
        return next((resource for resource in contained if resource.get("id") == reference[1:]), None)
    for entry in (constants.get("bundle") or {}).get("entry", ()):
        resource = entry.get("resource", {})
        if reference in (entry.get("fullUrl"), f"{resource.get('resourceType')}/{resource.get('id')}"):
            return resource
    canonicals = constants.get("canonicals")
    return canonicals.get(reference) if canonicals is not None else None


FUNCTIONS: dict[str, Function] = {
    "extension": on_expressions(_extension, 1),
    "hasValue": on_nodes(lambda nodes: TRUE if len(nodes) == 1 and type(nodes[0]) in PRIMITIVES else FALSE),
    "getValue": on_nodes(lambda nodes: nodes if len(nodes) == 1 and type(nodes[0]) in PRIMITIVES else EMPTY),
    "conformsTo": on_expressions(_conforms_to, 1),
    "resolve": on_expressions(_resolve),
}
