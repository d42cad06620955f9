"""How a product is given: form class, route and release. Different ways are different treatments until a person
says otherwise."""

from dataclasses import dataclass

from adapter.medication.product import Product, Term
from adapter.reconciliation.line import Line
from adapter.reconciliation.words import plain
from adapter.terminology.routes import route_code, route_label

_TABLET_KINDS = (
    *("orodispersible", "effervescent", "dispersible", "sucer", "croquer"),
    *("vaginal", "sublingual", "gingival", "inhalation"),
)
_CLASSES = (
    ("lyophilisat", "orodispersible"),
    ("nebuliseur", "nebuliser liquid"),
    ("poudre pour inhalation", "inhalation powder"),
    ("pour inhalation", "inhalation spray"),
    ("injectable", "injection"),
    ("perfusion", "injection"),
    ("collyre", "eye drops"),
    ("pour suspension buvable", "oral suspension"),
    ("pour solution buvable", "oral powder"),
    ("suspension buvable", "oral suspension"),
    ("solution buvable", "oral solution"),
    ("gelule", "capsule"),
    ("capsule", "capsule"),
    ("dispositif", "patch"),
    ("patch", "patch"),
)
_RELEASES = (
    ("liberation prolongee", "prolonged"),
    ("prolonged", "prolonged"),
    ("extended", "prolonged"),
    ("liberation modifiee", "modified"),
    ("modified", "modified"),
    ("gastro resistant", "gastro-resistant"),
)
_UNITS = {
    "{tablet}": "tablet",
    "{capsule}": "capsule",
    "{patch}": "patch",
    "{suppository}": "suppository",
    "{sachet}": "sachet",
}


@dataclass(frozen=True, slots=True)
class Way:
    """None or empty where the source and its product do not say."""

    routes: frozenset[str]
    form: str | None
    release: str | None
    generic_group: str = ""


def way(line: Line) -> Way:
    """The way of a line: the route it states, else those of its product; form and release of the product, else the
    stated form."""
    product = line.product
    stated = route_keys(line.route)
    routes = stated or frozenset(key for route in (product.routes if product else ()) for key in route_keys(route))
    form = form_class(line.form, product)
    release = None if form is None else release_of(line.form)
    if product is not None and product.release:
        release = product.release
    return Way(routes, form, release, product.generic_group if product else "")


def release_of(form: Term | None) -> str:
    """Release as the form is written; "" for immediate or not said."""
    text = plain(form.text) if form else ""
    return next((release for word, release in _RELEASES if word in text), "")


def same_route(a: Way, b: Way) -> bool | None:
    return bool(a.routes & b.routes) if a.routes and b.routes else None


def same_form(a: Way, b: Way) -> bool | None:
    """Same form class and release; products of one generic group are interchangeable by law, tablet and capsule
    alike."""
    if a.generic_group and a.generic_group == b.generic_group:
        return True
    if a.release is not None and b.release is not None and a.release != b.release:
        return False
    if a.form is None or b.form is None:
        return None
    return a.form == b.form


def compatible(a: Way, b: Way) -> bool:
    """Nothing known speaks against the two being one way of giving."""
    return same_route(a, b) is not False and same_form(a, b) is not False


def route_keys(route: Term | None) -> frozenset[str]:
    """A route under its EDQM code and under its label without `voie`: two routes are the same when one of them is.

    Words that no table knows ("comme d'habitude") say nothing that can be compared.
    """
    if route is None:
        return frozenset()
    code = route.code or route_code(route.text) or ""
    label = route_label(code)
    texts = (plain(text).removeprefix("voie ") for text in (route.text, label) if text)
    return frozenset(key for key in (code, *texts) if key) if code else frozenset()


def form_class(form: Term | None, product: Product | None = None) -> str | None:
    """The class in which immediate-release forms are one: film-coated, coated and scored tablets are tablets;
    orodispersible, effervescent, chewable ones are not. Release is compared apart. None when no form is known."""
    text = plain((product.form.text if product and product.form else "") or (form.text if form else ""))
    if "comprime" in text or text.startswith("tablet") or text.endswith("tablet"):
        return next((f"tablet {kind}" for kind in _TABLET_KINDS if kind in text), "tablet")
    for word, name in _CLASSES:
        if word in text:
            return name
    if text:
        return " ".join(
            word
            for word in text.split()
            if word not in ("secable", "gastro", "resistant", "a", "liberation", "prolongee")
        )
    return _UNITS.get(product.unit) if product else None
