"""Every node of a source, for questions about places that no rule read."""

from collections.abc import Iterator
from typing import Any

from adapter.mapping.trace import Recorder
from adapter.sources.document import Document
from adapter.sources.reads import is_element
from adapter.trace.places import Places
from adapter.trace.query import Node
from adapter.trace.unread import own_text


def source_nodes(document: Document, recorder: Recorder) -> Iterator[Node]:
    """The nodes of a document in its order, attributes of XML among them. FHIR JSON: its entries."""
    places = Places(document, recorder)
    if is_element(document.root):
        for node in document.root.iter("*"):
            yield from _of_element(node, places)
    elif isinstance(document.root, dict):
        for entry in document.entries:
            yield Node(entry.place)
    else:
        yield from _of_model(document.root, document, places)


def _of_element(node: Any, places: Places) -> Iterator[Node]:
    at = places.of(node)
    assert at is not None
    yield Node(at.text, at.line, own_text(node))
    for key, value in node.items():
        yield Node(f"{at.text}/@{str(key).rpartition('}')[2]}", at.line, value)


def _of_model(node: Any, document: Document, places: Places) -> Iterator[Node]:
    model = getattr(document.model, "model", document.model)
    at, value, whole = places.of(node), model.scalar(node), _is_one_value(node, model)
    if at is not None:
        yield Node(at.text, at.line, str(value) if whole and value is not None else "")
    for child in () if whole else model.all_children(node):
        yield from _of_model(child, document, places)


def _is_one_value(node: Any, model: Any) -> bool:
    """Whether a node holds one value, be it in a first component of a first component."""
    inside = model.all_children(node)
    return not inside or (
        len(inside) == 1 and model.scalar(inside[0]) == model.scalar(node) and _is_one_value(inside[0], model)
    )
