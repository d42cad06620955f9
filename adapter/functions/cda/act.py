"""What an act is, and what its place and dates say of it: kind, status, author in force, dates of order, delivery and
dose.

Sources: facts of the CI-SIS templates (absence codes, vaccine and device templates); HL7 CDA R2 §2.3 (context
conduction of author).
"""

from typing import Any

from adapter.fhir.canonical import ATC
from adapter.functions.cda.coding import codings
from adapter.functions.cda.people import participant_reference
from adapter.functions.cda.product import product_codings, product_material, product_name
from adapter.functions.cda.time import convert
from adapter.functions.entry import not_stated

_VACCINES = frozenset(("1.2.250.1.213.1.1.3.45", "1.3.6.1.4.1.19376.1.5.3.1.4.12", "2.16.840.1.113883.10.20.22.4.52"))
_DEVICES = frozenset(("1.2.250.1.213.1.1.3.20",))
_ABSENCE = {"no-known-medications": "none-known", "no-medication-info": "not-known"}
_ABSENT_NAMES = {
    **dict.fromkeys(("aucun", "aucun traitement", "aucun traitement en cours", "aucun médicament"), "none-known"),
    **dict.fromkeys(
        ("néant", "pas de traitement", "pas de traitement en cours", "absence de traitement"), "none-known"
    ),
    **dict.fromkeys(("traitement inconnu", "inconnu", "non renseigné", "non connu", "aucune donnée"), "not-known"),
    **dict.fromkeys(("pas de données", "absence de données", "aucune information", "pas d'information"), "not-known"),
}
_V3_ACT_CODE = "2.16.840.1.113883.5.4"
_DISCHARGE_LETTER = "11490-0"


def act_kind(context: Any, focus: list, *_: list) -> list:
    """Act → `treatment`, `delivery`, `none-known`, `not-known`, `vaccine`, `device` or `other`."""
    return [_kind(context, act) for act in focus]


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
    return ["finished" if _bounds(stay)[1] else "unknown" for stay in focus]


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
        start, end = _bounds(act)
        if start or end:
            return [{name: value for name, value in (("start", start), ("end", end)) if value}]
        if not _single_time(act):
            return not_stated(context, [])
    return []


def administered_at(context: Any, focus: list, *_: list) -> list:
    """Dose given at one time → that dateTime; nothing when the act states an interval."""
    return [time for act in focus if not any(_bounds(act)) and (time := _single_time(act))]


def _kind(context: Any, act: Any) -> str:
    name = act.tag.rpartition("}")[2]
    templates = {template.get("root") for template in act.iterchildren("{*}templateId")}
    if name == "supply":
        if templates & _DEVICES or act.find("{*}participant[@typeCode='DEV']") is not None:
            return "device"
        if _is_vaccine(context, act):
            return "vaccine"
        return "delivery" if act.find("{*}product") is not None else "other"
    if name != "substanceAdministration":
        return "other"
    code = act.find("{*}code")
    if templates & _VACCINES or (code is not None and code.get("code") == "IMMUNIZ") or _is_vaccine(context, act):
        return "vaccine"
    absence = _ABSENCE.get(code.get("code") or "") if code is not None else None
    return absence or _absence_in_words(context, act) or ("treatment" if _says_something(context, act) else "not-known")


def _absence_in_words(context: Any, act: Any) -> str | None:
    """An entry without any code whose name says that there is nothing: `Aucun traitement`."""
    material = product_material(act)
    if material is not None and product_codings(context, [material]):
        return None
    name = product_name(context, [act])
    return _ABSENT_NAMES.get(name[0].casefold().strip(" .")) if name else None


def _is_vaccine(context: Any, act: Any) -> bool:
    """ATC group J07 is vaccines, and holds nothing else."""
    material = product_material(act)
    codes = product_codings(context, [material]) if material is not None else []
    return any(coding.get("system") == ATC and coding["code"].startswith("J07") for coding in codes)


def _says_something(context: Any, act: Any) -> bool:
    """A nameless entry is still a line when it has codes, a form, a dose or dates; without any of them it states an
    absence."""
    material = product_material(act)
    if material is not None and (
        product_codings(context, [material]) or material.find("{*}formCode[@code]") is not None
    ):
        return True
    doses = act.find("{*}doseQuantity//*[@value]"), act.find("{*}doseQuantity[@value]")
    if any(_bounds(act)) or any(dose is not None for dose in doses):
        return True
    return bool(product_name(context, [act]))


def _statement_status(context: Any, act: Any) -> str:
    kind = context.constants.get("listKind")
    if kind == "stopped":
        return "stopped"
    if act.get("negationInd") == "true":
        return "not-taken"
    status = act.find("{*}statusCode")
    if status is not None and status.get("code") in ("aborted", "suspended"):
        return {"aborted": "stopped", "suspended": "on-hold"}[status.get("code")]
    if kind == "admission" and _document_type(context) == _DISCHARGE_LETTER:
        return "unknown"
    if _ended(context, act):
        return "completed"
    start = _bounds(act)[0]
    date = _document_date(context)
    return "intended" if start and date and start[:10] > date[0][:10] else "active"


def _ended(context: Any, act: Any) -> bool:
    end = _bounds(act)[1]
    date = _document_date(context)
    return bool(end and date and end[:10] < date[0][: len(end[:10])])


def _bounds(act: Any) -> tuple[str | None, str | None]:
    """low and high of the act's own interval (IVL_TS), as FHIR dates."""
    for time in act.iterchildren("{*}effectiveTime"):
        low, high = time.find("{*}low"), time.find("{*}high")
        if low is not None or high is not None:
            return tuple(convert(bound.get("value") or "") if bound is not None else None for bound in (low, high))  # type: ignore[return-value]
    return None, None


def _single_time(act: Any) -> str | None:
    values = (time.get("value") for time in act.iterchildren("{*}effectiveTime"))
    return next((converted for value in values if value and (converted := convert(value))), None)


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
