"""Dosages whose dose is coded and whose rhythm stands elsewhere: in Timing.code, in its words, or in their text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapter.medication.daily_dose import dose_rows
from adapter.medication.posology import Posology as ReadText
from adapter.medication.timing_code import has_rhythm, repeat_of_code, words_of_code

Read = Callable[[str], ReadText | None]
Dosage = Mapping[str, Any]


def completed(dosages: Sequence[Dosage], read: Read) -> tuple[Dosage, ...]:
    """The Dosages of one entry, each without a coded rhythm with the one of its code, else of its words.

    read: the reader of texts. Words count only when they are understood whole and are one Dosage, and those of the
    code only where no text stands beside it that is not. Several Dosages with one text are left as they are: it may be
    about all of them.
    """
    texts = [dosage.get("text") or "" for dosage in dosages]
    is_own = len(dosages) == 1 or len(set(texts)) == len(texts)
    return tuple(_completed(dosage, read, is_own) for dosage in dosages)


def _completed(dosage: Dosage, read: Read, is_own: bool) -> Dosage:
    timing = dosage.get("timing") or {}
    if has_rhythm(timing) or timing.get("modifierExtension"):
        return dosage
    if repeat := repeat_of_code(timing):
        return {**dosage, "timing": {**timing, "repeat": {**(timing.get("repeat") or {}), **repeat}}}
    rows = dose_rows(dosage)
    if not rows or any(_is_without_value(row) for row in rows):  # a value that could not be read may contradict words
        return dosage
    text = (dosage.get("text") or "") if is_own else ""
    said = _said(text, read) if text or not is_own else _said(words_of_code(timing), read)
    if said is None:
        return dosage
    whole = {**(said["timing"].get("repeat") or {}), **(timing.get("repeat") or {})}
    kept = {key: value for key, value in said.items() if key.startswith(("asNeeded", "maxDose"))}
    kept = {} if any(key.startswith("asNeeded") for key in dosage) else kept
    return {**kept, **dosage, "timing": {**timing, "repeat": whole}}


def _is_without_value(row: Dosage) -> bool:
    between = row.get("doseRange") or {}
    amounts = (row.get("doseQuantity"), between.get("low"), between.get("high"))
    return any(amount is not None and amount.get("value") is None for amount in amounts)


def _said(text: str, read: Read) -> Dosage | None:
    found = read(text) if text else None
    if found is None or found.confidence != "exact" or len(found.dosages) != 1:
        return None
    (said,) = found.dosages
    return said if has_rhythm(said.get("timing") or {}) else None
