"""What `reference` elements lead to: the elements of the narrative by their ID.

Source: HL7 CDA R2 §4.3.4.1 (content/@ID, reference).
"""

from collections import Counter
from typing import Any

from lxml import etree

from adapter.functions.cda.children import child, children

_WITH_ID: Any = etree.XPath("descendant-or-self::*/@ID/..")  # a fifth of a walk over a long narrative


def referred(context: Any, node: Any) -> Any:
    """The element of the narrative that a text refers to, None when it refers to none."""
    known: dict[Any, Any] = context.document.memo.setdefault("cda referred", {})
    if node not in known:
        reference = child(node, "reference")
        known[node] = target_of(context, reference.get("value") or "", node) if reference is not None else None
    return known[node]


def times_referred(context: Any, target: Any) -> int:
    """How many medications of the document refer to the same words by their text."""
    memo = context.document.memo
    counts: Counter[Any] | None = memo.get("cda narrative counts")
    if counts is None:
        acts = context.document.root.iter("{*}substanceAdministration")
        texts = [referred(context, text) for act in acts for text in children(act, "text")]
        counts = memo["cda narrative counts"] = Counter(texts)
    return counts[target]


def target_of(context: Any, anchor: str, node: Any) -> Any:
    """The narrative element with this ID: in the node's own section first, else anywhere in the document."""
    found = _index(context).get(_id(anchor))
    if found is None or len(found) == 1:
        return found and found[0][1]
    section = next(node.iterancestors("{*}section"), None)
    return next((element for within, element in found if within is section), found[0][1])


def elements_of(context: Any, anchor: str, section: Any) -> list[Any]:
    """The elements of the narrative of this section that have this ID."""
    return [element for within, element in _index(context).get(_id(anchor), ()) if within is section]


def _id(anchor: str) -> str:
    return anchor.lstrip("#").strip()


def _index(context: Any) -> dict[str, list[tuple[Any, Any]]]:
    index: dict[str, list[tuple[Any, Any]]] | None = context.document.memo.get("cda narrative ids")
    return _ids(context) if index is None else index


def _ids(context: Any) -> dict[str, list[tuple[Any, Any]]]:
    """ID → the elements of this ID in all narratives of the document, each with its section; made once for a
    document."""
    index: dict[str, list[tuple[Any, Any]]] = {}
    for located in context.document.sections:
        for text in children(located.node, "text"):
            for element in _WITH_ID(text):
                if id_ := element.get("ID"):
                    index.setdefault(id_, []).append((located.node, element))
    context.document.memo["cda narrative ids"] = index
    return index
