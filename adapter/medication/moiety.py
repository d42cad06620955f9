"""Substances that are written apart and act as one: an acid and its salt that the drug database counts as two."""

from collections.abc import Iterable

from adapter.medication.product import Product
from adapter.medication.substance_name import plain

# What salts and acids of other things are called too.
_SHARED = ("acide", "sodium", "calci", "potas", "magne", "chlor", "aceta", "sulfa", "phosp", "carbo", "nitra", "citra")
_STEM = 5
_ATC_SUBSTANCE = 7


def is_kin(a: str, b: str) -> bool:
    """Whether two substance names share the beginning of a word of their own: ACIDE VALPROÏQUE, VALPROATE DE SODIUM."""
    return bool(_stems(a) & _stems(b))


def one_moiety(product: Product, named: Product, *, by_substance: bool) -> bool:
    """Whether what a label names is the product's moiety: one ATC code of a substance, and the substances of one within
    those of the other, whose others are their kin.

    DÉPAKINE CHRONO is valproic acid and sodium valproate in the drug database, DÉPAKINE sodium valproate. by_substance:
    the label names the substance alone and no product: `acide valproïque` is said of either.
    """
    if product.atc != named.atc or not all(len(code) == _ATC_SUBSTANCE for code in product.atc) or not product.atc:
        return False
    ours, theirs = _names(product), _names(named)
    if not (ours <= theirs or theirs <= ours or by_substance):
        return False
    shared = (ours & theirs) or theirs
    return all(any(is_kin(name, one) for one in shared) for name in ours ^ theirs)


def _stems(name: str) -> frozenset[str]:
    words = (word for word in plain(name).replace("'", " ").split() if len(word) >= _STEM)
    return frozenset(word[:_STEM] for word in words if not word.startswith(_SHARED))


def _names(product: Product) -> frozenset[str]:
    return frozenset(one.name for one in product.ingredients)


def has_kin(name: str, others: Iterable[str]) -> bool:
    """Whether one of the other substances is kin of it."""
    return any(other != name and is_kin(name, other) for other in others)
