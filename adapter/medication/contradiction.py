"""What a document states beside a product code that does not agree with it, where the code is followed all the same."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from adapter.issues import Issue
from adapter.medication.codes import ProductCode
from adapter.medication.contents import amount, contents, form_class, identity_of, insulin_kind, substances_of
from adapter.medication.formulary import substance_name, substance_of_atc
from adapter.medication.identification.stated_strength import all_figures
from adapter.medication.labelled import Labelled
from adapter.medication.product import Ingredient, Product, Strength
from adapter.medication.strength import ratio, strength_key, strength_of_key, written_strengths
from adapter.medication.substance_name import substance_key
from adapter.terminology.ucum import is_annotation

# A salt or hydrate weighs more than what is labelled: 1.148 g of amoxicillin trihydrate are 1 g of amoxicillin.
_SALT_FACTOR = Decimal(2)
_SOLID = ("{tablet}", "{capsule}", "{sachet}", "{suppository}")
_SWALLOWED = ("{tablet}", "{capsule}", "{suppository}")
STRENGTH = "Medication.ingredient.strength"
"""`element` of the Issue about a label that names another strength than the product code: which is meant is open."""


def strength_noise(product: Product, ingredients: Iterable[Ingredient]) -> list[Issue]:
    """A strength in the document against the product: a published sample says 75 mg for 75 µg of levothyroxine."""
    ours = {ingredient.name: ingredient.strength for ingredient in product.ingredients}
    issues = []
    for stated in ingredients:
        name = substance_name(stated.name) or ""
        own = ours.get(name)
        if own is None or stated.strength is None or _agree(own, stated, name):
            continue
        text = (
            f"the document states {amount(stated.strength)} of {stated.name}, {product.name} has {amount(own)}: "
            "the product code is followed"
        )
        issues.append(Issue("warning", "conflict", text))
    return issues


def label_noise(product: Product, label: Labelled | None) -> list[Issue]:
    """A label that names another strength or form of the same substances, or a strength that no product has: 75 mg."""
    if label is None:
        return []
    if label.begins.get(substances_of(product), frozenset()) - substances_of(product):
        return [Issue("warning", "conflict", _followed(product, label))]
    if (kind := insulin_kind(product)) and label.bearers and kind not in map(insulin_kind, label.bearers):
        return [Issue("warning", "conflict", _followed(product, label))]
    is_strength_said = bool(label.strengths or label.figures)
    named = [label.product] if label.product is not None else list(label.products) if is_strength_said else []
    if not named and _has_another_strength(product, label):
        text = f"the label says '{label.text}', {product.name} has another strength: the product code is followed"
        return [Issue("warning", "conflict", text, element=STRENGTH)]
    if not named or any(_is_same(one, product, leaves_form=label.leaves_form) for one in named):
        return []
    if says_its_figures(product, label) and all(_is_given_as(one, product, label) for one in named):
        return []
    message = _followed(product, label)
    element = STRENGTH if all(contents(one) != contents(product) for one in named) else ""
    return [Issue("warning", "conflict", message, element=element)]


def _followed(product: Product, label: Labelled) -> str:
    return f"the code is {product.name}, the label says '{label.text}': the product code is followed"


def _is_same(one: Product, product: Product, *, leaves_form: bool) -> bool:
    """One identity; contents and release where the label leaves the form open, contents where it leaves both open under
    a name that is no brand (`aspirine 75`); never another kind of insulin."""
    if insulin_kind(one) != insulin_kind(product):
        return False
    if contents(one) == contents(product) and (
        leaves_form or (one.level != "label" and one.release == product.release)
    ):
        return True
    return identity_of(one) == identity_of(product)


def _is_of_volume(strength: Strength) -> bool:
    """Of a liquid or cream: 0.5 mg/mL, 2.5 %."""
    return strength.unit == "%" or (strength.per is not None and strength.per.unit == "mL")


def _is_given_as(one: Product, product: Product, label: Labelled) -> bool:
    """One release, and one form where the label says any."""
    return one.release == product.release and (not label.says_form or form_class(one) == form_class(product))


def _has_another_strength(product: Product, label: Labelled) -> bool:
    """Whether the strengths of a label, or the figure beside its name, are others than those of a product. Of what is
    not counted in units an amount may be that of a container: concentrations alone compare."""
    own = [one.strength for one in product.ingredients if one.strength is not None]
    if len(own) != len(product.ingredients) or not own or substances_of(product) not in label.begins:
        return False
    if tuple(map(ratio, label.strengths)) == tuple(map(ratio, written_strengths(product.name))):
        return False
    if len(own) > 1:
        return _are_others(own, label.strengths)
    if own[0].per is None and product.unit in _SWALLOWED and any(map(_is_of_volume, label.strengths)):
        return True
    is_whole = substances_of(product) in label.substances
    if len(label.strengths) == 1 and (is_annotation(product.unit) or (is_whole and label.strengths[0].per is not None)):
        ours, theirs = ratio(own[0]), ratio(label.strengths[0])
        return ours[1:] == theirs[1:] and ours != theirs
    is_solid = own[0].per is None and product.unit in _SOLID
    return is_whole and is_solid and len(label.figures) == 1 and not says_its_figures(product, label)


def says_its_figures(product: Product, label: Labelled) -> bool:
    """Whether the figures beside the name may be said for the product's strengths, in any order: `fosfomycine 3`."""
    own = [all_figures(_in_base(one.strength)) for one in product.ingredients if one.strength is not None]
    is_all = len(own) == len(product.ingredients) == len(label.figures)
    return is_all and all(any(figure in said for said in own) for figure in label.figures)


def says_its_strengths(product: Product, label: Labelled) -> bool:
    """Whether a label has all strengths of a combination, of which it names a part: `AMOXICILLINE/ACIDE 500/62,5`."""
    own = [one.strength for one in product.ingredients if one.strength is not None]
    if len(own) < 2 or len(own) != len(product.ingredients):
        return False
    return says_its_figures(product, label) or sorted(map(ratio, own)) == sorted(map(ratio, label.strengths))


def _are_others(own: Sequence[Strength], stated: Sequence[Strength]) -> bool:
    """Several strengths in units of mass: as many as the product has or more, and not the same."""
    ours, theirs = sorted(map(ratio, own)), sorted(map(ratio, stated))
    is_mass = all(unit == "mg" and not per for _, unit, per in (*ours, *theirs))
    return is_mass and len(theirs) >= len(ours) and ours != theirs


def _in_base(strength: Strength) -> Strength:
    return strength_of_key(strength_key(strength))


def atc_noise(product: Product, codes: Iterable[ProductCode]) -> list[Issue]:
    """An ATC code whose only substance is none of the product's."""
    names = substances_of(product)
    issues = []
    for code in codes:
        substance = substance_of_atc(code.code) if code.kind == "atc" else None
        if substance is not None and substance not in names:
            text = f"ATC {code.code} is {substance}, the product is {product.name}: the ATC code is not followed"
            issues.append(Issue("warning", "conflict", text))
    return issues


def _agree(own: Strength, stated: Ingredient, name: str) -> bool:
    """Equal, or not comparable (per volume against per unit), or the mass of the salt that the document names."""
    assert stated.strength is not None
    ours, theirs = ratio(own), ratio(stated.strength)
    if ours == theirs or ours[1:] != theirs[1:]:
        return True
    is_salt = substance_key(stated.name) != substance_key(name)
    return is_salt and ours[0] / _SALT_FACTOR < theirs[0] < ours[0] * _SALT_FACTOR
