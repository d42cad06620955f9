"""The knowledge of drugs and posologies that ships with the package, as lines.py asks for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapter.issues import Issue
from adapter.medication import coverage as coverages
from adapter.medication.daily_dose import amounts, daily_dose
from adapter.medication.identity import resolve
from adapter.medication.posology import Posology as ReadText
from adapter.medication.posology import parse
from adapter.medication.product import Coverage, DailyDose, Product
from adapter.reconciliation.dosage_rhythm import rhythm_of
from adapter.reconciliation.knowledge import Identity, Knowledge, Posology
from adapter.reconciliation.line import Rhythm
from adapter.reconciliation.rhythm import same_rhythm
from adapter.reconciliation.stated import Stated

_LANGUAGES = ("fr", "en")


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
        coded = _coded(stated)
        text = _read(stated.dosage_text)
        if text is None or text.confidence != "exact":
            return _posology(stated.dosages, coded, product, is_partial=text is not None and coded is None)
        written = (text.daily_dose, rhythm_of(text.dosages))
        if coded is None or _says_less(coded):
            if coded is not None and same_rhythm(coded[1], written[1]) is False:
                return _disagreeing(stated, coded, written)
            return _posology(text.dosages, written, product)
        if _differ(coded, written):
            return _disagreeing(stated, coded, written)
        return _posology(stated.dosages, coded, product)

    def coverage(
        self, dispense: Mapping[str, Any], product: Product | None, daily_dose: DailyDose | None
    ) -> Coverage | None:
        return coverages.coverage(dispense, product, daily_dose)


Taken = tuple[DailyDose | None, Rhythm | None]


def _coded(stated: Stated) -> Taken | None:
    """What the coded dosages amount to; None when none of them states a dose or a rhythm."""
    if not stated.structured:
        return None
    taken = daily_dose(stated.dosages), rhythm_of(stated.dosages)
    return taken if any(taken) or any(dosage.get("doseAndRate") for dosage in stated.dosages) else None


def _says_less(coded: Taken) -> bool:
    """A rhythm alone: the dose stands in the text."""
    return coded[0] is None and coded[1] is not None


def _read(text: str) -> ReadText | None:
    """The text in the language that understands most of it; None without a text."""
    if not text.strip():
        return None
    ranks = ("none", "partial", "exact")
    return max((parse(text, lang) for lang in _LANGUAGES), key=lambda found: ranks.index(found.confidence))


def _differ(coded: Taken, written: Taken) -> bool:
    """Whether code and text of one entry are known to say something else; counted and weighed doses are not
    compared."""
    (dose, rhythm), (said, said_rhythm) = coded, written
    if dose is not None and said is not None and dose.unit == said.unit:
        return (dose.low, dose.high, dose.interval) != (said.low, said.high, said.interval)
    return same_rhythm(rhythm, said_rhythm) is False


def _posology(
    dosages: Sequence[Mapping[str, Any]], taken: Taken | None, product: Product | None, *, is_partial: bool = False
) -> Posology:
    dose, rhythm = taken or (None, None)
    return Posology(tuple(dosages), dose, amounts(dose, product), rhythm, is_partial)


def _disagreeing(stated: Stated, coded: Taken, written: Taken) -> Posology:
    """Neither is preferred: the dosages stay as the source has them and no amount is drawn from them."""
    said = f"the coded posology ({_shown(coded)}) and its text '{stated.dosage_text}' ({_shown(written)}) disagree"
    issue = Issue("warning", "conflict", f"{said}: no daily dose is drawn from either", element="Dosage")
    return Posology(stated.dosages, issues=(issue,))


def _shown(taken: Taken) -> str:
    dose, rhythm = taken
    if dose is not None:
        low, high = (f"{value.normalize():f}" for value in (dose.low, dose.high))
        every = f" on average every {dose.interval.value.normalize():f} {dose.interval.unit}" if dose.interval else ""
        return f"{low if low == high else f'{low} to {high}'} {dose.unit} a day{every}"
    if rhythm is not None and rhythm.times is not None:
        return f"{rhythm.times.normalize():f} times every {rhythm.interval.normalize():f} d"
    return "no amount"


SHIPPED: Knowledge = Shipped()
