"""The knowledge of drugs and posologies that ships with the package, as lines.py asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapter.medication import coverage as coverages
from adapter.medication.daily_dose import amounts
from adapter.medication.identity import resolve
from adapter.medication.product import Coverage, DailyDose, Product
from adapter.reconciliation.agreement import Taken, coded, conflict, left_words, read, says_less, units_apart
from adapter.reconciliation.completed import completed
from adapter.reconciliation.dosage_rhythm import rhythm_of
from adapter.reconciliation.knowledge import Identity, Knowledge, Posology
from adapter.reconciliation.stated import Stated


class Shipped:
    """Identity by the formulary; posology from coded dosages, and from text that is understood whole."""

    def identity(self, stated: Stated) -> Identity:
        found = resolve(
            [code.to_json() for code in stated.codes],
            stated.display,
            ingredients=stated.ingredients,
            form=stated.form,
            route=stated.route,
        )
        return Identity(found.product, found.because, found.issues)

    def posology(self, stated: Stated, product: Product | None) -> Posology:
        text = read(stated.dosage_text)
        dosages = completed(stated.dosages, read)
        found = conflict(dosages, text)
        if found is not None:  # the dosages stay as the source has them and no amount is drawn from them
            return Posology(stated.dosages, issues=(found,))
        taken = coded(dosages)
        if text is None or text.confidence != "exact":
            read_so_far = _posology(dosages, taken, product, is_partial=text is not None and _is_dose_open(taken))
            doubt = left_words(text) if text is not None and taken is not None else None
            return read_so_far if doubt is None else replace(read_so_far, issues=(*read_so_far.issues, doubt))
        if taken is None or says_less(taken):
            return _posology(text.dosages, Taken(text.daily_dose, rhythm_of(text.dosages)), product)
        return _posology(dosages, taken, product)

    def coverage(
        self, dispense: Mapping[str, Any], product: Product | None, daily_dose: DailyDose | None
    ) -> Coverage | None:
        return coverages.coverage(dispense, product, daily_dose)


def _is_dose_open(taken: Taken | None) -> bool:
    """Whether the dose stands in the text, if anywhere."""
    return taken is None or says_less(taken)


def _posology(
    dosages: Sequence[Mapping[str, Any]], taken: Taken | None, product: Product | None, *, is_partial: bool = False
) -> Posology:
    dose, rhythm = taken or Taken(None, None)
    apart = units_apart(dosages) if dose is None else None
    issues = (apart,) if apart is not None else ()
    return Posology(tuple(dosages), dose, amounts(dose, product), rhythm, is_partial, issues)


SHIPPED: Knowledge = Shipped()
