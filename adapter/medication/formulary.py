"""The formulary that ships: products by CIP, CIS and label, made by scripts/formulary.py from the public drug database.

The file is read on first use and the answers are values; nothing here changes after it is read.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from adapter.medication.product import Ingredient, Pack, Product, Quantity, Strength, Term
from adapter.medication.strength import ratio
from adapter.medication.substance_name import substance_key
from adapter.terminology.forms import form_code
from adapter.terminology.routes import route_code

_FILE = Path(__file__).resolve().parent / "data" / "formulary.json"
_CIP13_PREFIX = "34009"
_ATC_SUBSTANCE = 7


def formulary_version() -> str:
    """Which knowledge answers: `formulary bdpm 2026-05-26`."""
    return f"formulary {_data()['version']}"


def product_of_cis(cis: str) -> Product | None:
    """The product of a CIS; None when the formulary does not have it."""
    row = _data()["products"].get(cis)
    return _product(cis, row) if row is not None else None


def product_of_cip(cip: str) -> Product | None:
    """The product of a CIP13 or CIP7, with `pack` that presentation; None when the formulary does not have it."""
    cip7 = cip[len(_CIP13_PREFIX) : -1] if cip.startswith(_CIP13_PREFIX) and len(cip) == 13 else cip
    cis = _cis_by_cip7().get(cip7)
    product = product_of_cis(cis) if cis else None
    if product is None:
        return None
    pack = next((pack for pack in product.packs if pack.cip7 == cip7), None)
    return replace(product, pack=pack, level="cip")


def products_of_label(name: str, strengths: str) -> tuple[Product, ...]:
    """Identities (products without CIS) that a label names, by the keys of adapter.medication.label and strength."""
    found = _data()["labels"].get(name, {}).get(strengths, ())
    return tuple(_identity(_data()["identities"][index]) for index in found)


def substances_of_label(name: str) -> frozenset[frozenset[str]]:
    """The sets of substances that products of this label name contain; empty when the name is not known."""
    rows = _data()["labels"].get(name, {}).values()
    identities = (_data()["identities"][index] for indexes in rows for index in indexes)
    return frozenset(frozenset(_data()["substances"][row[0]] for row in identity[0]) for identity in identities)


def substance_name(name: str) -> str | None:
    """The name a substance is compared by, for any of its names: `LEVOTHYROXINE SODIQUE` → `LÉVOTHYROXINE`."""
    index = _data()["synonyms"].get(substance_key(name))
    return None if index is None else str(_data()["substances"][index])


def substance_of_atc(atc: str) -> str | None:
    """The substance of a 7-character ATC code when all products of that code have this one substance alone."""
    return _substance_by_atc().get(atc) if len(atc) == _ATC_SUBSTANCE else None


def is_labelled_strength(substance: str, strength: Strength) -> bool:
    """Whether a product is labelled with this strength of the substance."""
    return (substance, ratio(strength)) in _labelled_strengths()


def is_narrow_margin(substance: str) -> bool:
    """Whether products of this substance alone are on the legal narrow-margin list."""
    return substance in _narrow_margin()


@cache
def _data() -> Mapping[str, Any]:
    return MappingProxyType(orjson.loads(_FILE.read_bytes()))


@cache
def _cis_by_cip7() -> Mapping[str, str]:
    found = {}
    for cis, row in _data()["products"].items():
        for pack in row.rpartition("\t")[2].split():
            found[pack[5:12]] = cis
    return MappingProxyType(found)


@cache
def _substance_by_atc() -> Mapping[str, str]:
    found: dict[str, set[frozenset[int]]] = {}
    for identity in _data()["identities"]:
        for atc in identity[5].split(";"):
            found.setdefault(atc, set()).add(frozenset(row[0] for row in identity[0]))
    single = {atc: next(iter(sets)) for atc, sets in found.items() if atc and len(sets) == 1}
    return MappingProxyType(
        {atc: _data()["substances"][next(iter(indexes))] for atc, indexes in single.items() if len(indexes) == 1}
    )


@cache
def _labelled_strengths() -> frozenset[tuple[str, object]]:
    ingredients = (_ingredient(row) for identity in _data()["identities"] for row in identity[0])
    return frozenset((one.name, ratio(one.strength)) for one in ingredients if one.strength is not None)


@cache
def _narrow_margin() -> frozenset[str]:
    return frozenset(_data()["substances"][row[0][0][0]] for row in _data()["identities"] if row[6])


def _product(cis: str, row: str) -> Product:
    name, identity, group, packs = row.split("\t")
    product = _identity(_data()["identities"][int(identity)])
    return replace(
        product,
        cis=cis,
        name=name,
        generic_group=group,
        packs=tuple(_pack(text, product.unit) for text in packs.split()),
        level="cis",
    )


def _identity(row: list[Any]) -> Product:
    ingredients, form, routes, release, unit, atc, narrow = row
    return Product(
        ingredients=tuple(_ingredient(ingredient) for ingredient in ingredients),
        form=Term(form, form_code(form) or ""),
        routes=tuple(Term(route, route_code(route) or "") for route in routes.split(";") if route),
        release=release,
        unit=unit,
        atc=tuple(code for code in atc.split(";") if code),
        narrow_margin=bool(narrow),
        source=formulary_version(),
    )


def _ingredient(row: list[Any]) -> Ingredient:
    name = _data()["substances"][row[0]]
    if len(row) == 1:
        return Ingredient(name)
    per = Quantity(Decimal(str(row[3])), row[4]) if len(row) > 3 else None
    return Ingredient(name, Strength(Decimal(row[1]), row[2], per))


def _pack(text: str, unit: str) -> Pack:
    cip13, _, held = text.partition(":")
    return Pack(cip13, cip13[5:12], Quantity(Decimal(held), unit) if held else None)
