"""Subsetting (FHIRPath 2.0 §5.3)."""

from adapter.fhirpath.collections import EMPTY, distinct, member, one
from adapter.fhirpath.comparison import whole_number
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_nodes, on_values


def _single(nodes: list) -> list:
    if len(nodes) > 1:
        raise FhirPathError(f"single() found {len(nodes)} values")
    return nodes


def _skip(nodes: list, number: list) -> list:
    return nodes[max(_count(number), 0) :] if number else EMPTY


def _take(nodes: list, number: list) -> list:
    return nodes[: max(_count(number), 0)] if number else EMPTY


def _count(number: list) -> int:
    return whole_number(one(number, "a count"))


def at_index(nodes: list, number: list) -> list:
    """The indexer `nodes[number]`."""
    if not number:
        return EMPTY
    index = _count(number)
    return nodes[index : index + 1] if index >= 0 else EMPTY


FUNCTIONS: dict[str, Function] = {
    "single": on_nodes(_single),
    "first": on_nodes(lambda nodes: nodes[:1]),
    "last": on_nodes(lambda nodes: nodes[-1:]),
    "tail": on_nodes(lambda nodes: nodes[1:]),
    "skip": on_nodes(_skip, 1),
    "take": on_nodes(_take, 1),
    "intersect": on_values(lambda nodes, others: distinct([node for node in nodes if member(node, others)]), 1),
    "exclude": on_values(lambda nodes, others: [node for node in nodes if not member(node, others)], 1),
}
