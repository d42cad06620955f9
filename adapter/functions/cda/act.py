"""What the place of an act says of it: author in force, dates of order, delivery and dose.

Source: HL7 CDA R2 §2.3 (context conduction of author).
"""

from typing import Any

from adapter.fhirpath.host_functions import of_first
from adapter.functions.cda.children import around, child, children, descendant
from adapter.functions.cda.people import participant_reference
from adapter.functions.cda.time import convert, date_time, interval, single_time
from adapter.functions.entry import not_stated


@of_first
def author_reference(context: Any, act: Any, *_: list) -> dict[str, Any] | None:
    """Act → Reference to the PractitionerRole of the author in force: the act's own, else the section's, else the
    document's."""
    author = _author(context, act)
    assigned = child(author, "assignedAuthor") if author is not None else None
    return next(iter(participant_reference(context, [assigned])), None) if assigned is not None else None


def handed_over(context: Any, focus: list, *_: list) -> list:
    """supply → date of delivery: performer/time, else its effectiveTime, else its author's time; in a document of
    deliveries, else the time of the author in force, else the document's date (eDISP states no other)."""
    for supply in focus:
        own = descendant(supply, "author", "time")
        candidates = [descendant(supply, "performer", "time"), child(supply, "effectiveTime"), own]
        if date := next((d for node in candidates if (d := _moment(node))), None):
            return [date]
        if is_of_deliveries(context):
            author = _author(context, supply)
            date = _moment(child(author, "time")) if author is not None else None
            return [date] if date else document_date(context)
    return []


def is_of_deliveries(context: Any) -> bool:
    """Whether the list at hand is one of deliveries."""
    return context.constants.get("listKind") == "dispensing"


def authored_on(context: Any, focus: list, *_: list) -> list:
    """Act of an order → when it was written: the earliest time of its own authors, else that of the author in force,
    else the document's date."""
    for act in focus:
        times = [d for author in children(act, "author") if (d := _moment(child(author, "time")))]
        author = _author(context, act)
        inherited = _moment(child(author, "time")) if author is not None else None
        if found := min(times, default=inherited):
            return [found]
    return document_date(context)


def administered_period(context: Any, focus: list, *_: list) -> list:
    """Doses given → Period when the act has an interval or several times; a Period that says "unknown" when it has no
    date at all (R4 requires one)."""
    for act in focus:
        if period := interval(context, act):
            return [period]
        if not single_time(context, [act]):
            times = sorted(date_time(context, [t for t in children(act, "effectiveTime") if t.get("value")]))
            return [{"start": times[0], "end": times[-1]}] if times else not_stated(context, [])
    return []


def _moment(node: Any) -> str | None:
    """TS, or the low of an IVL_TS, as a FHIR date."""
    if node is None:
        return None
    low = child(node, "low")
    return convert(node.get("value") or (low.get("value") if low is not None else "") or "")


def _author(context: Any, act: Any) -> Any:
    own = child(act, "author")
    if own is not None:
        return own
    section = around(act, "section")
    author = child(section, "author") if section is not None else None
    return author if author is not None else child(context.document.root, "author")


def document_date(context: Any) -> list:
    """The document's date, when it has one."""
    date = context.constants.get("documentDate")
    return [date] if date else []
