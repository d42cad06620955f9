"""What a label says that a line can be held against: the product it names whole, its substances, its strengths."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from adapter.medication.drugs.current import current
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification.evidence import Row, rows_of
from adapter.medication.identification.identify import merged
from adapter.medication.identification.stated_strength import Agreement
from adapter.medication.identification.whole import whole
from adapter.medication.label import read_label
from adapter.medication.product import Product, Strength

_KEPT = 2048


@dataclass(frozen=True, slots=True)
class Labelled:
    """product: the identity named whole, without CIS; None when the label is doubtful in any part.

    substances: the sets of substances that its name may mean, empty when the name is not known whole; products:
    identities of that name with its strengths, whatever their form; strengths: as the label writes them, empty when it
    may be cut; figures: what stands beside the name instead.
    """

    text: str
    product: Product | None
    substances: frozenset[frozenset[str]]
    products: tuple[Product, ...]
    strengths: tuple[Strength, ...] = ()
    figures: tuple[Decimal, ...] = ()


def labelled(text: str) -> Labelled:
    """A label held against the drug data in use. Names that are only approximately alike say nothing here."""
    return _labelled(text, current())


@lru_cache(maxsize=_KEPT)
def _labelled(text: str, drugs: Drugs) -> Labelled:
    """The same label stands in many rows of a delivery history."""
    label = read_label(text)
    rows = rows_of(label, drugs)
    found = whole(label, rows, is_complete=drugs.is_complete)
    named = [row for row in rows if row.is_named and not row.fit.abbreviated]
    return Labelled(
        text,
        merged(found, label, with_cis=False) if found is not None else None,
        frozenset(frozenset(one.name for one in row.bearer.identity.ingredients) for row in named),
        tuple(_named(row) for row in named if row.strength >= Agreement.TOTAL),
        () if label.is_cut else label.strengths,
        next((row.figures for row in named if row.figures and not label.is_cut), ()),
    )


def _named(row: Row) -> Product:
    """The identity, under the name that says which insulin it is."""
    return replace(row.bearer.identity, name=" ".join(row.fit.name.words))


def product_of_label(text: str) -> Product | None:
    """The identity a label names whole (no CIS, level `label`); None when it is doubtful in any part."""
    return labelled(text).product
