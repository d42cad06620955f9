"""One product as the rows of the tables, and back: what is written is what is read."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from adapter.medication.product import Ingredient, Pack, Part, Product, Quantity, Strength, Term, number
from adapter.terminology.forms import form_code
from adapter.terminology.routes import route_code

Add = Callable[[list[Any]], int]
_KEPT = 1024


def product_row(product: Product, kind: str, identity: Add, parts: Add) -> str:
    """One line: name, identity, generic group, status, last seen, kind, parts, boxes."""
    fields = (
        product.name,
        str(identity(identity_row(product))),
        product.generic_group,
        product.status,
        product.last_seen,
        kind,
        str(parts(parts_row(product))) if product.parts else "",
        " ".join(map(_box_text, product.packs)),
    )
    return "\t".join(fields)


def identity_row(product: Product) -> list[Any]:
    """Ingredients [substance, value, unit, per value, per unit], form, routes, release, unit, ATC, narrow margin."""
    return [
        [_ingredient_row(ingredient) for ingredient in product.ingredients],
        product.form.text if product.form else "",
        ";".join(route.text for route in product.routes),
        product.release,
        product.unit,
        ";".join(product.atc),
        int(product.narrow_margin),
    ]


def parts_row(product: Product) -> list[Any]:
    return [
        [part.element, part.substance, part.amount, part.base, part.base_amount, part.per] for part in product.parts
    ]


def kind_of(row: str) -> str:
    """`homeopathic` or ""."""
    return row.split("\t")[5]


def identity_number(row: str) -> str:
    """The number of its identity in a product's row."""
    return row.split("\t")[1]


def atc_of(identity: list[Any]) -> list[str]:
    """The ATC codes in an identity's row."""
    return [code for code in identity[5].split(";") if code]


def product_of(cis: str, row: str, get: Callable[[str, str], Any], source: str) -> Product:
    """The product of a row; `get` reads the tables of identities and parts."""
    name, identity, group, status, last_seen, _, parts, boxes = row.split("\t")
    found = identity_of_row(get("identities", identity), source)
    return Product(
        ingredients=found.ingredients,
        form=found.form,
        routes=found.routes,
        release=found.release,
        unit=found.unit,
        atc=found.atc,
        cis=cis,
        name=name,
        generic_group=group,
        narrow_margin=found.narrow_margin,
        packs=tuple(_box(text, found.unit) for text in boxes.split()),
        level="cis",
        source=source,
        parts=tuple(Part(*part) for part in get("parts", parts)) if parts else (),
        status=status,
        last_seen=last_seen,
    )


def identity_of_row(row: list[Any], source: str) -> Product:
    """What products of one identity have in common, without CIS and name."""
    ingredients, form, routes, release, unit, _, narrow = row
    return Product(
        ingredients=tuple(map(ingredient_of, ingredients)),
        form=_form(form),
        routes=_routes(routes),
        release=release,
        unit=unit,
        atc=tuple(atc_of(row)),
        narrow_margin=bool(narrow),
        source=source,
    )


@lru_cache(maxsize=_KEPT)
def _form(text: str) -> Term:
    return Term(text, form_code(text) or "")


@lru_cache(maxsize=_KEPT)
def _routes(texts: str) -> tuple[Term, ...]:
    return tuple(Term(text, route_code(text) or "") for text in texts.split(";") if text)


def ingredient_of(row: list[Any]) -> Ingredient:
    if len(row) == 1:
        return Ingredient(row[0])
    per = Quantity(Decimal(str(row[3])), row[4]) if len(row) > 3 else None
    return Ingredient(row[0], Strength(Decimal(row[1]), row[2], per))


def _ingredient_row(ingredient: Ingredient) -> list[Any]:
    row: list[Any] = [ingredient.name]
    if ingredient.strength is not None:
        row += [f"{ingredient.strength.value.normalize():f}", ingredient.strength.unit]
        if ingredient.strength.per is not None:
            row += [number(ingredient.strength.per.value), ingredient.strength.per.unit]
    return row


def _box_text(pack: Pack) -> str:
    """`CIP13:content:mL of a container:stopped:last seen`, empty ends left out."""
    held = str(number(pack.content.value)) if pack.content else ""
    volume = f"{pack.volume:f}" if pack.volume is not None else ""
    return ":".join((pack.cip13, held, volume, pack.stopped, pack.last_seen)).rstrip(":")


def _box(text: str, unit: str) -> Pack:
    cip13, held, volume, stopped, last_seen, *_ = (*text.split(":"), "", "", "", "")
    content = Quantity(Decimal(held), unit) if held else None
    return Pack(cip13, cip13[5:12], content, stopped, last_seen, Decimal(volume) if volume else None)
