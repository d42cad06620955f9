"""The verdict: which product identity a label names, or the candidates with their reasons.

Accepted is only what nothing contradicts: every word is understood, the name is whole, strength, form and release
leave one identity. A name that is only approximately the label's is never accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification.evidence import Row, rows_of
from adapter.medication.identification.ranking import ranked, reasons
from adapter.medication.identification.whole import strengths_alone, substances_alone, whole
from adapter.medication.label import Label, read_label
from adapter.medication.product import Ingredient, Product

_MOST = 5
_CERTAIN, _SUBSTANCES = 1.0, 0.9
_FORM_OPEN = ("all that the label may mean have these substances and strengths", "the form is open")


@dataclass(frozen=True, slots=True)
class Candidate:
    """product: its CIS is set when one product alone is meant; score: 0 to 1; because: what fits and what does not."""

    product: Product
    score: float
    because: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        product = self.product
        return {
            "substances": [one.to_json() for one in product.ingredients],
            "form": product.form.to_json() if product.form else None,
            "route": product.routes[0].to_json() if len(product.routes) == 1 else None,
            "release": product.release or None,
            "atc": product.atc[0] if len(product.atc) == 1 else None,
            "cis": product.cis or None,
            "score": self.score,
            "because": list(self.because),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """accepted: whether the first candidate is what the label names; is_whole: with strength and form, not by its
    substances alone or with its form open; source: which drug data answered."""

    text: str
    accepted: bool
    is_whole: bool
    candidates: tuple[Candidate, ...]
    source: str

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "accepted": self.accepted,
            "candidates": [one.to_json() for one in self.candidates],
            "source": self.source,
        }


def identify(text: str, drugs: Drugs) -> Answer:
    """What a label names. Deterministic; no Issue: a text that is not understood is an answer."""
    label = read_label(text)
    rows = rows_of(label, drugs)
    if (found := whole(label, rows, drugs)) is not None:
        first = Candidate(merged(found, label), _CERTAIN, reasons(found[0], label))
        return Answer(text, True, True, (first,), drugs.label)
    if (found := strengths_alone(label, rows, drugs)) is not None:
        first = Candidate(_without_form(merged(found, label, with_cis=False)), _SUBSTANCES, _FORM_OPEN)
        return Answer(text, True, False, (first,), drugs.label)
    others = tuple(Candidate(merged([row], label), score, reasons(row, label)) for score, row in ranked(rows, _MOST))
    if (named := substances_alone(label, rows, drugs)) is not None:
        because = ("all that bear the name have these substances", "strength, or form, is not stated")
        first = Candidate(_without_strength(named, label), _SUBSTANCES, because)
        return Answer(text, True, False, (first, *others[: _MOST - 1]), drugs.label)
    return Answer(text, False, False, others, drugs.label)


def merged(rows: Sequence[Row], label: Label, *, with_cis: bool = True) -> Product:
    """What all rows agree on; the shortest form text stands for the class. with_cis: say it when one product has it."""
    products = [row.bearer.identity for row in rows]
    first = min(products, key=lambda product: (len(product.form.text) if product.form else 0, product.atc))
    return Product(
        ingredients=first.ingredients,
        form=first.form,
        routes=_only([product.routes for product in products]) or (),
        release=first.release,
        unit=_only([product.unit for product in products]) or "",
        atc=_only([product.atc for product in products if product.atc]) or (),
        cis=(_only([sold.cis for row in rows for sold in row.bearer.sold]) or "") if with_cis else "",
        name=label.text,
        narrow_margin=all(product.narrow_margin for product in products),
        level="label",
        source=first.source,
    )


def _without_form(product: Product) -> Product:
    return replace(product, form=None, unit="")


def _without_strength(rows: Sequence[Row], label: Label) -> Product:
    products = [row.bearer.identity for row in rows]
    first = products[0]
    return Product(
        ingredients=tuple(Ingredient(one.name) for one in first.ingredients),
        form=_only([product.form for product in products]) if label.forms else None,
        routes=_only([product.routes for product in products]) or (),
        release=(_only([product.release for product in products]) or "") if label.forms or label.release else "",
        atc=_only([product.atc for product in products if product.atc]) or (),
        name=label.text,
        narrow_margin=all(product.narrow_margin for product in products),
        level="label",
        source=first.source,
    )


def _only(values: Sequence[Any]) -> Any:
    return values[0] if values and all(value == values[0] for value in values) else None
