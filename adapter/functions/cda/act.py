"""What the place and dates of an act say of it: status, author in force, dates of order, delivery and dose.

Source: HL7 CDA R2 §2.3 (context conduction of author).
"""

from typing import Any

from adapter.functions.cda.coding import codings
from adapter.functions.cda.people import participant_reference
from adapter.functions.cda.time import bounds, convert, single_time
from adapter.functions.entry import not_stated

_V3_ACT_CODE = "2.16.840.1.113883.5.4"
_STATUSES = {  # HL7 V3 ActStatus; `completed` and `active` say nothing of the treatment
    "aborted": "stopped",
    "cancelled": "not-taken",
    "held": "on-hold",
    "nullified": "entered-in-error",
    "suspended": "on-hold",
}
_DISCHARGE_LETTER = "11490-0"


def is_part(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration inside another act → whether it is a part of its posology (not the prescription line it
    refers to)."""
    return [(act.find("{*}code") is None or act.find("{*}code").get("code") != "PREItem") for act in focus]


def has_parts(context: Any, focus: list, *_: list) -> list:
    """Act → whether its posology is split into parts
    (`entryRelationship[@typeCode='COMP']/substanceAdministration`)."""
    return [
        any(
            relation.get("typeCode") == "COMP"
            and any(is_part(context, [part])[0] for part in relation.iterchildren("{*}substanceAdministration"))
            for relation in act.iterchildren("{*}entryRelationship")
        )
        for act in focus
    ]


def statement_status(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration → MedicationStatement.status, from the list it stands in, negation and dates (law 3)."""
    return [_statement_status(context, act) for act in focus]


def request_status(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration of an order → `completed` when its period ended before the document's date, else
    `active`."""
    return ["completed" if _ended(context, act) else "active" for act in focus]


def administration_status(context: Any, focus: list, *_: list) -> list:
    return ["not-done" if act.get("negationInd") == "true" else "completed" for act in focus]


def author_reference(context: Any, focus: list, *_: list) -> list:
    """Act → Reference to the PractitionerRole of the author in force: the act's own, else the section's, else the
    document's."""
    for act in focus:
        author = _author(context, act)
        assigned = author.find("{*}assignedAuthor") if author is not None else None
        if assigned is not None:
            return participant_reference(context, [assigned])
    return []


def stay_status(context: Any, focus: list, *_: list) -> list:
    """encompassingEncounter → Encounter.status: `finished` when it has an end, else `unknown`."""
    return ["finished" if bounds(stay)[1] else "unknown" for stay in focus]


def stay_class(context: Any, focus: list, *_: list) -> list:
    """encompassingEncounter → Coding of its class where the document codes it (v3 ActCode: `IMP`, `AMB`, …), else one
    that says "unknown": R4 requires the element."""
    found = []
    for stay in focus:
        code = stay.find("{*}code")
        coded = code is not None and code.get("codeSystem") == _V3_ACT_CODE and code.get("code")
        found.extend(codings(context, [code]) if coded else not_stated(context, []))
    return found


def handed_over(context: Any, focus: list, *_: list) -> list:
    """supply → date of delivery: performer/time, else its effectiveTime, else the author's time in force, else the
    document's date."""
    for supply in focus:
        author = _author(context, supply)
        candidates = [
            supply.find("{*}performer/{*}time"),
            supply.find("{*}effectiveTime"),
            None if author is None else author.find("{*}time"),
        ]
        for node in candidates:
            if node is not None and (date := convert(node.get("value") or "")):
                return [date]
    return _document_date(context)


def authored_on(context: Any, focus: list, *_: list) -> list:
    """Act of an order → when it was written: the time of the author in force, else the document's date."""
    for act in focus:
        author = _author(context, act)
        time = author.find("{*}time") if author is not None else None
        if time is not None and (date := convert(time.get("value") or "")):
            return [date]
    return _document_date(context)


def administered_period(context: Any, focus: list, *_: list) -> list:
    """Doses given → Period when the act has an interval; a Period that says "unknown" when it has no date at all (R4
    requires one)."""
    for act in focus:
        start, end = bounds(act)
        if start or end:
            return [{name: value for name, value in (("start", start), ("end", end)) if value}]
        if not single_time(context, [act]):
            return not_stated(context, [])
    return []


def _statement_status(context: Any, act: Any) -> str:
    kind = context.constants.get("listKind")
    if kind == "stopped":
        return "stopped"
    if act.get("negationInd") == "true":
        return "not-taken"
    status = act.find("{*}statusCode")
    if status is not None and (said := _STATUSES.get(status.get("code") or "")):
        return said
    if kind == "admission" and _document_type(context) == _DISCHARGE_LETTER:
        return "unknown"
    if kind == "administered":
        return "unknown"
    if _ended(context, act):
        return "completed"
    start = bounds(act)[0]
    date = _document_date(context)
    return "intended" if start and date and start[:10] > date[0][:10] else "active"


def _ended(context: Any, act: Any) -> bool:
    end = bounds(act)[1]
    date = _document_date(context)
    return bool(end and date and end[:10] < date[0][: len(end[:10])])


def _author(context: Any, act: Any) -> Any:
    own = act.find("{*}author")
    if own is not None:
        return own
    section = next(act.iterancestors("{*}section"), None)
    author = section.find("{*}author") if section is not None else None
    return author if author is not None else context.document.root.find("{*}author")


def _document_type(context: Any) -> str | None:
    code = context.document.root.find("{*}code")
    return code.get("code") if code is not None else None


def _document_date(context: Any) -> list:
    date = context.constants.get("documentDate")
    return [date] if date else []
