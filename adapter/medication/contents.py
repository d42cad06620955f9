"""What a product contains and how it is given, in forms that compare."""

import re

from adapter.medication import dose_form
from adapter.medication.product import Product, Strength, number
from adapter.medication.strength import ratio
from adapter.medication.substance_name import plain

_INSULINS = "A10A"
_PROPORTION = re.compile(r"(?:mix|mixtard|profil|comb) ?(\d+)")


def substances_of(product: Product) -> frozenset[str]:
    return frozenset(ingredient.name for ingredient in product.ingredients)


def contents(product: Product) -> frozenset[tuple[str, object]]:
    """Substances with their strengths, converted to base units."""
    return frozenset((i.name, ratio(i.strength) if i.strength else None) for i in product.ingredients)


def form_class(product: Product) -> str:
    """The form class of a product with its release: `tablet`, `tablet prolonged`, `capsule gastro-resistant`, …"""
    text = product.form.text if product.form else ""
    return " ".join(part for part in (dose_form.form_class(text), product.release) if part)


def identity_of(product: Product) -> tuple[object, ...]:
    """What makes two products one: substances, strengths, form class and release."""
    return contents(product), form_class(product)


def insulin_kind(product: Product) -> tuple[frozenset[str], str] | None:
    """ATC and proportion of an insulin, which its substance does not tell: rapid, premixed 25 and premixed 50 are one
    substance in the drug data, and three treatments. None for anything else."""
    if not any(code.startswith(_INSULINS) for code in product.atc):
        return None
    found = _PROPORTION.search(plain(product.name))
    return frozenset(product.atc), found[1] if found else ""


def described(product: Product) -> str:
    """`AMLODIPINE 5 mg + VALSARTAN 160 mg`."""
    return " + ".join(f"{i.name} {amount(i.strength)}" if i.strength else i.name for i in product.ingredients)


def amount(strength: Strength) -> str:
    """`5 mg`, `250 mg/5 mL`."""
    text = f"{number(strength.value)} {strength.unit}"
    return f"{text}/{number(strength.per.value)} {strength.per.unit}" if strength.per else text
