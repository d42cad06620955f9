"""FHIRPath (http://hl7.org/fhirpath/N1/) compiled to closures: the part that maps, profiles and searches use.

evaluate = compile_expression("name.where(use = 'official').given.first()")
evaluate(resource)      # → ['Anna']
"""

from collections.abc import Callable, Mapping
from typing import Any

from adapter.fhirpath.compiler import Compiler, Scope
from adapter.fhirpath.context import Context, HostFunction, Model
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.parser import parse

__all__ = ["Context", "FhirPathError", "HostFunction", "Model", "compile_expression"]


def compile_expression(
    text: str,
    *,
    functions: Mapping[str, HostFunction] | None = None,
    model: Model | None = None,
    type: str | None = None,
) -> Callable[..., list]:
    """Compile an expression. Raises FhirPathError when it cannot be parsed.

    type: the R4 type of the nodes it will be evaluated on; elements that this type does not have are then refused.

    The result is `evaluate(node, context=None) -> list`; %resource, %rootResource and %context are the node unless the
    context's constants say otherwise. Evaluation raises FhirPathError when the data does not fit the expression.
    """
    scope = Scope(functions=functions or {}, model=model, strict=type is not None)
    compiled = Compiler(scope, (type,) if type is not None else None).compile(parse(text))

    def evaluate(node: Any, context: Context | None = None) -> list:
        given = context or Context()
        constants = {"resource": node, "rootResource": node, "context": node, **given.constants}
        return compiled([node], [Context(given.document, constants, given.issues), None, None])

    return evaluate
