"""A rhythm in words, for the resources of R4 that have no place for it."""

from typing import Any

from adapter.functions.cda.children import child
from adapter.functions.cda.rhythm import timing
from adapter.medication.posology.rendered import rendered


def rhythm_words(context: Any, focus: list, *_: list) -> list:
    """Doses given → their rhythm in words, French in a French document, else English; nothing without a rhythm, or
    when a part of it has no words."""
    found = []
    for act in focus:
        for said in timing(context, [act]):
            words = rendered([{"timing": said}], _language(context))
            found.extend([words.text] if words.text and not words.untold else [])
    return found


def _language(context: Any) -> str:
    code = child(context.document.root, "languageCode")
    return "fr" if code is not None and (code.get("code") or "").casefold().startswith("fr") else "en"
