"""Supplies inside and beside a treatment: ordered, planned, handed over; renewals; substitution.

Sources: C-CDA R2.1 Medication Supply Order (…22.4.17), Medication Dispense (…22.4.18), Planned Supply (…22.4.43); IHE
PHARM Substitution Permission (…9.1.3.9.1) and Substitution Act (…9.1.3.9.2); CI-SIS (…3.87, …3.206).
"""

from typing import Any

from adapter.functions.cda.children import children, descendants
from adapter.functions.cda.kind import INTENTS
from adapter.functions.cda.report import report
from adapter.functions.cda.time import interval, single_time

_COUNTING_ALL = frozenset(("2.16.840.1.113883.10.20.22.4.17", "2.16.840.1.113883.10.20.22.4.43"))
_MEDICATION_ACTIVITIES = frozenset(("2.16.840.1.113883.10.20.22.4.16", "2.16.840.1.113883.10.20.22.4.42"))
_PERMISSIONS = frozenset(("1.3.6.1.4.1.19376.1.9.1.3.9.1", "1.2.250.1.213.1.1.3.87"))
_SUBSTITUTIONS = frozenset(("1.3.6.1.4.1.19376.1.9.1.3.9.2", "1.2.250.1.213.1.1.3.206"))
_LARGEST = 2_147_483_647  # an integer of FHIR has 32 bits


def is_supply_order(context: Any, focus: list, *_: list) -> list:
    """supply inside a treatment → whether it is the first one that asks for a quantity (a mood of intent). R4 has one
    request for a supply: Issue for another."""
    found = []
    for supply in focus:
        is_first = supply.get("moodCode") in INTENTS and _first_of(supply) is supply
        if not is_first and supply.get("moodCode") in INTENTS:
            report(context, supply, "warning", "not-supported", _another(supply))
        found.append(is_first)
    return found


def _another(supply: Any) -> str:
    asked = [f"{q.get('value')} {q.get('unit') or ''}".strip() for q in children(supply, "quantity") if q.get("value")]
    return f"another supply of the same treatment ({', '.join(asked) or 'no quantity'}): only the first is kept"


def is_handed_over(context: Any, focus: list, *_: list) -> list:
    """supply inside a treatment → whether it says what was delivered (a mood of event)."""
    return [supply.get("moodCode") == "EVN" for supply in focus]


def validity(context: Any, focus: list, *_: list) -> list:
    """supply that is asked for → Period in which it may be handed over: its interval, or from its one time on."""
    found = []
    for supply in focus:
        start = single_time(context, [supply])
        period = interval(context, supply) or ({"start": start[0]} if start else None)
        found.extend([period] if period else [])
    return found


def is_substitution(context: Any, focus: list, *_: list) -> list:
    """act → whether it says which substitution is allowed; the first of an entry."""
    return [_is_first(act, _PERMISSIONS) for act in focus]


def is_substituted(context: Any, focus: list, *_: list) -> list:
    """act → whether it says that a product was substituted; the first of an entry."""
    return [_is_first(act, _SUBSTITUTIONS) for act in focus]


def whole_number(context: Any, focus: list, *_: list) -> list:
    """INT element → its value; not a whole number: Issue, nothing."""
    found = []
    for node in focus:
        text = (node.get("value") or "").strip()
        if text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= _LARGEST:
            found.append(int(text))
        elif text:
            report(context, node, "warning", "value", f"'{text}' is not a whole number; it is left out")
    return found


def repeats_allowed(context: Any, focus: list, *_: list) -> list:
    """repeatNumber → renewals after the first supply. A supply of C-CDA counts them all, so one less; in a medication
    activity of C-CDA it counts doses, not supplies: Issue, nothing."""
    found = []
    for node in focus:
        templates = _templates(node.getparent())
        for number in whole_number(context, [node]):
            if templates & _MEDICATION_ACTIVITIES:
                said = f"repeatNumber {number} of a medication activity counts doses, not supplies: it is left out"
                report(context, node, "information", "not-supported", said)
            else:
                found.append(max(number - 1, 0) if templates & _COUNTING_ALL else number)
    return found


def _first_of(supply: Any) -> Any:
    act = supply.getparent().getparent()
    supplies = descendants(act, "entryRelationship", "supply")
    return next((s for s in supplies if s.get("moodCode") in INTENTS), None)


def _is_first(act: Any, templates: frozenset[str]) -> bool:
    acts = descendants(act.getparent().getparent(), "entryRelationship", "act")
    return next((a for a in acts if _templates(a) & templates), None) is act


def _templates(act: Any) -> set[str]:
    return {template.get("root") or "" for template in children(act, "templateId")}
