"""What a line says of its identity in a form that compares: substances, product codes, strengths."""

from decimal import Decimal

from adapter.fhir.canonical import ATC, CIP, CIS, MV, UCD
from adapter.medication.contents import insulin_kind
from adapter.medication.product import Ingredient, Strength
from adapter.reconciliation.line import Line
from adapter.reconciliation.words import plain

PRODUCT_SYSTEMS = frozenset((CIS, CIP, UCD, MV))
"""Codes of one marketed or virtual product. ATC is a class and never one of them."""

MARKETED_SYSTEMS = frozenset((CIS, CIP, UCD))
_MASS = {"kg": Decimal(10) ** 6, "g": Decimal(1000), "mg": Decimal(1), "ug": Decimal("0.001"), "mcg": Decimal("0.001")}
_MASS |= {"µg": Decimal("0.001"), "ng": Decimal("0.000001")}
_VOLUME = {"L": Decimal(1000), "l": Decimal(1000), "mL": Decimal(1), "ml": Decimal(1)}


def substances(line: Line) -> frozenset[str] | None:
    """The substances of a line; None when they are not known well enough to compare: no ingredient, one without a
    name, or an identity that rests on an ATC code alone (design: same ATC only never merges)."""
    if line.is_magistral or not line.ingredients or (line.product is not None and line.product.level == "atc"):
        return None
    names = frozenset(substance_key(ingredient.name) for ingredient in line.ingredients)
    return None if "" in names else names


def substance_key(name: str) -> str:
    """A substance as it is compared: `FOLIQUE (ACIDE)` of BDPM is `acide folique`. Another salt is another name."""
    head, bracket, tail = name.strip().removesuffix(")").partition(" (")
    return plain(f"{tail} {head}" if bracket else name)


def product_codes(line: Line) -> frozenset[tuple[str, str]]:
    """Product codes of a line, with the CIS that its identity resolved to. Placeholders (all zeros) are no codes, and
    neither are codes that the line itself contradicts."""
    if line.is_magistral or line.identity_disputed:
        return frozenset()
    found = {(c.system, c.code) for c in line.codes if c.system in PRODUCT_SYSTEMS and c.code.strip("0 -")}
    if line.product is not None and line.product.cis:
        found.add((CIS, line.product.cis))
    return frozenset(found | _other_codes(line))


def strengths(line: Line) -> tuple[tuple[str, Decimal, str, Decimal, str], ...] | None:
    """Substances with their strengths, comparable; None when one is not stated."""
    if substances(line) is None or any(ingredient.strength is None for ingredient in line.ingredients):
        return None
    return tuple(sorted(_strength(ingredient) for ingredient in line.ingredients))


def insulin(line: Line) -> tuple[frozenset[str], str] | None:
    """ATC and proportion of an insulin; None for anything else."""
    return insulin_kind(line.product) if line.product is not None else None


def in_base_unit(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Masses in mg, volumes in mL, anything else as it is: two different annotations never convert into each other."""
    for table, base in ((_MASS, "mg"), (_VOLUME, "mL")):
        if unit in table:
            return value * table[unit], base
    return value, unit


def _strength(ingredient: Ingredient) -> tuple[str, Decimal, str, Decimal, str]:
    strength: Strength | None = ingredient.strength
    assert strength is not None
    value, unit = in_base_unit(strength.value, strength.unit)
    if strength.per is None or not strength.per.value:
        return substance_key(ingredient.name), value.normalize(), unit, Decimal(1), ""
    per, per_unit = in_base_unit(strength.per.value, strength.per.unit)
    return (
        substance_key(ingredient.name),
        (value / per).normalize(),
        unit,
        Decimal(1),
        "" if per_unit.startswith("{") else per_unit,
    )


def _other_codes(line: Line) -> set[tuple[str, str]]:
    """Codes of other systems count only together with the whole name as written, when it states a strength."""
    name = plain(line.display)
    if not any(letter.isdigit() for letter in name):
        return set()
    return {
        (f"{c.system} {name}", c.code)
        for c in line.codes
        if c.system not in PRODUCT_SYSTEMS and c.system not in (ATC, "") and c.code
    }
