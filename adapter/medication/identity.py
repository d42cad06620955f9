"""What product a line is: its codes first, then what the document states itself, then its label, then its ATC alone.

Under-merge is safe, wrong merge is dangerous (design §2): where codes, substances and label contradict each other in
what the product contains, there is no product, and an Issue says why. A strength that the document states differently
is noise beside a product code, and an Issue too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapter.issues import Issue
from adapter.medication import dose_form
from adapter.medication.codes import ProductCode, has_check_digit, product_codes
from adapter.medication.contents import contents, described, form_class, identity_of, substances_of
from adapter.medication.contradiction import atc_noise, label_noise, says_its_strengths, strength_noise
from adapter.medication.formulary import (
    formulary_version,
    is_narrow_margin,
    product_of_cip,
    product_of_cis,
    product_of_other,
    substance_name,
    substance_of_atc,
)
from adapter.medication.labelled import Labelled, labelled
from adapter.medication.moiety import one_moiety
from adapter.medication.product import Ingredient, Product, Term
from adapter.medication.stated_ingredients import in_french, with_labelled_strengths
from adapter.medication.strength import same_strength, to_base
from adapter.medication.way_given import route_noise
from adapter.medication.withdrawn import withdrawn
from adapter.terminology.forms import form_label

__all__ = ["Resolution", "form_class", "resolve", "same_strength", "to_base"]

_MISTYPED = "has another check digit than its own, so that a digit is mistyped"


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
    Issues: codes, substances, strengths or label that contradict each other (`conflict`), a mistyped code (`value`).
    """
    found = product_codes(codes)
    resolution = _resolved(found, text, ingredients, form, route)
    return replace(resolution, issues=(*resolution.issues, *_mistyped(found)))


def _mistyped(codes: Sequence[ProductCode]) -> list[Issue]:
    wrong = (code for code in codes if code.kind == "cip13" and not has_check_digit(code.code))
    return [Issue("warning", "value", f"{_said(code)} {_MISTYPED}: the code is not followed") for code in wrong]


def _resolved(
    found: tuple[ProductCode, ...],
    text: str | None,
    ingredients: Sequence[Ingredient],
    form: Term | None,
    route: Term | None,
) -> Resolution:
    by_code, because, issues = _by_product_code(found)
    if issues:
        return Resolution(None, because, issues)
    label = labelled(text) if text else None
    if by_code is not None:
        return _with_route(_checked(by_code, because, ingredients, label, found), route)
    stated = _stated(with_labelled_strengths(ingredients), form, route)
    named = label.product if label else None
    if stated is not None:
        return _with_route(_document(stated, named, because, label), route)
    if named is not None:
        said = (*because, f"the label '{text}' names one identity by name, strength and form")
        return _with_route(_label_against_atc(named, said, found), route)
    return _by_atc(found, because, label, route)


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
        elif code.kind == "cip13" and not has_check_digit(code.code):
            because.append(f"{_said(code)} {_MISTYPED}")
        elif code.kind in ("ucd", "mv"):
            because.append(f"{_said(code)} is not linked: the public drug database does not carry these codes")
        else:
            because.append(f"{_said(code)} is not in the {formulary_version()}")
    if not products:
        return None, tuple(because), ()
    first = products[0]
    for other in products[1:]:
        if identity_of(other[1]) != identity_of(first[1]):
            text = f"{_said(first[0])} is {first[1].name}, {_said(other[0])} is {other[1].name}"
            return None, tuple(because), (_unidentified(text),)
    return first[1], tuple(because), ()


def _product_of(code: ProductCode) -> Product | None:
    if code.kind.startswith("cip"):
        return product_of_cip(code.code)
    return product_of_cis(code.code) if code.kind == "cis" else product_of_other(code.kind, code.code)


def _with_route(found: Resolution, route: Term | None) -> Resolution:
    """The route that the document states, held against the product."""
    if found.product is None or not (noise := route_noise(found.product, route)):
        return found
    return replace(found, issues=(*found.issues, *noise))


def _checked(
    product: Product,
    because: tuple[str, ...],
    ingredients: Sequence[Ingredient],
    label: Labelled | None,
    codes: tuple[ProductCode, ...],
) -> Resolution:
    """A product found by its code, held against the substances, strengths, label and ATC that the document states."""
    names, known = substances_of(product), in_french(ingredients)
    stated = {name for ingredient in known if (name := substance_name(ingredient.name))}
    if len(stated) == len(known) and stated and not (stated <= names or names <= stated):
        return _refused(because, f"the code is {product.name}, the document states {' + '.join(sorted(stated))}")
    is_other = label is not None and bool(label.substances) and names not in label.substances
    if label and is_other and not (_is_moiety(product, label) or _is_part(product, label)):
        return _refused(because, f"the code is {product.name}, the label says '{label.text}'")
    issues = [*strength_noise(product, ingredients), *label_noise(product, label), *atc_noise(product, codes)]
    return Resolution(product, because, (*issues, *withdrawn(product)))


def _is_moiety(product: Product, label: Labelled) -> bool:
    return any(one_moiety(product, one, by_substance=label.by_substance) for one in label.bearers)


def _is_part(product: Product, label: Labelled) -> bool:
    """Whether a label names a part of a combination and states the strengths of all of it."""
    is_within = any(named < substances_of(product) for named in label.substances)
    return is_within and says_its_strengths(product, label)


def _refused(because: tuple[str, ...], message: str) -> Resolution:
    return Resolution(None, because, (_unidentified(message),))


def _unidentified(message: str) -> Issue:
    return Issue("error", "conflict", f"{message}: the line is not identified")


def _document(stated: Product, product: Product | None, because: tuple[str, ...], label: Labelled | None) -> Resolution:
    """What the document states itself; its label adds form and release when both contain the same."""
    said = (*because, "substances as the document states them")
    if label is None:
        return Resolution(stated, said)
    names, named = substances_of(stated), label.substances
    are_known = all(substance_name(name) for name in names)
    if named and are_known and names not in named:
        return _refused(because, f"the document states {' + '.join(sorted(names))}, its label says '{label.text}'")
    if product is None:
        return Resolution(stated, said)
    if contents(product) == contents(stated):
        routes, form = stated.routes or product.routes, product.form or stated.form
        merged = replace(product, form=form, routes=routes, level="document")
        return Resolution(merged, (*said, f"the label '{label.text}' agrees"))
    if not are_known or _only_lacks_strengths(stated, product):
        return Resolution(
            product, (*because, f"the label '{label.text}' names one identity by name, strength and form")
        )
    return _refused(said, f"the document states {described(stated)}, its label says '{label.text}'")


def _only_lacks_strengths(stated: Product, labelled: Product) -> bool:
    """Same substances, and no strength in the document that differs from the label's."""
    ours = {ingredient.name: ingredient for ingredient in labelled.ingredients}
    return substances_of(stated) == ours.keys() and all(
        one.strength is None or same_strength(one, ours[one.name]) for one in stated.ingredients
    )


def _label_against_atc(product: Product, because: tuple[str, ...], codes: tuple[ProductCode, ...]) -> Resolution:
    issues = atc_noise(product, codes)
    if issues:
        message = issues[0].message.partition(":")[0]
        return _refused(because, message)
    return Resolution(product, because)


def _by_atc(
    codes: tuple[ProductCode, ...], because: tuple[str, ...], label: Labelled | None, route: Term | None
) -> Resolution:
    """ATC says a class, and at most a substance; never a strength or form."""
    atc = tuple(code.code for code in codes if code.kind == "atc")
    said = (*because, f"the label '{label.text}' is doubtful in name, strength or form") if label else because
    substances = {substance for code in atc if (substance := substance_of_atc(code))}
    named = label.substances if label else frozenset()
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


def _stated(known: tuple[Ingredient, ...], form: Term | None, route: Term | None) -> Product | None:
    if not known or not all(ingredient.name for ingredient in known):
        return None
    shape = (form_label(form.code) or form.text) if form else ""
    return Product(
        ingredients=tuple(sorted(known, key=lambda ingredient: ingredient.name)),
        form=form,
        routes=(route,) if route else (),
        release=dose_form.release_of(shape),
        unit=dose_form.counted_unit("", shape, ()),
        narrow_margin=len(known) == 1 and is_narrow_margin(known[0].name),
        level="document",
        source="document",
    )


def _said(code: ProductCode) -> str:
    return f"{code.kind.upper()} {code.code}"
