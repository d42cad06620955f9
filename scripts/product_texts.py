"""What people write for each marketed product, in up to thirty ways, and what is accepted of it.

    python scripts/product_texts.py [--wrong] [--shipped]

A text made from several products (`DEPAKINE 500 mg cp`, from Dépakine and Dépakine Chrono) means any of them: an answer
that is accepted must hold for all. Prints how many texts are accepted, and how many accepted answers state something
that is not so of a product the text was made from: other substances, strength, form or release. --wrong lists them;
--shipped asks the formulary.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from adapter.medication.contents import form_class, substances_of
from adapter.medication.drugs.current import current, shipped
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.rows import kind_of
from adapter.medication.identification import identify
from adapter.medication.product import Product, Strength, number
from adapter.medication.strength import ratio
from adapter.medication.substance_name import plain

_SHORT = (
    *(("comprime orodispersible", "cp orodisp"), ("comprime effervescent", "cp eff"), ("comprime", "cp")),
    *(("gelule", "gel"), ("solution injectable", "inj"), ("solution buvable", "sol buv"), ("sachet", "sachet")),
    *(("suppositoire", "suppo"), ("collyre", "collyre"), ("creme", "creme"), ("pommade", "pommade")),
    *(("dispositif transdermique", "patch"), ("capsule", "caps"), ("sirop", "sirop")),
)
_RELEASES = (("gastro-resistant", " gastro-res"), ("liberation prolongee", " LP"))
_NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?")
_HEAD = re.compile(r"(?P<brand>.*?)\s+(?P<strength>\d.*)")
_UNITS = {"[iU]": "UI", "ug": "µg"}
_MOST_NAMED = 3


def texts_of(product: Product) -> set[str]:
    """As a prescriber, nurse or pharmacist may write it: with and without strength, unit and form, by brand or DCI."""
    found = {" ".join(text.split()) for text in (*_by_name(product), *_by_substances(product))}
    return found | {plain(text).replace(",", ".") for text in found}


def _by_name(product: Product) -> Iterator[str]:
    head = re.split(r",(?!\d)", product.name)[0].strip()
    match = _HEAD.fullmatch(head)
    whole, strength = (match["brand"], match["strength"]) if match else (head, "")
    strength = re.sub(r"microgrammes?", "µg", re.sub(r"\(.*?\)", "", strength)).strip()
    figures = _NUMBER.findall(strength)[:3]
    for brand in dict.fromkeys((whole, whole.split()[0])):
        yield from (
            brand,
            f"{brand} {strength}",
            f"{brand} {strength} {_short(product)}",
            f"{brand} {'/'.join(figures)}",
        )
    if product.release == "prolonged":
        yield f"{whole.split()[0]} LP {strength}"


def _by_substances(product: Product) -> Iterator[str]:
    names = " + ".join(one.name for one in product.ingredients)
    yield names
    strengths = [one.strength for one in product.ingredients if one.strength is not None]
    if len(strengths) != len(product.ingredients) or len(strengths) > _MOST_NAMED:
        return
    amounts, figures = "/".join(map(_amount, strengths)), "/".join(f"{number(one.value)}" for one in strengths)
    yield from (f"{names} {amounts}", f"{names} {amounts} {_short(product)}")
    yield from (f"{names} {figures}", f"{names} {figures} {_short(product)}")
    if product.release == "prolonged":
        yield f"{names} LP {amounts}"


def _short(product: Product) -> str:
    form = plain(product.form.text) if product.form else ""
    word = next((short for long, short in _SHORT if long in form), "")
    return word + next((short for long, short in _RELEASES if long in form), "") if word else ""


def _amount(strength: Strength) -> str:
    amount = f"{number(strength.value)}{_UNITS.get(strength.unit, strength.unit)}"
    return f"{amount}/{number(strength.per.value)}{strength.per.unit}" if strength.per else amount


def contradictions(found: Product, meant: Product) -> Iterator[str]:
    """What the answer states that is not so of a product that is meant."""
    if substances_of(found) != substances_of(meant):
        yield "substances"
        return
    own = {one.name: one.strength for one in meant.ingredients}
    for one in found.ingredients:
        strength = own[one.name]
        if one.strength is not None and (strength is None or ratio(one.strength) != ratio(strength)):
            yield "strength"
    if (
        form_class(found) != form_class(meant)
        if found.form and meant.form
        else found.release not in ("", meant.release)
    ):
        yield "form or release"


def marketed(drugs: Drugs) -> Iterator[Product]:
    for cis, row in drugs._tables.items("products"):
        product = drugs.product_of_cis(cis)
        if product is not None and product.status == "marketed" and product.ingredients and not kind_of(row):
            yield product


def main(arguments: list[str]) -> int:
    products = list(marketed(current()))
    meant: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        for text in texts_of(product):
            meant[text].append(product)
    drugs = shipped() if "--shipped" in arguments else current()
    print(f"{drugs.label}: {len(meant)} texts of {len(products)} products")
    accepted, counted = 0, Counter[str]()
    for text, all_ in sorted(meant.items()):
        answer = identify(text, drugs)
        if not answer.accepted:
            continue
        accepted += 1
        found = answer.candidates[0].product
        wrong = [(one, what) for one in all_ if (what := ", ".join(dict.fromkeys(contradictions(found, one))))]
        counted.update({wrong[0][1]} if wrong else ())
        if wrong and "--wrong" in arguments:
            print(f"{wrong[0][1]}: {text} | {form_class(found)} {found.ingredients} | {wrong[0][0].name}")
    print(f"accepted {accepted}, contradicted by a product that is meant {counted.total()}: {dict(counted)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
