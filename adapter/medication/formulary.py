"""The drug data in use, asked in one call each: see adapter.medication.drugs. The answers are values."""

from adapter.medication.drugs.current import current
from adapter.medication.product import Product, Strength


def formulary_version() -> str:
    """Which knowledge answers: `bdpm 2026-05-26` of an import, else `formulary bdpm 2026-05-26`."""
    return current().label


def product_of_cis(cis: str) -> Product | None:
    """The product of a CIS; None when it is not known."""
    return current().product_of_cis(cis)


def product_of_cip(cip: str) -> Product | None:
    """The product of a CIP13 or CIP7, with `pack` that presentation; None when it is not known."""
    return current().product_of_cip(cip)


def product_of_other(kind: str, code: str) -> Product | None:
    """The product of a UCD or MV code (kind `ucd`, `mv`), where an imported table links it; else None."""
    return current().product_of_other(kind, code)


def substance_name(name: str) -> str | None:
    """The name a substance is compared by, for any of its names: `LEVOTHYROXINE SODIQUE` → `LÉVOTHYROXINE`."""
    return current().substance_name(name)


def substance_of_atc(atc: str) -> str | None:
    """The substance of a 7-character ATC code when all products of that code have this one substance alone."""
    return current().substance_of_atc(atc)


def is_labelled_strength(substance: str, strength: Strength) -> bool:
    """Whether a product is labelled with this strength of the substance."""
    return current().is_labelled_strength(substance, strength)


def is_narrow_margin(substance: str) -> bool:
    """Whether products of this substance alone are on the legal narrow-margin list."""
    return current().is_narrow_margin(substance)
