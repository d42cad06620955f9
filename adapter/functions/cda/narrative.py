"""Narrative: the text behind `reference`. An anchor such as `#MED-001` is never itself text.

Source: HL7 CDA R2 §4.3.4.1 (section.text, content/@ID, reference).
"""

from typing import Any

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, text_of
from adapter.functions.cda.narrative_reference import referred, target_of
from adapter.functions.cda.report import report
from adapter.sources.xml_elements import local_name

_BREAKS = frozenset(("br", "tr", "td", "th", "item", "paragraph", "list", "table"))
_EMPTY_CELLS = frozenset(("", "-", "--", "—"))


@of_each
def narrative(context: Any, node: Any, *_: list) -> str | None:
    """text / originalText element → the text it holds or refers to; nothing (and an Issue) for a reference without
    target."""
    return None if isinstance(node, str) else text_behind(context, node) or None


def text_behind(context: Any, node: Any) -> str | None:
    """Like narrative(), of one element."""
    texts: dict[Any, str | None] = context.document.memo.setdefault("cda texts", {})
    if node not in texts:
        texts[node] = _text_behind(context, node)
    return texts[node]


@of_each
def plain_text(context: Any, node: Any, *_: list) -> str | None:
    """Element with text (a name, a title) → its text, spaces collapsed; nothing for an empty one."""
    return (node.strip() if isinstance(node, str) else text_of(node)) or None


def _text_behind(context: Any, node: Any) -> str | None:
    own = text_of(node)
    if own not in _EMPTY_CELLS and not own.startswith("#"):  # words written in the entry itself are surely its own
        return cell_text(node) if len(node) else own
    if (target := referred(context, node)) is not None:
        return cell_text(target)
    reference = child(node, "reference")
    anchor = reference.get("value") if reference is not None else own if own.startswith("#") and " " not in own else ""
    if not anchor:
        return None
    if (target := target_of(context, anchor, node)) is not None:
        return cell_text(target)
    said = f"the narrative has no element with ID '{anchor.lstrip('#')}'"
    report(context, node, "information", "not-found", said)
    return None


def cell_text(node: Any) -> str:
    """Text of a narrative element, its line breaks as spaces; a dash alone means nothing was written."""
    if len(node):
        parts: list[str] = []
        _collect(node, parts)
        text = " ".join("".join(parts).split())
    else:
        text = " ".join((node.text or "").split())
    return "" if text in _EMPTY_CELLS else text


def _collect(node: Any, parts: list[str]) -> None:
    if own := node.text:
        parts.append(own)
    for part in node:
        if local_name(part.tag) in _BREAKS:
            parts.append(" ")
        if len(part):
            _collect(part, parts)
        elif own := part.text:
            parts.append(own)
        if tail := part.tail:
            parts.append(tail)
