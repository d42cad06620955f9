"""What stands on the box: ingredients with their labelled strength, the counted unit and the release of a product."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from adapter.medication.bdpm.composition import compared_by, pairs
from adapter.medication.bdpm.speciality import Composition, Speciality
from adapter.medication.dose_form import counted_unit, form_class, release_of
from adapter.medication.product import Ingredient, Quantity, Strength
from adapter.medication.strength import parse_amount, parse_reference, ratio, states_volume, written_strengths
from adapter.medication.substance_name import plain

_WHOLE_DOSES = ("injection", "nebuliser liquid")


def ingredients(speciality: Speciality, names: dict[str, str]) -> tuple[Ingredient, ...]:
    """Substances under their base names with the *labelled* strength: of salt and active part, the one the name states.

    A strength that is not one plain amount (ranges, several strengths in one box) stays None. Ordered by name.
    """
    written = written_strengths(speciality.name)
    found: dict[str, Ingredient] = {}
    for salt, part in pairs(speciality):
        name = compared_by(names, salt, part)
        ingredient = Ingredient(name, _labelled(speciality, salt, part, written))
        if name in found and found[name] != ingredient:
            ingredient = Ingredient(name)
        found[name] = ingredient
    if (labelled := _one_labelled(speciality, written)) is not None and len(found) == 1:
        found = {name: Ingredient(name, labelled) for name in found}
    return _completed(tuple(found[name] for name in sorted(found)), written)


def _completed(known: tuple[Ingredient, ...], written: tuple[Strength, ...]) -> tuple[Ingredient, ...]:
    """The one strength that the composition words otherwise is what the name has beside the others: 5600 UI of
    `70 mg/5 600 UI`, which the composition writes `140 microgrammes (5600 UI)`."""
    stated = [ratio(one.strength) for one in known if one.strength is not None]
    left = [strength for strength in written if ratio(strength) not in stated]
    if len(known) < 2 or len(stated) != len(known) - 1 or len(left) != 1 or len(written) != len(known):
        return known
    return tuple(one if one.strength is not None else Ingredient(one.name, left[0]) for one in known)


def unit_of(speciality: Speciality) -> str:
    """The counted unit of the product, `mL` when its strengths are per volume, "" when neither."""
    unit = _unit_of_composition(speciality)
    labelled = _one_labelled(speciality, written_strengths(speciality.name))
    if labelled is None or len(_substances(speciality)) != 1:
        return unit
    if labelled.per is not None:
        return "mL" if labelled.per.unit == "mL" else unit
    return (_unit_of_name(speciality) or _of_form(speciality)) if unit in ("", "mL") else unit


def release(speciality: Speciality) -> str:
    return release_of(f"{speciality.form} {speciality.name}")


def _one_labelled(speciality: Speciality, written: tuple[Strength, ...]) -> Strength | None:
    """The one strength that the name states: what is on the box, whichever way the composition puts it.

    Pens of 7.5 mg and 25 mg of one concentration are two strengths; a percentage is read from the composition.
    """
    if len(written) != 1 or written[0].unit == "%":
        return None
    per = written[0].per
    if per is not None and _is_unit_dose(speciality, per):
        return Strength(written[0].value, written[0].unit)
    return written[0]


def _substances(speciality: Speciality) -> set[str]:
    return {part.code for _, part in pairs(speciality)}


def _unit_of_composition(speciality: Speciality) -> str:
    references = {row.reference for row in speciality.composition if row.amount}
    if len({plain(reference) for reference in references}) != 1:
        return _of_form(speciality)
    reference = min(references)
    volume = parse_reference(reference)
    if volume is None:
        return counted_unit(reference, speciality.form, speciality.routes)
    return "mL" if volume.unit == "mL" and not _is_unit_dose(speciality, volume) else ""


def _of_form(speciality: Speciality) -> str:
    return counted_unit("", speciality.form, speciality.routes)


def _unit_of_name(speciality: Speciality) -> str:
    """What an amount without volume is in, when only the name says it: a dose, or a container that is given whole."""
    name = plain(speciality.name)
    if "/dose" in name or "/pulverisation" in name:
        return counted_unit("une dose", speciality.form, speciality.routes)
    unit = counted_unit(name.partition(",")[2].replace("-dose", ""), speciality.form, ())
    is_given_whole = unit in ("{ampoule}", "{sachet}") or form_class(speciality.form) == "injection"
    return unit if is_given_whole else ""


def _labelled(
    speciality: Speciality, salt: Composition, part: Composition, written: tuple[Strength, ...]
) -> Strength | None:
    stated = [strength for row in (part, salt) if (strength := _stated(speciality, row)) is not None]
    on_label = {(s.value, s.unit) for s in map(_absolute, written)} | {ratio(s)[:2] for s in written}
    for strength in stated:
        if {_absolute(strength)} & {_absolute(s) for s in written} or ratio(strength)[:2] in on_label:
            return strength
    return _rounded(stated[0], written) if stated else None


def _rounded(stated: Strength, written: tuple[Strength, ...]) -> Strength:
    """The name of a combination rounds what the composition states: 24.3 mg of sacubitril are 24 mg on the box."""
    if len(written) < 2 or stated.value < 1:
        return stated
    return next((one for one in written if one == replace(stated, value=_whole_number(stated.value))), stated)


def _whole_number(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _absolute(strength: Strength) -> Strength:
    value, unit, _ = ratio(Strength(strength.value, strength.unit))
    return Strength(value, unit)


def _stated(speciality: Speciality, row: Composition) -> Strength | None:
    amount = parse_amount(row.amount)
    if amount is None:
        return None
    per = parse_reference(row.reference)
    if per is None or _is_unit_dose(speciality, per):
        return Strength(amount.value, amount.unit)
    return Strength(amount.value, amount.unit, per)


def _is_unit_dose(speciality: Speciality, per: Quantity) -> bool:
    """`4 000 UI/0,4 ml` in a syringe is an amount a unit, as the name says; `100 UI/1 ml` is a concentration."""
    if form_class(speciality.form) not in _WHOLE_DOSES or per.unit != "mL" or per.value == 1:
        return False
    return states_volume(speciality.name, per)
