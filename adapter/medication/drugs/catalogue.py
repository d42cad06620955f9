"""All products of one publication, and of the ones before it: what is no longer published stays, with its date."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from adapter.medication.bdpm import Speciality, base_names, compared_by, ingredients, pairs, release, unit_of
from adapter.medication.pack import container_volume, content
from adapter.medication.product import Ingredient, Pack, Part, Product, Term
from adapter.medication.substance_name import plain, substance_key
from adapter.terminology.forms import form_code
from adapter.terminology.routes import route_code

HOMEOPATHIC = "homeopathic"
_STATUSES = {"abrogee": "repealed", "archivee": "archived", "retiree": "withdrawn", "suspendue": "suspended"}
_EYE = "ophtalmique"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """version: ISO day of the newest data; products by CIS; synonyms: key of any substance name → the names it may be
    compared by; homeopathic: CIS that no label may name; codes: `ucd 3400…`, `mv …` → CIS; sources: what was
    imported, one line each."""

    version: str
    products: Mapping[str, Product]
    synonyms: Mapping[str, frozenset[str]]
    homeopathic: frozenset[str] = frozenset()
    codes: Mapping[str, str] | None = None
    sources: tuple[str, ...] = ()


def catalogue(
    specialities: Iterable[Speciality],
    version: str,
    atc: Mapping[str, str],
    narrow_margin: frozenset[str],
    names: Mapping[str, str] | None = None,
) -> Catalogue:
    """The products of one publication.

    atc: CIS → code, used where the publication has none; narrow_margin: keys of substances of the legal list; names:
    substance code → name to compare by, where it was worked out from more products than these.
    """
    every = list(specialities)
    if names is None:
        remedies = base_names(one for one in every if one.is_homeopathic)
        names = remedies | base_names(one for one in every if not one.is_homeopathic)
    products = {one.cis: _product(one, names, atc.get(one.cis, ""), narrow_margin) for one in every}
    synonyms: dict[str, set[str]] = defaultdict(set)
    for one in every:
        for salt, part in pairs(one) if not one.is_homeopathic else ():
            for name, base in ((salt.name, compared_by(names, salt, part)), (part.name, names[part.code])):
                synonyms[substance_key(name)].add(base)
                synonyms[substance_key(base)].add(base)
    return Catalogue(
        version,
        products,
        {key: frozenset(found) for key, found in synonyms.items()},
        frozenset(one.cis for one in every if one.is_homeopathic),
        {},
    )


def accumulated(old: Catalogue, new: Catalogue) -> Catalogue:
    """Both publications as one: the newer says what a product is, the older keeps what the newer has no more; ATC and
    generic groups too, where the newer came without the file that says them.

    Substances of the older take the names of the newer, so that one substance has one name.
    """
    if new.version < old.version:
        old, new = new, old
    spelled = _spelled(old, new)
    products = dict(new.products)
    has_groups = any(product.generic_group for product in products.values())
    for cis, product in old.products.items():
        if cis in products:
            products[cis] = _completed(products[cis], product, old.version, has_groups=has_groups)
        else:
            products[cis] = _kept(product, spelled, old.version if old.version < new.version else "")
    synonyms = {key: set(found) for key, found in new.synonyms.items()}
    for key, found in old.synonyms.items():
        if key not in synonyms:
            synonyms[key] = {spelled.get(name, name) for name in found}
    return Catalogue(
        new.version,
        dict(sorted(products.items())),
        {key: frozenset(found) for key, found in synonyms.items()},
        old.homeopathic | new.homeopathic,
        {**(old.codes or {}), **(new.codes or {})},
        tuple(dict.fromkeys((*old.sources, *new.sources))),
    )


def _product(one: Speciality, names: Mapping[str, str], atc: str, narrow_margin: frozenset[str]) -> Product:
    unit = unit_of(one)
    return Product(
        ingredients=ingredients(one, dict(names)),
        form=Term(one.form, form_code(one.form) or ""),
        routes=tuple(Term(route, route_code(route) or "") for route in one.routes),
        release=release(one),
        unit=unit,
        atc=one.atc or ((atc,) if atc else ()),
        cis=one.cis,
        name=one.name,
        generic_group=one.groups[0] if len(one.groups) == 1 else "",
        narrow_margin=_is_narrow(one, names, narrow_margin),
        packs=tuple(
            Pack(
                box.cip13,
                box.cip7,
                content(box.wording, unit),
                box.stopped,
                volume=container_volume(box.wording),
            )
            for box in one.presentations
        ),
        parts=_parts(one, names),
        status=_status(one),
    )


def _status(one: Speciality) -> str:
    if one.is_authorised:
        return "marketed" if one.is_marketed else "not marketed"
    return next((status for word, status in _STATUSES.items() if word in plain(one.authorisation)), "withdrawn")


def _parts(one: Speciality, names: Mapping[str, str]) -> tuple[Part, ...]:
    if one.is_homeopathic:
        return ()
    return tuple(
        Part(salt.element, salt.name, salt.amount, names[part.code], part.amount, salt.reference or part.reference)
        if salt is not part
        else Part(salt.element, salt.name, salt.amount, names[salt.code], "", salt.reference)
        for salt, part in pairs(one)
    )


def _is_narrow(one: Speciality, names: Mapping[str, str], narrow: frozenset[str]) -> bool:
    """On the legal list: one substance, by its name with or without salt; never eye drops, which it does not mean."""
    found = list(pairs(one))
    if len(found) != 1 or _EYE in one.routes or one.is_homeopathic:
        return False
    said = {name for row in found[0] for name in (substance_key(row.name), substance_key(names[row.code]))}
    return bool(said & narrow)


def _spelled(old: Catalogue, new: Catalogue) -> dict[str, str]:
    """Name of the older → name of the newer, where the newer knows it under one."""
    names = {ingredient.name for product in old.products.values() for ingredient in product.ingredients}
    known = {name: new.synonyms.get(substance_key(name), frozenset()) for name in names}
    return {name: next(iter(found)) for name, found in known.items() if len(found) == 1}


def _completed(product: Product, before: Product, last_seen: str, *, has_groups: bool) -> Product:
    group = product.generic_group if has_groups else before.generic_group
    packs = _boxes(product, before, last_seen)
    return replace(product, atc=product.atc or before.atc, generic_group=group, packs=packs)


def _boxes(product: Product, before: Product, last_seen: str) -> tuple[Pack, ...]:
    published = {pack.cip7 for pack in product.packs}
    gone = (replace(pack, last_seen=pack.last_seen or last_seen) for pack in before.packs if pack.cip7 not in published)
    return tuple(sorted((*product.packs, *gone), key=lambda pack: pack.cip13))


def _kept(product: Product, spelled: Mapping[str, str], last_seen: str) -> Product:
    ingredients_ = sorted(
        (Ingredient(spelled.get(one.name, one.name), one.strength) for one in product.ingredients),
        key=lambda one: one.name,
    )
    packs = tuple(replace(pack, last_seen=pack.last_seen or last_seen) for pack in product.packs)
    return replace(product, ingredients=tuple(ingredients_), packs=packs, last_seen=product.last_seen or last_seen)
