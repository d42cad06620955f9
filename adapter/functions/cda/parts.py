"""Which acts inside a medication act are parts of its posology, and which are medications of their own."""

import re
from typing import Any

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, children
from adapter.functions.cda.coding import concept
from adapter.functions.cda.dosing import combination_of, components, is_reference, states_dose_and_rhythm, states_dosing
from adapter.functions.cda.once import once
from adapter.functions.cda.product import codings_of_product, own_material
from adapter.functions.cda.report import report

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@once
def is_part(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration inside another act → whether it is a part of its posology: it states a dose or a time,
    and is neither a reference nor another medication."""
    return [_is_part(context, act) for act in focus]


@of_each
def has_parts(context: Any, act: Any, *_: list) -> bool:
    """Act → whether its posology is split into parts
    (`entryRelationship[@typeCode='COMP']/substanceAdministration`)."""
    return bool(_parts(context, act))


@of_each
def doses_beside_parts(context: Any, act: Any, *_: list) -> bool:
    """Act → whether it states a dose and a rhythm of its own and has parts that all do, so that no part takes its."""
    return _doses_beside_parts(context, act)


@once
def adds_moments(context: Any, focus: list, *_: list) -> list:
    """Act with parts → whether the moments of its own dose are others than those of its parts: one more dose of the
    day. Anything else (`1 a day` beside `1/2 in the morning`) may as well be their sum: Issue, false."""
    found = []
    for act in focus:
        own, theirs = _moments(act), [_moments(part) for part in _parts(context, act)]
        found.append(bool(own) and all(moments and not moments & own for moments in theirs))
        if not found[-1]:
            said = "a dose and a rhythm beside parts that state their own: one more dose, or their sum? Read the text"
            report(context, act, "warning", "conflict", said, "Dosage.timing")
    return found


def combination_route(context: Any, focus: list, *_: list) -> list:
    """Act → CodeableConcept of the route of the combination it is a component of; nothing for any other."""
    wholes = [whole for act in focus if (whole := combination_of(act)) is not None]
    return concept(context, [route for whole in wholes for route in children(whole, "routeCode")[:1]])


def _doses_beside_parts(context: Any, act: Any) -> bool:
    parts = _parts(context, act)
    return bool(parts) and states_dose_and_rhythm(act) and all(map(states_dose_and_rhythm, parts))


def _parts(context: Any, act: Any) -> list[Any]:
    """The parts that the posology of an act is split into."""
    known: dict[Any, list[Any]] = context.document.memo.setdefault("cda parts", {})
    if act not in known:
        known[act] = [part for part in components(act) if _is_part(context, part)]
    return known[act]


def _moments(act: Any) -> set[str]:
    events = (event for time in children(act, "effectiveTime") for event in time.iter("{*}event"))
    return {event.get("code") or "" for event in events}


def is_another(context: Any, focus: list, *_: list) -> list:
    """Act inside a medication act → whether it is a medication of its own: it names a product that is not the outer
    one's."""
    return [_is_another(context, act) for act in focus]


def _is_part(context: Any, act: Any) -> bool:
    return states_dosing(act) and not is_reference(act) and not _is_another(context, act)


def _is_another(context: Any, act: Any) -> bool:
    material = own_material(act)
    if material is None or is_reference(act):
        return False
    outer = next(act.iterancestors("{*}substanceAdministration", "{*}supply"), None)
    above = own_material(outer) if outer is not None else None
    mine, theirs = _codes(context, material), _codes(context, above)
    is_delivered = outer is not None and outer.tag.endswith("}supply")
    if mine and theirs and is_delivered and not _systems(mine) & _systems(theirs):
        # what was delivered by its CIP, its posology by its CIS: two only where their names say so
        return _are_named_apart(_label(context, material), _label(context, above))
    if mine or theirs:
        return bool(mine) and not mine & theirs
    return bool(_name(material)) and _name(material) != _name(above)


def _codes(context: Any, material: Any) -> set[tuple[str | None, str]]:
    found = codings_of_product(context, material) if material is not None else []
    return {(coding.get("system"), coding["code"]) for coding in found}


def _systems(codes: set[tuple[str | None, str]]) -> set[str | None]:
    return {system for system, _ in codes}


def _label(context: Any, material: Any) -> str:
    displays = (coding.get("display", "") for coding in codings_of_product(context, material))
    return (_name(material) or next(filter(None, displays), "")).casefold()


def _are_named_apart(one: str, other: str) -> bool:
    """Whether two names differ before their first number (one may say more: `eliquis`, `eliquis comprimé`), or in
    their strengths."""
    if not one or not other:
        return False
    heads = sorted((_NUMBER.split(name)[0].split() for name in (one, other)), key=len)
    numbers = [set(_NUMBER.findall(name)) for name in (one, other)]
    return heads[0] != heads[1][: len(heads[0])] or not (numbers[0] <= numbers[1] or numbers[1] <= numbers[0])


def _name(material: Any) -> str:
    name = child(material, "name") if material is not None else None
    return " ".join("".join(name.itertext()).split()) if name is not None else ""
