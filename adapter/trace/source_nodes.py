"""Every node of a source, for questions about places that no rule read."""

from collections.abc import Iterator
from typing import Any

from adapter.mapping.trace import Recorder
from adapter.sources.document import Document
from adapter.sources.reads import is_element
from adapter.trace.places import Place, Places
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
    at: Place | None = places.of(node)
    children = model.all_children(node)
    value = model.scalar(node)
    if at is not None:
        yield Node(at.text, at.line, "" if value is None else str(value))
    for child in children:
        yield from _of_model(child, document, places)
