"""Whether the route that a document states is one that the product, or the form, is given by."""

from collections.abc import Mapping
from functools import lru_cache

from adapter.issues import Issue
from adapter.medication.dose_form import form_class
from adapter.medication.product import Product, Term
from adapter.terminology.routes import route_code

_PRODUCTS = 1024  # ways and forms that are remembered: the products of a list have few
_MOUTH = ("orale", "sublinguale", "buccogingivale", "gastro-entérale", "oropharyngée", "buccale")
# Routes of forms whose product is not known by its code. A form that is not here may be given in any way.
_ROUTES: Mapping[str, tuple[str, ...]] = {
    "tablet": (*_MOUTH, "vaginale", "rectale"),
    "tablet effervescent": _MOUTH,
    "tablet orodispersible": _MOUTH,
    "tablet dispersible": _MOUTH,
    "tablet sublingual": _MOUTH,
    "capsule": (*_MOUTH, "inhalée", "vaginale"),
    "oral solution": _MOUTH,
    "suppository": ("rectale", "vaginale", "urétrale"),
    "ovule": ("vaginale",),
    "patch": ("transdermique", "cutanée"),
    "eye drops": ("ophtalmique", "auriculaire", "conjonctivale", "nasale"),
}
# Routes of the drug database that have no code, and the ways that they are. One that is not here leaves all open.
_UNCODED: Mapping[str, tuple[str, ...]] = {
    "voie buccale autre": _MOUTH,
    **dict.fromkeys(("voie extracorporelle autre", "hémofiltration", "intra-murale", "péribulbaire"), ()),
}
# Wordings of one way: documents and the drug database choose between them.
_ALIKE = (("transdermique", "cutanée"), ("orale", "gastro-entérale", "buccale"), ("ophtalmique", "conjonctivale"))


def route_noise(product: Product, route: Term | None) -> list[Issue]:
    """A route, coded or in words that are known, that the product is not given by: Issue (`warning`)."""
    stated = _code(route) if route is not None else ""
    known = _routes(product)
    if not stated or not known or stated in known:
        return []
    assert route is not None
    is_known = product.level != "document" and product.routes
    given = ", ".join(one.text for one in product.routes) if is_known else "other ways"
    what = product.name or (product.form.text if product.form else "the product")
    text = f"the route is '{route.text or route.code}', {what} is given by: {given}"
    return [Issue("warning", "conflict", text)]


def _routes(product: Product) -> frozenset[str]:
    """Codes of the routes of a product, else of its form; empty when one of them is not known.

    A product as the document states it has the very route that is held against it: its form alone speaks.
    """
    own = product.routes if product.level != "document" else ()
    return _ways(tuple(own), product.form.text if product.form else "")


@lru_cache(_PRODUCTS)
def _ways(own: tuple[Term, ...], form: str) -> frozenset[str]:
    codes = [code for route in own for code in _codes(route)]
    if not codes:
        codes = [_named(name) for name in _ROUTES.get(form_class(form), ())]
        codes = [code for code in codes if code]
    if not all(codes):
        return frozenset()
    alike = {_named(name) for group in _ALIKE if set(codes) & {_named(one) for one in group} for name in group}
    return frozenset(codes) | (alike - {""})


def _codes(route: Term) -> list[str]:
    """Its code, else the codes of the ways it is, else one that is empty."""
    code, ways = _code(route), _UNCODED.get(route.text)
    return [_named(name) for name in ways] if not code and ways is not None else [code]


def _code(route: Term) -> str:
    return route.code or _named(route.text)


def _named(text: str) -> str:
    return route_code(text) or ""
