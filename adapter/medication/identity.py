"""What product a line is: its codes first, then what the document states itself, then its label, then its ATC code alone.

Under-merge is safe, wrong merge is dangerous (design §2): where codes, substances and label contradict each other in what
the product contains, there is no product, and an Issue says why. A strength that the document states differently is noise
beside a product code, and an Issue too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapter.issues import Issue
from adapter.medication import dose_form
from adapter.medication.codes import ProductCode, product_codes
from adapter.medication.formulary import (
    formulary_version,
    is_narrow_margin,
    product_of_cip,
    product_of_cis,
    substance_name,
    substance_of_atc,
)
from adapter.medication.labelled import product_of_label, substances_named
from adapter.medication.product import Ingredient, Product, Strength, Term, number
from adapter.medication.strength import ratio, same_strength, to_base
from adapter.medication.substance_name import plain

__all__ = ["Resolution", "form_class", "resolve", "same_strength", "to_base"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """product: None when nothing identifies it; because: what was found, and what was not; issues: without place."""

    product: Product | None
    because: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


def resolve(
    codes: Sequence[Mapping[str, Any]],
    text: str | None,
    *,
    ingredients: Sequence[Ingredient] = (),
    form: Term | None = None,
    route: Term | None = None,
) -> Resolution:
    """The identity of a medication line.

    codes: FHIR Codings; text: the name as written; ingredients, form, route: what the document states itself.
    Issues: codes, substances, strengths or label that contradict each other (`conflict`), codes that are not known.
    """
    found = product_codes(codes)
    by_code, because, issues = _by_product_code(found)
    if issues:
        return Resolution(None, because, issues)
    known = _in_french(ingredients)
    if by_code is not None:
        return _checked(by_code, because, known, text, found)
    stated = _stated(known, form, route)
    labelled = product_of_label(text) if text else None
    if stated is not None:
        return _document(stated, labelled, because, text)
    if labelled is not None:
        said = (*because, f"the label '{text}' names one identity by name, strength and form")
        return _label_against_atc(labelled, said, found)
    return _by_atc(found, because, text, route)


def form_class(product: Product) -> str:
    """The form class of a product with its release: `tablet`, `tablet prolonged`, `capsule gastro-resistant`, …"""
    text = product.form.text if product.form else ""
    return " ".join(part for part in (dose_form.form_class(text), product.release) if part)


def _by_product_code(codes: tuple[ProductCode, ...]) -> tuple[Product | None, tuple[str, ...], tuple[Issue, ...]]:
    """The product that all CIP and CIS codes agree on; a conflict when two of them contain something else."""
    because: list[str] = []
    products: list[tuple[ProductCode, Product]] = []
    for code in sorted(codes, key=lambda code: not code.kind.startswith("cip")):
        if code.kind == "atc":
            continue
        product = _product_of(code)
        if product is not None:
            products.append((code, product))
            because.append(f"{_said(code)} is {product.name} in the {formulary_version()}")
        elif code.kind in ("ucd", "mv"):
            because.append(f"{_said(code)} cannot be linked: the public drug database does not carry these codes")
        else:
            because.append(f"{_said(code)} is not in the {formulary_version()}")
    if not products:
        return None, tuple(because), ()
    first = products[0]
    for other in products[1:]:
        if _contents(other[1]) != _contents(first[1]):
            text = f"{_said(first[0])} is {first[1].name}, {_said(other[0])} is {other[1].name}: the line is not identified"
            return None, tuple(because), (Issue("error", "conflict", text),)
    return first[1], tuple(because), ()


def _product_of(code: ProductCode) -> Product | None:
    if code.kind.startswith("cip"):
        return product_of_cip(code.code)
    return product_of_cis(code.code) if code.kind == "cis" else None


def _checked(
    product: Product,
    because: tuple[str, ...],
    known: tuple[Ingredient, ...],
    text: str | None,
    codes: tuple[ProductCode, ...],
) -> Resolution:
    """A product found by its code, held against the substances, strengths, label and ATC that the document states."""
    names = _substances(product)
    stated = {name for ingredient in known if (name := substance_name(ingredient.name))}
    if len(stated) == len(known) and stated and not (stated <= names or names <= stated):
        return _refused(because, f"the code is {product.name}, the document states {' + '.join(sorted(stated))}")
    named = substances_named(text) if text else frozenset()
    if named and names not in named:
        return _refused(because, f"the code is {product.name}, the label says '{text}'")
    issues = [*_strength_noise(product, known), *_label_noise(product, text), *_atc_noise(product, codes)]
    return Resolution(product, because, tuple(issues))


def _refused(because: tuple[str, ...], message: str) -> Resolution:
    return Resolution(None, because, (Issue("error", "conflict", f"{message}: the line is not identified"),))


def _strength_noise(product: Product, known: tuple[Ingredient, ...]) -> list[Issue]:
    by_name = {ingredient.name: ingredient for ingredient in product.ingredients}
    issues = []
    for stated in known:
        ours = by_name.get(stated.name)
        if ours is None or ours.strength is None or stated.strength is None or same_strength(ours, stated):
            continue
        if ratio(ours.strength)[2] == ratio(stated.strength)[2]:
            text = (
                f"the document states {_amount(stated.strength)} of {stated.name}, {product.name} has "
                f"{_amount(ours.strength)}: the product code is followed"
            )
            issues.append(Issue("warning", "conflict", text))
    return issues


def _label_noise(product: Product, text: str | None) -> list[Issue]:
    labelled = product_of_label(text) if text else None
    if labelled is None or _contents(labelled) == _contents(product):
        return []
    message = f"the code is {product.name}, the label says '{text}': the product code is followed"
    return [Issue("warning", "conflict", message)]


def _atc_noise(product: Product, codes: tuple[ProductCode, ...]) -> list[Issue]:
    names = _substances(product)
    issues = []
    for code in codes:
        substance = substance_of_atc(code.code) if code.kind == "atc" else None
        if substance is not None and substance not in names:
            text = f"ATC {code.code} is {substance}, the product is {product.name}: the ATC code is not followed"
            issues.append(Issue("warning", "conflict", text))
    return issues


def _document(stated: Product, labelled: Product | None, because: tuple[str, ...], text: str | None) -> Resolution:
    """What the document states itself; its label adds form and release when both contain the same."""
    names = _substances(stated)
    named = substances_named(text) if text else frozenset()
    if named and all(substance_name(name) for name in names) and names not in named:
        message = f"the document states {' + '.join(sorted(names))}, its label says '{text}'"
        return _refused(because, message)
    said = (*because, "substances as the document states them")
    if labelled is None:
        return Resolution(stated, said)
    if _contents_only(labelled) == _contents_only(stated):
        merged = replace(labelled, form=labelled.form or stated.form, routes=stated.routes or labelled.routes, level="document")
        return Resolution(merged, (*said, f"the label '{text}' agrees"))
    if any(ingredient.strength is None for ingredient in stated.ingredients):
        return Resolution(labelled, (*because, f"the label '{text}' names one identity, with the substances stated"))
    message = f"the document states {_all(stated)}, its label says '{text}': the line is not identified"
    return Resolution(None, said, (Issue("error", "conflict", message),))


def _label_against_atc(product: Product, because: tuple[str, ...], codes: tuple[ProductCode, ...]) -> Resolution:
    issues = _atc_noise(product, codes)
    if issues:
        message = issues[0].message.partition(":")[0]
        return Resolution(None, because, (Issue("error", "conflict", f"{message}: the line is not identified"),))
    return Resolution(product, because)


def _by_atc(
    codes: tuple[ProductCode, ...], because: tuple[str, ...], text: str | None, route: Term | None
) -> Resolution:
    """ATC says a class, and at most a substance; never a strength or form."""
    atc = tuple(code.code for code in codes if code.kind == "atc")
    said = (*because, f"the label '{text}' is doubtful in name, strength or form") if text else because
    substances = {substance for code in atc if (substance := substance_of_atc(code))}
    named = substances_named(text) if text else frozenset()
    if len(substances) != 1 or (named and frozenset(substances) not in named):
        return Resolution(None, said or ("neither code nor name",))
    product = Product(
        ingredients=tuple(Ingredient(name) for name in substances),
        routes=(route,) if route else (),
        atc=atc,
        narrow_margin=any(is_narrow_margin(name) for name in substances),
        level="atc",
        source=formulary_version(),
    )
    return Resolution(product, (*said, f"ATC {', '.join(atc)} has one substance in the {formulary_version()}"))


def _in_french(ingredients: Sequence[Ingredient]) -> tuple[Ingredient, ...]:
    """Ingredients under the names of the formulary where it knows them."""
    return tuple(replace(one, name=substance_name(one.name) or one.name.strip()) for one in ingredients)


def _stated(known: tuple[Ingredient, ...], form: Term | None, route: Term | None) -> Product | None:
    if not known or not all(ingredient.name for ingredient in known):
        return None
    return Product(
        ingredients=tuple(sorted(known, key=lambda ingredient: ingredient.name)),
        form=form,
        routes=(route,) if route else (),
        release=dose_form.release_of(form.text) if form else "",
        unit=dose_form.counted_unit("", plain(form.text), ()) if form else "",
        narrow_margin=len(known) == 1 and is_narrow_margin(known[0].name),
        level="document",
        source="document",
    )


def _substances(product: Product) -> frozenset[str]:
    return frozenset(ingredient.name for ingredient in product.ingredients)


def _contents_only(product: Product) -> frozenset[tuple[str, object]]:
    return frozenset((i.name, ratio(i.strength) if i.strength else None) for i in product.ingredients)


def _contents(product: Product) -> tuple[object, ...]:
    return _contents_only(product), form_class(product)


def _said(code: ProductCode) -> str:
    return f"{code.kind.upper()} {code.code}"


def _amount(strength: Strength) -> str:
    text = f"{number(strength.value)} {strength.unit}"
    return f"{text}/{number(strength.per.value)} {strength.per.unit}" if strength.per else text


def _all(product: Product) -> str:
    return " + ".join(f"{i.name} {_amount(i.strength)}" if i.strength else i.name for i in product.ingredients)
