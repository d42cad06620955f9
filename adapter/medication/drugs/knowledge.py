"""What the drug data answer: products by code, names, substances, strengths. One value for one file."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from adapter.medication.codes import has_check_digit
from adapter.medication.contents import identity_of, substances_of
from adapter.medication.dose_form import form_class
from adapter.medication.drugs.code_table import code_key
from adapter.medication.drugs.rows import atc_of, identity_number, identity_of_row, product_of
from adapter.medication.drugs.tables import Tables
from adapter.medication.drugs.writing import strength_text
from adapter.medication.moiety import has_kin
from adapter.medication.product import Product, Strength
from adapter.medication.strength import strength_key
from adapter.medication.substance_name import plain, substance_key

_CIP13_PREFIX = "34009"
_ATC_SUBSTANCE = 7
_KEPT = 4096


_INSULINS = "A10A"


class Seller(NamedTuple):
    """A product, and the words of its name that say who sells it."""

    cis: str
    words: tuple[str, ...]


class Identity(NamedTuple):
    """What products have in common. key: what makes two of them one; shape: the form class; form: the form text in
    plain letters; composed: the strengths of its ingredients as `strength_key` writes them; substances: their names."""

    product: Product
    key: tuple[object, ...]
    shape: str
    form: str
    composed: tuple[str, ...]
    is_insulin: bool
    substances: frozenset[str]


class Bearer(NamedTuple):
    """What bears a name: an identity, the strengths as its name writes them (`strength_key`), volumes (mL) of its
    containers, and the products of that identity. key: that of the identity, with the written strengths where the
    composition states no amount."""

    of: Identity
    key: tuple[object, ...]
    keys: tuple[str, ...]
    says_release: bool
    volumes: tuple[str, ...]
    sold: tuple[Seller, ...]

    @property
    def identity(self) -> Product:
        return self.of.product


class Name(NamedTuple):
    """A name in words; is_substance: the name of the substances and not of a product."""

    words: tuple[str, ...]
    is_substance: bool
    bearers: tuple[Bearer, ...]


class Drugs:
    """The answers of one file of tables.

    label: how the source is said, `bdpm 2026-05-26`, or `formulary bdpm …` of a selection; is_complete: whether it has
    all products of its date, or a selection.
    """

    def __init__(self, tables: Tables, *, is_complete: bool = True) -> None:
        self._tables = tables
        self.is_complete = is_complete
        self.label = f"{'' if is_complete else 'formulary '}bdpm {tables.get('meta', 'version')}"
        self.names = lru_cache(maxsize=_KEPT)(self._names)
        self._identity = lru_cache(maxsize=_KEPT)(self._read_identity)

    def product_of_cis(self, cis: str) -> Product | None:
        """The product of a CIS; None when it is not known."""
        row = self._tables.get("products", cis)
        return None if row is None else product_of(cis, row, self._tables.get, self.label)

    def product_of_cip(self, cip: str) -> Product | None:
        """The product of a CIP13 or CIP7, with `pack` that presentation; None when it is not known, or when the check
        digit of a CIP13 is not its own: one digit is mistyped, and it may be any."""
        is_cip13 = cip.startswith(_CIP13_PREFIX) and len(cip) == 13
        if is_cip13 and not has_check_digit(cip):
            return None
        cip7 = cip[len(_CIP13_PREFIX) : -1] if is_cip13 else cip
        cis = self._tables.get("boxes", cip7)
        product = self.product_of_cis(cis) if cis else None
        if product is None:
            return None
        pack = next((pack for pack in product.packs if pack.cip7 == cip7), None)
        return replace(product, pack=pack, level="cip")

    def product_of_other(self, kind: str, code: str) -> Product | None:
        """The product of a UCD or MV code (kind `ucd`, `mv`), where an imported table links it; else None."""
        cis = self._tables.get("codes", code_key(kind, code))
        product = self.product_of_cis(cis) if cis else None
        return None if product is None else replace(product, level=kind)

    def products_of_atc(self, atc: str) -> list[Product]:
        """All products of an ATC code or class, in the order of their CIS."""
        numbers = {
            number
            for number, row in self._tables.items("identities")
            if any(code.startswith(atc) for code in atc_of(row))
        }
        rows = self._tables.items("products") if numbers else ()
        found = [(cis, row) for cis, row in rows if identity_number(row) in numbers]
        return [product_of(cis, row, self._tables.get, self.label) for cis, row in found]

    def _names(self, first: str) -> tuple[Name, ...]:
        """The names that begin with a word."""
        return tuple(
            Name(tuple(words.split()), bool(kind), tuple(map(self._bearer, rows)))
            for words, kind, rows in self._tables.get("names", first) or ()
        )

    def first_words(self) -> Iterable[str]:
        """All words that a name begins with, in order."""
        return self._tables.keys("names")

    def substance_name(self, name: str) -> str | None:
        """The name a substance is compared by, for any of its names: `LEVOTHYROXINE SODIQUE` → `LÉVOTHYROXINE`."""
        found: str | None = self._tables.get("synonyms", substance_key(name))
        return found

    def substance_of_atc(self, atc: str) -> str | None:
        """The substance of a 7-character ATC code when all products of that code have this one substance alone."""
        sets = self._tables.get("atc", atc) if len(atc) == _ATC_SUBSTANCE else None
        return str(sets[0][0]) if sets and len(sets) == 1 and len(sets[0]) == 1 else None

    def has_kin(self, substance: str, atc: str) -> bool:
        """Whether an ATC code has products of a salt, ester or acid of the substance too, which are others."""
        sets = self._tables.get("atc", atc) or ()
        return has_kin(substance, (other for found in sets for other in found))

    def is_labelled_strength(self, substance: str, strength: Strength) -> bool:
        """Whether a product is labelled with this strength of the substance."""
        return strength_text(strength) in (self._tables.get("strengths", substance) or ())

    def is_narrow_margin(self, substance: str) -> bool:
        """Whether products of this substance alone are on the legal narrow-margin list."""
        return self._tables.get("narrow", substance) is not None

    def _bearer(self, row: list) -> Bearer:
        number, written, says_release, volumes, products = row
        keys = tuple(key for key in written.split("+") if key)
        sold = (product.split(":") for product in products.split())
        of = self._identity(str(number))
        lacks_amount = len(of.composed) < len(of.product.ingredients)
        return Bearer(
            of,
            (of.key, keys if lacks_amount else ()),
            keys,
            bool(says_release),
            tuple(volumes.split()),
            tuple(Seller(cis, tuple(words)) for cis, *words in sold),
        )

    def _read_identity(self, number: str) -> Identity:
        product = identity_of_row(self._tables.get("identities", number), self.label)
        form = product.form.text if product.form else ""
        composed = tuple(strength_key(one.strength) for one in product.ingredients if one.strength is not None)
        # The substance of an insulin does not tell a rapid one from a premixed one.
        is_insulin = any(code.startswith(_INSULINS) for code in product.atc)
        key = (*identity_of(product), product.atc if is_insulin else ())
        return Identity(product, key, form_class(form), plain(form), composed, is_insulin, substances_of(product))
