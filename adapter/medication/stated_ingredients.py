"""The ingredients that a document states, under the names the formulary compares."""

from collections.abc import Sequence
from dataclasses import replace

from adapter.medication.formulary import is_labelled_strength, substance_name
from adapter.medication.product import Ingredient, Strength
from adapter.medication.substance_name import substance_key


def in_french(ingredients: Sequence[Ingredient]) -> tuple[Ingredient, ...]:
    """Ingredients under the names of the formulary where it knows them, each substance once.

    A substance stated twice keeps its one strength; with two different strengths it has none.
    """
    found: dict[str, Ingredient] = {}
    for ingredient in ingredients:
        name = substance_name(ingredient.name) or " ".join(ingredient.name.split())
        before = found.get(name)
        strength = ingredient.strength
        if before is not None:
            strength = _one(before, ingredient)
        found[name] = Ingredient(name, strength)
    return tuple(found[name] for name in sorted(found))


def with_labelled_strengths(ingredients: Sequence[Ingredient]) -> tuple[Ingredient, ...]:
    """As `in_french`; the strength of a named salt is kept only where products of the substance are labelled with it.

    1.148 g of amoxicillin trihydrate say nothing that compares with 1 g on a label.
    """
    kept = []
    for ingredient in ingredients:
        name = substance_name(ingredient.name)
        is_salt = name is not None and substance_key(name) != substance_key(ingredient.name)
        if is_salt and name and ingredient.strength and not is_labelled_strength(name, ingredient.strength):
            ingredient = replace(ingredient, strength=None)
        kept.append(ingredient)
    return in_french(kept)


def _one(a: Ingredient, b: Ingredient) -> Strength | None:
    if a.strength is None or b.strength is None or a.strength == b.strength:
        return a.strength or b.strength
    return None
