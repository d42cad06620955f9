"""The coded posology of one entry and its words: whether they say the same. Where they do not, neither is preferred."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from adapter.issues import Issue
from adapter.medication.daily_dose import daily_dose, dose_rows
from adapter.medication.dose_amount import quantity_of
from adapter.medication.drugs.current import current
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.posology import Posology as ReadText
from adapter.medication.posology import parse
from adapter.medication.product import DailyDose
from adapter.medication.timing_code import words_of_code
from adapter.medication.words_of_change import words_of_change, words_of_exception
from adapter.reconciliation.completed import completed
from adapter.reconciliation.dosage_rhythm import rhythm_of
from adapter.reconciliation.line import Rhythm
from adapter.reconciliation.rhythm import same_rhythm

# A number that is two, with a unit of both languages.
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3} ?(?:mg|g|µg|μg|ug|mcg|ui|iu|u|ml|mmol)?\.?", re.IGNORECASE)
_TEXTS = 1024  # that are remembered
_CONFIDENCES = ("none", "partial", "exact")

Dosages = Sequence[Mapping[str, Any]]


class Taken(NamedTuple):
    """What dosages amount to: the dose of a day and the rhythm, each None when it is not known."""

    dose: DailyDose | None
    rhythm: Rhythm | None


def text_of(dosages: Dosages) -> str:
    """The words of FHIR R4 Dosages, each once."""
    return "; ".join(dict.fromkeys(text.strip() for dosage in dosages if (text := dosage.get("text") or "")))


def is_coded(dosages: Dosages) -> bool:
    """Whether a dosage states a timing or a dose as codes."""
    return any(dosage.get("timing") or dosage.get("doseAndRate") for dosage in dosages)


def coded(dosages: Dosages) -> Taken | None:
    """What the coded dosages amount to; None when none of them states a dose or a rhythm."""
    if not is_coded(dosages):
        return None
    taken = Taken(daily_dose(dosages), rhythm_of(dosages))
    return taken if any(taken) or any(dosage.get("doseAndRate") for dosage in dosages) else None


def says_less(taken: Taken) -> bool:
    """A rhythm alone: the dose stands in the text."""
    return taken.dose is None and taken.rhythm is not None


def read(text: str) -> ReadText | None:
    """The text in the language that understands most of it; None without a text."""
    found = _read(text, current()) if text.strip() else None
    return replace(found, dosages=deepcopy(found.dosages)) if found is not None else None


@lru_cache(_TEXTS)
def _read(text: str, drugs: Drugs) -> ReadText | None:
    """The same words stand at every renewal of a treatment. drugs: where the products that a text names are looked
    for."""
    french = parse(text, "fr")
    if french.confidence == "exact":
        return french
    english = parse(text, "en")
    if _CONFIDENCES.index(english.confidence) <= _CONFIDENCES.index(french.confidence):
        return french
    return french if _is_of_either_language(french) else english


def _is_of_either_language(french: ReadText) -> bool:
    """Whether nothing but a number is not French: `1,250 mg 2x/24h` is one and a quarter to who writes a comma, and a
    thousand to who writes English, which no word of it shows."""
    return bool(french.residue) and all(_THOUSANDS.fullmatch(left.strip()) for left in french.residue)


def units_apart(dosages: Dosages) -> Issue | None:
    """Issue (`information`, `incomplete`) when the doses of one entry are in units that do not add up."""
    units = [quantity.unit for quantity in map(quantity_of, _amounts(dosages)) if quantity is not None]
    if len(set(units)) < 2:
        return None
    message = f"doses in {' and '.join(dict.fromkeys(units))} in one posology: no daily dose is drawn from them"
    return Issue("information", "incomplete", message, element="Dosage")


def _amounts(dosages: Dosages) -> Iterator[Mapping[str, Any]]:
    for dosage in dosages:
        for row in dose_rows(dosage):
            between = row.get("doseRange") or {}
            yield from (q for q in (row.get("doseQuantity"), between.get("low"), between.get("high")) if q)


def conflict(dosages: Dosages, words: ReadText | None = None) -> Issue | None:
    """What is wrong between codes and words of one entry: disagreement(), unsettled(), else a timing whose code has
    words of another rhythm."""
    whole = completed(dosages, read)
    return disagreement(whole, words) or unsettled(whole, words) or _two_rhythms(whole)


def _two_rhythms(dosages: Dosages) -> Issue | None:
    """`every other day` as the words of the code of a timing of every day. Whether it is as needed stands elsewhere."""
    for dosage in dosages:
        stated, text = rhythm_of([dosage]), words_of_code(dosage.get("timing") or {})
        found = read(text) if stated is not None and text else None
        if stated is None or found is None or found.confidence != "exact":
            continue
        said = rhythm_of(found.dosages)
        if said is not None and same_rhythm(stated, replace(said, as_needed=stated.as_needed)) is False:
            return _disagree(Taken(None, stated), text, _shown(Taken(None, said)))
    return None


def unsettled(dosages: Dosages, words: ReadText | None = None) -> Issue | None:
    """Issue (`warning`, `conflict`) when words beside codes that state a dose of the day say that it is not the whole
    of it: `reduce by 5 mg weekly`, `nach Schema`.

    words: the text of the dosages, where it is read already; one that is understood whole is compared by
    disagreement(). The instructions beside it (`additionalInstruction`, `patientInstruction`) are no part of it.
    """
    stated = coded(dosages)
    if stated is None or stated.dose is None:
        return None
    text, as_needed = text_of(dosages), stated.rhythm is not None and stated.rhythm.as_needed
    read_text = words or read(text)
    found = None
    if read_text is not None and read_text.confidence != "exact":
        found = words_of_change(text, every_day=stated.dose.interval is None, scheduled=not as_needed)
    for said in () if found else (said for dosage in dosages for said in _instructions(dosage)):
        text, found = said, words_of_exception(said)
        if found:
            break
    if not found:
        return None
    message = (
        f"'{found}' beside the coded posology ({_shown(stated)}) may change it, in '{text}': no daily dose is drawn"
    )
    return Issue("warning", "conflict", message, element="Dosage")


def _instructions(dosage: Mapping[str, Any]) -> Iterator[str]:
    if said := dosage.get("patientInstruction"):
        yield said
    for concept in dosage.get("additionalInstruction") or ():
        rows = (concept, *(concept.get("coding") or ()))
        yield from (text for row in rows if (text := row.get("text") or row.get("display")))


def disagreement(dosages: Dosages, words: ReadText | None = None) -> Issue | None:
    """Issue (`warning`, `conflict`) when codes and words of one entry are known to say something else.

    dosages: the FHIR R4 Dosages of one entry; words: their text, where it is read already. Where each dosage has
    words of its own they are compared one by one, else all together; where some have none, the words that there are
    may be of their own dosage or of all. Words that are not understood whole, or that the codes do not speak of,
    disagree with nothing.
    """
    texts = [dosage.get("text") or "" for dosage in dosages]
    if len(dosages) > 1 and all(texts) and len(set(texts)) == len(texts):
        return _first_disagreement(dosages)
    found = _disagreement(dosages, words)
    if found is not None and any(texts) and not all(texts):
        return found if _first_disagreement([dosage for dosage in dosages if dosage.get("text")]) else None
    return found


def left_words(words: ReadText) -> Issue | None:
    """Issue (`warning`, `incomplete`) for words beside codes that are not understood and may turn them round: `sauf les
    jours de dialyse`, `suspendu depuis le 10/01`."""
    if not words.turning:
        return None
    left = "; ".join(words.turning)
    message = f"words beside the coded posology may change it and are not understood: '{left}'; read the text"
    return Issue("warning", "incomplete", message, element="Dosage.text")


def _first_disagreement(dosages: Dosages) -> Issue | None:
    return next((issue for dosage in dosages if (issue := _disagreement([dosage], None)) is not None), None)


def _disagreement(dosages: Dosages, words: ReadText | None) -> Issue | None:
    text = text_of(dosages)
    stated = coded(dosages) if text else None
    found = (words or read(text)) if stated is not None else None
    if stated is None or found is None or found.confidence != "exact":
        return None
    said = Taken(found.daily_dose, rhythm_of(found.dosages))
    changes = stated.dose is not None and len({dosage.get("sequence") for dosage in found.dosages}) > 1
    if not changes and not _differ(stated, said):
        return None
    return _disagree(stated, text, "steps in time" if changes else _shown(said))


def _disagree(stated: Taken, text: str, said: str) -> Issue:
    message = f"the coded posology ({_shown(stated)}) and its text '{text}' ({said}) disagree"
    return Issue("warning", "conflict", f"{message}: no daily dose is drawn from either", element="Dosage")


def _differ(stated: Taken, said: Taken) -> bool:
    """Counted and weighed doses are not compared: then the rhythm alone is."""
    dose, other = stated.dose, said.dose
    if dose is not None and other is not None and _unit(dose) == _unit(other):
        return (dose.low, dose.high, dose.interval) != (other.low, other.high, other.interval)
    return same_rhythm(stated.rhythm, said.rhythm) is False


def _unit(dose: DailyDose) -> str:
    """Units of a drug are international units, whether the code says so or not."""
    return "[iU]" if dose.unit == "U" else dose.unit


def _shown(taken: Taken) -> str:
    dose, rhythm = taken
    if dose is not None:
        low, high = (f"{value.normalize():f}" for value in (dose.low, dose.high))
        every = f" on average every {dose.interval.value.normalize():f} {dose.interval.unit}" if dose.interval else ""
        return f"{low if low == high else f'{low} to {high}'} {dose.unit} a day{every}"
    if rhythm is not None and rhythm.times is not None:
        return f"{rhythm.times.normalize():f} times every {rhythm.interval.normalize():f} d"
    return "no amount"
