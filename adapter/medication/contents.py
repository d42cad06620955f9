"""What a product contains and how it is given, in forms that compare."""

from adapter.medication import dose_form
from adapter.medication.product import Product, Strength, number
from adapter.medication.strength import ratio


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


def described(product: Product) -> str:
    """`AMLODIPINE 5 mg + VALSARTAN 160 mg`."""
    return " + ".join(f"{i.name} {amount(i.strength)}" if i.strength else i.name for i in product.ingredients)


def amount(strength: Strength) -> str:
    """`5 mg`, `250 mg/5 mL`."""
    text = f"{number(strength.value)} {strength.unit}"
    return f"{text}/{number(strength.per.value)} {strength.per.unit}" if strength.per else text
