"""What a label says that a line can be held against: the product it names whole, its substances, its strengths."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from adapter.medication.drugs.current import current
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification.evidence import Row, rows_of
from adapter.medication.identification.identify import merged
from adapter.medication.identification.stated_strength import Agreement
from adapter.medication.identification.whole import whole
from adapter.medication.label import Label, read_label
from adapter.medication.product import Product, Strength

_KEPT = 2048
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """product: the identity named whole, without CIS; None when the label is doubtful in any part.

    substances: the sets of substances that its name may mean, empty when the name is not known whole; products:
    identities of that name with its strengths, whatever their form; bearers: all of them, whatever their strength.
    strengths: as the label writes them, empty when it may be cut; figures: what stands beside the name instead.
    begins: the sets of substances of the names that it begins with, each with the substances that other words name;
    leaves_form: whether it says neither form nor release, under a name that several sell; by_substance: whether its
    name is that of substances and of no product; says_form: whether it has a word of a form.
    """

    text: str
    product: Product | None
    substances: frozenset[frozenset[str]]
    products: tuple[Product, ...]
    strengths: tuple[Strength, ...] = ()
    figures: tuple[Decimal, ...] = ()
    begins: Mapping[frozenset[str], frozenset[str]] = field(default_factory=dict)
    leaves_form: bool = False
    bearers: tuple[Product, ...] = ()
    by_substance: bool = False
    says_form: bool = False


def labelled(text: str) -> Labelled:
    """A label held against the drug data in use. Names that are only approximately alike say nothing here."""
    return _labelled(text, current())


@lru_cache(maxsize=_KEPT)
def _labelled(text: str, drugs: Drugs) -> Labelled:
    """The same label stands in many rows of a delivery history."""
    label = read_label(text)
    rows = rows_of(label, drugs, is_exact=True)
    found = whole(label, rows, drugs)
    named = [row for row in rows if row.is_named and not row.fit.abbreviated]
    return Labelled(
        text,
        merged(found, label, with_cis=False) if found is not None else None,
        frozenset(row.bearer.of.substances for row in named),
        tuple(map(_named, _of_its_strength(label, named))),
        () if label.is_cut else label.strengths,
        next((row.figures for row in named if row.figures and not label.is_cut), ()),
        _begun(rows, drugs),
        not (label.forms or label.release) and any(sold.words for row in named for sold in row.bearer.sold),
        tuple({id(row.bearer.of): _named(row) for row in named}.values()),
        all(row.fit.name.is_substance for row in named),
        bool(label.forms),
    )


def _begun(rows: Iterable[Row], drugs: Drugs) -> Mapping[frozenset[str], frozenset[str]]:
    """Of rows of the same substances the one with the fewest words that its name does not explain speaks."""
    found: dict[frozenset[str], Row] = {}
    for row in rows:
        if not (row.fit.missing or row.fit.unlike or row.fit.abbreviated):
            before = found.setdefault(row.bearer.of.substances, row)
            if len(row.fit.extra) < len(before.fit.extra):
                found[row.bearer.of.substances] = row
    return {substances: _added(row.fit.extra, drugs) for substances, row in found.items()}


def _added(words: Iterable[str], drugs: Drugs) -> frozenset[str]:
    """The substances that words name by themselves: `EXFORGE HCT`."""
    known = (name for word in words if len(word) >= _SHORTEST for name in drugs.names(word))
    names = [name for name in known if name.is_substance and len(name.words) == 1]
    return frozenset(one.name for name in names for bearer in name.bearers for one in bearer.identity.ingredients)


def _of_its_strength(label: Label, named: Sequence[Row]) -> list[Row]:
    """Rows with the strength of the label; where it writes what one container holds (`10 000 UI/1 mL`, a syringe of
    1 mL), those of that container alone."""
    found = [row for row in named if row.strength >= Agreement.TOTAL]
    volumes = {f"{one.per.value.normalize():f}" for one in label.strengths if one.per is not None}
    held = [row for row in found if row.strength == Agreement.EXACT and volumes & set(row.bearer.volumes)]
    return held or found


def _named(row: Row) -> Product:
    """The identity; of an insulin under the name that says which it is."""
    identity = row.bearer.identity
    return replace(identity, name=" ".join(row.fit.name.words)) if row.bearer.of.is_insulin else identity


def product_of_label(text: str) -> Product | None:
    """The identity a label names whole (no CIS, level `label`); None when it is doubtful in any part."""
    return labelled(text).product
