"""A rhythm and ranges in words, for the resources of R4 that have no place for them."""

from collections.abc import Iterator
from typing import Any

from adapter.functions.cda.children import child, children
from adapter.functions.cda.coding import concept
from adapter.functions.cda.narrative_row import route_cell
from adapter.functions.cda.posology import posology_narrative
from adapter.functions.cda.quantity import dose_range, exact_dose, exact_rate, rate_range
from adapter.functions.cda.rhythm import timing
from adapter.medication.posology.rendered import rendered


def rhythm_words(context: Any, focus: list, *_: list) -> list:
    """Doses given → the range of their dose or rate and their rhythm in words, French in a French document, else
    English; nothing without any, and no rhythm when a part of it has no words."""
    return [said for act in focus if (said := " ".join((*_ranges(context, act), *_rhythm(context, act))))]


def is_without_dose(context: Any, focus: list, *_: list) -> list:
    """Dose given → whether words, route or site are all that is known of it. R4 requires a dose or rate beside them
    (mad-1), which then is one that is not known."""
    return [not _is_dosed(context, act) and _is_described(context, act) for act in focus]


def _is_dosed(context: Any, act: Any) -> bool:
    dose_given, rate_given = child(act, "doseQuantity"), child(act, "rateQuantity")
    has_dose = dose_given is not None and bool(exact_dose(context, [dose_given]))
    return has_dose or (rate_given is not None and bool(exact_rate(context, [rate_given])))


def _is_described(context: Any, act: Any) -> bool:
    coded = (*children(act, "routeCode"), *children(act, "approachSiteCode"))
    asked = (posology_narrative, rhythm_words, route_cell)
    return bool(concept(context, list(coded))) or any(ask(context, [act]) for ask in asked)


def _rhythm(context: Any, act: Any) -> Iterator[str]:
    for said in timing(context, [act]):
        words = rendered([{"timing": said}], _language(context))
        if words.text and not words.untold:
            yield words.text


def _ranges(context: Any, act: Any) -> Iterator[str]:
    for name, read in (("doseQuantity", dose_range), ("rateQuantity", rate_range)):
        node = child(act, name)
        for body in read(context, [node]) if node is not None else ():
            low, high = body.get("low"), body.get("high")
            ends = [f"{end['value']} {end.get('unit', '')}".strip() for end in (low, high) if end]
            yield " - ".join(ends) if len(ends) == 2 else f"{'≥' if low else '≤'} {ends[0]}"


def _language(context: Any) -> str:
    code = child(context.document.root, "languageCode")
    return "fr" if code is not None and (code.get("code") or "").casefold().startswith("fr") else "en"
