"""Combining (FHIRPath 2.0 §5.4)."""

from adapter.fhirpath.functions.function import Function, on_nodes
from adapter.fhirpath.operators import union

FUNCTIONS: dict[str, Function] = {
    "union": on_nodes(union, 1),
    "combine": on_nodes(lambda nodes, others: nodes + others, 1),
}
