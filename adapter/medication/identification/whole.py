"""The one identity that a label names whole, when nothing leaves a doubt; and substances that are named alone."""

import re
from collections.abc import Iterator, Sequence

from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification.evidence import Row, sold_by
from adapter.medication.identification.stated_strength import Agreement, is_amount_of_liquid, said_figures
from adapter.medication.label import Label
from adapter.medication.label_words import PLAIN_CLASSES
from adapter.medication.product import Ingredient, Product
from adapter.medication.strength import strength_of_key
from adapter.medication.substance_name import plain

# `amlodipine 5 + ramipril 5`: two products, or one of both.
_NUMBER = re.compile(r"\d+")
_TWO_NAMES = re.compile(r"[a-z]{3} ?\d[^+]*(?:\+| et ) ?[a-z]{4}")


def whole(label: Label, rows: Sequence[Row], drugs: Drugs) -> list[Row] | None:
    """The rows of the one identity (substances, strengths, form class, release) that is named; None when in doubt.

    Where the drug data do not have all products, a form that is not stated is only what all of them agree on.
    """
    is_complete = drugs.is_complete
    if label.is_cut or not (is_complete or label.forms) or _may_be_two(label):
        return None
    possible = [row for row in rows if row.is_named and row.agrees] or _only_prolonged(rows)
    found = _plainest(label, possible)
    best = max((row.strength for row in found), default=Agreement.DIFFERS)
    if best == Agreement.EXACT and _is_bare_injection(label, found):
        best = Agreement.TOTAL
    found = [row for row in found if row.strength >= best]
    if len({row.bearer.key for row in found}) != 1 or (sold_by(label, possible) and not sold_by(label, found)):
        return None
    if not is_complete and (_leaves_container_open(label, found) or _is_cut_name(found)):
        return None
    doubts = (_leaves_strength_open, _leaves_liquid_open, _leaves_more_open, _leaves_release_open)
    is_open = any(doubt(label, rows, found) for doubt in doubts) or _leaves_salt_open(found, drugs)
    return None if is_open else found


def _leaves_salt_open(rows: Sequence[Row], drugs: Drugs) -> bool:
    """`acide valproïque 500`, which no product is called: Dépakote, or Dépakine whose valproate is said so too."""
    if any(not row.fit.name.is_substance for row in rows):
        return False
    return any(drugs.has_kin(one.name, code) for row in rows for one, code in _single(row.bearer.identity))


def _single(product: Product) -> Iterator[tuple[Ingredient, str]]:
    return ((one, code) for one in product.ingredients for code in product.atc if len(product.ingredients) == 1)


def substances_alone(label: Label, rows: Sequence[Row], drugs: Drugs) -> list[Row] | None:
    """Rows of the name when the label has no strength and all that bear the name, or a longer one, agree."""
    if label.strengths or label.is_cut or any(row.figures for row in rows if row.is_named):
        return None
    found = [row for row in rows if not (row.fit.extra or row.fit.unlike or row.fit.abbreviated or row.figures)]
    sets = {_substances(row) for row in found}
    named = [row for row in found if row.is_named and row.form is not False and row.release is not False]
    return named if len(sets) == 1 and named and not _leaves_salt_open(named, drugs) else None


def _substances(row: Row) -> tuple[object, ...]:
    """The substance of an insulin does not tell a rapid one from a premixed one: `Humalog`, `Humalog Mix25`."""
    product = row.bearer.identity
    return frozenset(one.name for one in product.ingredients), product.atc if row.bearer.of.is_insulin else ()


def _may_be_two(label: Label) -> bool:
    return not label.forms and _TWO_NAMES.search(plain(label.text)) is not None


def _is_cut_name(rows: Sequence[Row]) -> bool:
    """`PARAC 1G`: only complete data can say that no other name begins so."""
    return any(row.fit.name.words[0] in row.fit.abbreviated for row in rows)


def _leaves_container_open(label: Label, rows: Sequence[Row]) -> bool:
    """`FUROSEMIDE 10 MG/ML INJ` where the composition says what an ampoule holds: a selection may lack another one."""
    is_per_one = any(key.endswith("/1mL") for key in label.keys)
    return is_per_one and any("/" not in key for row in rows for key in row.bearer.of.composed)


def _plainest(label: Label, rows: list[Row]) -> list[Row]:
    """`CPR` is a plain tablet where there is one, and any kind of tablet else."""
    plainest = {PLAIN_CLASSES[word] for word in label.forms if word in PLAIN_CLASSES}
    found = [row for row in rows if row.bearer.of.shape in plainest]
    return found or rows


def _only_prolonged(rows: Sequence[Row]) -> list[Row]:
    """`KALEORID 1000`: the label need not say LP where all that bears a brand's name is of prolonged release."""
    named = [row for row in rows if row.is_named]
    if any(row.release is not None or row.fit.name.is_substance for row in named):
        return []
    return [row for row in named if row.strength >= Agreement.TOTAL and row.form is not False]


def _is_bare_injection(label: Label, rows: Sequence[Row]) -> bool:
    """`METHOTREXATE 15 MG INJ`: the amount of a container, or an amount whose volume is left out; both stay open."""
    return all(one.per is None for one in label.strengths) and any(row.bearer.of.shape == "injection" for row in rows)


def _leaves_strength_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """A label without strength, and without a form or figure of its name that tells; or a figure that may be cut."""
    if label.strengths:
        return False
    if any(row.figures for row in found):
        return _may_be_cut(label, rows)
    is_told = any(word[0].isdigit() for row in found for word in row.fit.name.words)
    unsaid = any(row.is_named and row.strength == Agreement.UNSAID and row.form is not False for row in rows)
    return unsaid or not (is_told or all(row.form for row in found))


def _may_be_cut(label: Label, rows: Sequence[Row]) -> bool:
    """`LAMICTAL 2` may be the beginning of 25 or 200."""
    last = re.search(r"(\d+(?:[.,]\d+)?)\s*$", label.text)
    if last is None:
        return False
    figure = last[1].replace(",", ".")
    keys = {key for row in rows if row.is_named for key in row.bearer.keys}
    said = {figure for key in keys for figure in said_figures(strength_of_key(key))}
    written = {f"{figure.normalize():f}" for figure in said}
    return any(text != figure and text.startswith(figure) for text in written)


def _leaves_liquid_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`Clamoxyl 500`: a capsule, or 500 mg in 5 mL; `Forlax 4000`: 4 g, or macrogol 4000."""
    figures = next((row.figures for row in found if row.figures), ())
    if not figures or label.forms:
        return False
    keys = {row.bearer.key for row in found}
    others = (row for row in rows if row.is_named and row.bearer.key not in keys)
    named = {number for row in found for one in row.bearer.identity.ingredients for number in _NUMBER.findall(one.name)}
    return any(is_amount_of_liquid(figures, row.bearer) for row in others) or any(f"{f:f}" in named for f in figures)


def _leaves_more_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`DEPAKINE 500`, `TEGRETOL 200`: people leave out CHRONO and LP; a label with unit and form does not."""
    if label.strengths and label.forms:
        return False
    keys = {row.bearer.key for row in found}
    others = (row for row in rows if not row.fit.extra and not row.fit.unlike and row.bearer.key not in keys)
    return any(row.strength >= Agreement.TOTAL and row.form is not False and row.release is not False for row in others)


def _leaves_release_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`TRAMADOL 100MG CPR` where tablets LP of that strength are sold too: the letters are easily left out."""
    if label.release:
        return False
    unsaid = (row for row in rows if row.is_named and row.release is None and row not in found)
    return any(row.strength >= Agreement.TOTAL and row.form is not False for row in unsaid)
