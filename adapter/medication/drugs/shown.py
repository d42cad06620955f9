"""What is known of one code, as JSON: `medrec drugs show`."""

import re
from typing import Any

from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.product import Pack, Part, Product

_ATC = re.compile(r"[A-Z]\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?")
_MOST = 50


def shown(code: str, drugs: Drugs) -> dict[str, Any]:
    """`{"code", "kind", "found", "source", "products": […]}`; kind is "" for what is no code.

    A CIP shows its product with that box as `pack`; an ATC code or class shows its first products, and `count` says of
    how many.
    """
    written = re.sub(r"[\s.]", "", code).upper()
    readings = _readings(written, drugs)
    kind, products = next((reading for reading in readings if reading[1]), readings[-1])
    return {
        "code": written,
        "kind": kind,
        "found": bool(products),
        "source": drugs.label,
        "count": len(products),
        "products": [_product(one) for one in products[:_MOST]],
    }


def _readings(code: str, drugs: Drugs) -> list[tuple[str, list[Product]]]:
    """The kinds that a code may be of, likeliest last to be said when none has it, with what each finds."""
    if re.fullmatch(r"34009\d{8}", code):
        return [("cip13", _one(drugs.product_of_cip(code)))]
    if re.fullmatch(r"34008\d{8}", code):
        return [("ucd13", _one(drugs.product_of_other("ucd", code)))]
    if re.fullmatch(r"\d{8}", code):
        return [("cis", _one(drugs.product_of_cis(code)))]
    if re.fullmatch(r"\d{7}", code):
        return [("ucd7", _one(drugs.product_of_other("ucd", code))), ("cip7", _one(drugs.product_of_cip(code)))]
    if re.fullmatch(r"MV\d+", code):
        return [("mv", _one(drugs.product_of_other("mv", code)))]
    return [("atc", drugs.products_of_atc(code))] if _ATC.fullmatch(code) else [("", [])]


def _one(product: Product | None) -> list[Product]:
    return [product] if product is not None else []


def _product(product: Product) -> dict[str, Any]:
    return {
        "cis": product.cis,
        "name": product.name,
        "substances": [one.to_json() for one in product.ingredients],
        "parts": [_part(part) for part in product.parts],
        "form": product.form.to_json() if product.form else None,
        "routes": [route.to_json() for route in product.routes],
        "release": product.release or None,
        "unit": product.unit or None,
        "atc": list(product.atc),
        "genericGroup": product.generic_group or None,
        "narrowMargin": product.narrow_margin,
        "status": product.status or None,
        "lastSeen": product.last_seen or None,
        "pack": _pack(product.pack) if product.pack else None,
        "packs": [_pack(pack) for pack in product.packs],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "element": part.element,
        "substance": part.substance,
        "amount": part.amount or None,
        "base": part.base,
        "baseAmount": part.base_amount or None,
        "per": part.per or None,
    }


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "cip13": pack.cip13,
        "cip7": pack.cip7,
        "content": pack.content.to_json() if pack.content else None,
        "stopped": pack.stopped or None,
        "lastSeen": pack.last_seen or None,
    }
