"""What may leave open which product a label means, where its words, strength and form agree with one identity."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from adapter.medication.contents import contents
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification.evidence import Row
from adapter.medication.identification.stated_strength import Agreement, may_be_said, said_figures
from adapter.medication.label import Label
from adapter.medication.label_words import PLAIN_CLASSES
from adapter.medication.product import Ingredient, Product
from adapter.medication.strength import strength_of_key

_NUMBER = re.compile(r"\d+")
# A tablet that is not swallowed is another treatment; one that is dissolved first is not.
_NOT_SWALLOWED = ("tablet sublingual", "tablet gingival", "tablet vaginal")


def leaves_strength_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """A label without strength, and without a form or figure of its name that tells; or a figure that may be cut."""
    if label.strengths:
        return False
    if any(row.figures for row in found):
        return may_be_cut(label, rows)
    is_told = any(word[0].isdigit() for row in found for word in row.fit.name.words)
    unsaid = any(row.is_named and row.strength == Agreement.UNSAID and row.form is not False for row in rows)
    return unsaid or not (is_told or all(row.form for row in found))


def may_be_cut(label: Label, rows: Sequence[Row]) -> bool:
    """`LAMICTAL 2` may be the beginning of 25 or 200; `SINEMET 100/10` is whole."""
    last = re.search(r"(\d+(?:[.,]\d+)?)\s*$", label.text)
    if last is None:
        return False
    figure = last[1].replace(",", ".")
    said = {said for row in rows if row.is_named for said in _last_figures(row)}
    return any(text != figure and text.startswith(figure) for text in (f"{one.normalize():f}" for one in said))


def _last_figures(row: Row) -> tuple[Decimal, ...]:
    """The figures of the last strength of what agrees with the label in those before it."""
    strengths = [said_figures(strength_of_key(key)) for key in row.bearer.keys]
    if len(strengths) != len(row.figures):
        return tuple(figure for figures in strengths for figure in figures)
    before = zip(row.figures[:-1], strengths[:-1], strict=True)
    return strengths[-1] if strengths and all(figure in said for figure, said in before) else ()


def leaves_figure_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """A figure without unit: `Clamoxyl 500`, a capsule or 500 mg in 5 mL; `timolol 0,25`, mg or per cent; `Forlax
    4000`, 4 g or macrogol 4000."""
    figures = next((row.figures for row in found if row.figures), ())
    if not figures:
        return False
    named = {number for row in found for one in row.bearer.identity.ingredients for number in _NUMBER.findall(one.name)}
    if not label.forms and any(f"{figure:f}" in named for figure in figures):
        return True
    others = (row for row in _others(rows, found) if row.is_named and row.form is not False)
    return any(may_be_said(figures, row.bearer) for row in others)


def leaves_more_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`DEPAKINE 500`, `TEGRETOL 200`: people leave out CHRONO and LP; a pharmacy's label with unit, form and count does
    not, and one with unit and form not what only changes how a tablet is taken."""
    if label.strengths and label.forms and label.is_counted:
        return False
    longer = [row for row in _others(rows, found) if not row.fit.extra and not row.fit.unlike]
    others = [row for row in longer if row.strength >= Agreement.TOTAL and row.form is not False]
    if label.strengths and label.forms:
        others = [row for row in others if _kind(row) != _kind(found[0])]
    return any(row.release is not False for row in others)


def _kind(row: Row) -> tuple[object, ...]:
    return row.bearer.of.substances, row.bearer.identity.release


def leaves_way_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`FENTANYL 200 µg CPR`, where tablets that are swallowed and others are sold; `aspirine 500 mg cp`, where only a
    longer name has the plain one."""
    if not any(word in PLAIN_CLASSES for word in label.forms):
        return False
    longer = (row for row in _others(rows, found) if not row.fit.extra and not row.fit.unlike and row.form is not False)
    shape, others = found[0].bearer.of.shape, [row for row in longer if row.strength >= Agreement.TOTAL]
    if shape in PLAIN_CLASSES.values():
        return any(row.is_named and row.bearer.of.shape in _NOT_SWALLOWED for row in others)
    return not label.is_counted and any(row.bearer.of.shape != shape for row in others)


def leaves_injection_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`Digoxine 0,5 mg`: an ampoule, or two tablets of 0.25 mg."""
    if label.forms or any(one.per is not None for one in label.strengths):
        return False
    is_injection = all(row.bearer.of.shape == "injection" for row in found)
    return is_injection and any(row.is_named and row.bearer.of.shape != "injection" for row in rows)


def _others(rows: Sequence[Row], found: Sequence[Row]) -> Iterator[Row]:
    keys = {row.bearer.key for row in found}
    return (row for row in rows if row.bearer.key not in keys)


def leaves_release_open(label: Label, rows: Sequence[Row], found: Sequence[Row]) -> bool:
    """`TRAMADOL 100MG CPR` where tablets LP of that strength are sold too: the letters are easily left out."""
    if label.release:
        return False
    others = _others(rows, found)
    unsaid = [row for row in others if row.is_named and row.release is None and row.form is not False]
    contained = [contents(row.bearer.identity) for row in found]
    return any(row.strength >= Agreement.TOTAL or contents(row.bearer.identity) in contained for row in unsaid)


def leaves_salt_open(rows: Sequence[Row], drugs: Drugs) -> bool:
    """`acide valproïque 500`, which no product is called: Dépakote, or Dépakine whose valproate is said so too."""
    if any(not row.fit.name.is_substance for row in rows):
        return False
    return any(drugs.has_kin(one.name, code) for row in rows for one, code in _single(row.bearer.identity))


def _single(product: Product) -> Iterator[tuple[Ingredient, str]]:
    return ((one, code) for one in product.ingredients for code in product.atc if len(product.ingredients) == 1)


Doubt = Callable[[Label, Sequence[Row], Sequence[Row]], bool]
DOUBTS: tuple[Doubt, ...] = (
    leaves_strength_open,
    leaves_figure_open,
    leaves_more_open,
    leaves_way_open,
    leaves_injection_open,
    leaves_release_open,
)
