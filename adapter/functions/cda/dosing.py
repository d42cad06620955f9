"""The acts inside a medication act that belong to its posology: parts that state a dose or a time, and words alone.

Sources: IHE PCC TF-2 §6.3.4.16 (tapered .4.8, split .4.9, conditional .4.10 and combined .4.11 dosing); C-CDA R2.1
Medication Free Text Sig (…22.4.147); CDA-CH-EMED dosage intake (2.16.756.5.30.1.1.10.4.37 and .52); IHE PHARM item
references (code system 1.3.6.1.4.1.19376.1.9.2.2).
"""

from typing import Any

from adapter.functions.cda.children import child, children, code_of
from adapter.sources.xml_elements import by_name

_ITEMS = "1.3.6.1.4.1.19376.1.9.2.2"
_SIG = "76662-6"
_DOSING = frozenset(("effectiveTime", "doseQuantity", "rateQuantity", "maxDoseQuantity", "precondition"))
_RHYTHMS = frozenset(("period", "event", "comp"))
_PRODUCT = "{*}consumable/{*}manufacturedProduct/*/{*}code"


def components(act: Any) -> list[Any]:
    """The substanceAdministrations that an act is composed of (COMP), whatever they are."""
    found: list[Any] = []
    for relation in children(act, "entryRelationship"):
        if relation.get("typeCode") == "COMP":
            found += children(relation, "substanceAdministration")
    return found


def combination_of(act: Any) -> Any:
    """The act that a medication is a component of (combination medications), which states times for all; None when it
    is of none."""
    relation = act.getparent()
    outer = relation.getparent() if relation is not None and relation.get("typeCode") == "COMP" else None
    return outer if outer is not None and outer.tag.endswith("}substanceAdministration") else None


def is_reference(act: Any) -> bool:
    """Whether an act only names an item of another document (PREItem, MTPItem, DISItem …)."""
    code = child(act, "code")
    return code is not None and (code.get("codeSystem") == _ITEMS or code.get("code") == "PREItem")


def states_dosing(act: Any) -> bool:
    """Whether an act states a dose, a time or a condition, itself or in its parts."""
    return not _DOSING.isdisjoint(by_name(act)) or any(map(states_dosing, components(act)))


def states_rhythm(act: Any) -> bool:
    """Whether an act states a dose or more than one time of its own."""
    dose = child(act, "doseQuantity")
    is_dosed = dose is not None and (dose.get("value") or len(dose))
    return bool(is_dosed) or _has_rhythm(act)


def states_dose_and_rhythm(act: Any) -> bool:
    """Whether an act states both a dose and a rhythm of its own."""
    dose = child(act, "doseQuantity")
    is_dosed = dose is not None and (dose.get("value") or any(kid.get("value") is not None for kid in dose))
    return bool(is_dosed) and _has_rhythm(act)


def _has_rhythm(act: Any) -> bool:
    return any(not _RHYTHMS.isdisjoint(by_name(time)) for time in children(act, "effectiveTime"))


def worded_parts(act: Any) -> list[Any]:
    """The parts of a posology that are words alone."""
    found = []
    for relation in children(act, "entryRelationship"):
        for part in children(relation, "substanceAdministration"):
            if code_of(part) == _SIG or (relation.get("typeCode") == "COMP" and _is_wordy(part)):
                found.append(part)
    return found


def _is_wordy(part: Any) -> bool:
    product = part.find(_PRODUCT)
    return not is_reference(part) and not states_dosing(part) and (product is None or product.get("code") is None)
