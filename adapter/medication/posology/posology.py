"""Posology text → Dosages, with what was not understood. Rules only: the same text gives the same answer."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from adapter.medication.daily_dose import daily_dose
from adapter.medication.posology.dosage import dosages_of
from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.lexicon import Lexeme, Lexicon, lexemes, lexicon
from adapter.medication.posology.most_of_a_day import check_most_of_a_day
from adapter.medication.posology.pieces import Advice, Break, Duration, Equivalent
from adapter.medication.posology.product_name import without_product
from adapter.medication.posology.reading import read
from adapter.medication.posology.steps import steps_of
from adapter.medication.posology.text import plain
from adapter.medication.posology.told_again import check_told_again
from adapter.medication.product import DailyDose

Confidence = Literal["exact", "partial", "none"]
_LONGEST = 2000  # characters; a longer text is a letter, not a posology
# Left among the words not understood, they may turn round what was understood.
_TURNING_WORDS = """
    pas ne n' sans sauf hors stop arret arreter arrete arretee arretes arretees suspendre suspendu suspendue suspension
    stoppe stoppee ni ou sinon jamais selon pause interruption interrompu interrompue puis remplacer remplace relais
    demi moitie double rien aucun aucune auparavant anciennement
    not no none never hold held skip except or unless without until if otherwise discontinue discontinued stopped
    instead previously formerly was were but dc d/c
"""
_TURNING = frozenset(_TURNING_WORDS.split())
_WORD = re.compile(r"[a-z]+(?:'|/[a-z]\b)?")


@dataclass(frozen=True)
class Posology:
    """text: as given. dosages: FHIR R4 Dosages, each with the whole text. residue: the words not understood; clauses:
    those of them that only say when the dose told before them holds, changes or ends.

    Only an `exact` posology carries a daily dose (design §6).
    """

    text: str
    dosages: tuple[dict[str, Any], ...]
    confidence: Confidence
    daily_dose: DailyDose | None
    residue: tuple[str, ...]
    clauses: tuple[str, ...] = ()

    @property
    def turning(self) -> list[str]:
        """Words not understood that may turn the rest round (`sauf les jours de dialyse`, `suspendu`), beside clauses
        that say of themselves when (`hold if …`)."""
        return _turning([left for left in self.residue if left not in self.clauses])

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "dosage": list(self.dosages),
            "confidence": self.confidence,
            "dailyDose": self.daily_dose.to_json() if self.daily_dose else None,
            "residue": list(self.residue),
        }


def parse(text: str, lang: str = "fr") -> Posology:
    """Posology text (`fr` or `en`) → Posology. Never raises for a text, whatever it says.

    Where words are left, a product that the drug data in use know by name is looked for, and passed over.
    """
    composed = unicodedata.normalize("NFC", text)
    words = lexicon("en" if lang[:2].lower() == "en" else "fr")
    if len(composed) > _LONGEST:
        return _unread(text, (text,))
    at = lexemes(composed, words)
    found = _of(at, composed, text, words)
    if found.confidence == "exact":
        return found
    for other in without_product(at, composed):
        read_again = _of(other, composed, text, words)
        if read_again.confidence == "exact" and any("doseAndRate" in dosage for dosage in read_again.dosages):
            return read_again
    return found


def _of(at: Sequence[Lexeme], composed: str, text: str, words: Lexicon) -> Posology:
    reading = read(at, composed)
    pieces = [piece for piece in reading.pieces if not isinstance(piece, Break)]
    if not any(not isinstance(piece, Advice | Equivalent) for piece in pieces):
        return _unread(text, reading.residue or ((text,) if text.strip() and not pieces else ()), bool(pieces))
    try:
        steps = steps_of(reading.pieces, bool(reading.residue))
        dosages = dosages_of(steps, text, words.lang)
        if len(steps) == 1:
            check_most_of_a_day(pieces, dosages)
        if not reading.residue:
            opening = any(isinstance(piece, Duration) and piece.is_opening for piece in pieces)
            dose = daily_dose(dosages) if len(steps) == 1 and not opening else None
            check_told_again(pieces, steps, dose)
            return Posology(text, dosages, "exact", dose, ())
    except UnsureError:
        return Posology(text, _text_only(text), "partial", None, reading.residue or (text,))
    turning = [left for left in reading.residue if left not in reading.clauses]
    kept = _text_only(text) if _turns(turning, words) else dosages
    return Posology(text, kept, "partial", None, reading.residue, reading.clauses)


def _text_only(text: str) -> tuple[dict[str, Any], ...]:
    return ({"text": text},) if text.strip() else ()


def _unread(text: str, residue: tuple[str, ...], is_advice: bool = False) -> Posology:
    """Nothing of the dosing is understood; advice alone is understood, and says no dose."""
    if is_advice and not residue:
        return Posology(text, ({"text": text, "patientInstruction": text.strip()},), "exact", None, ())
    return Posology(text, _text_only(text), "partial" if is_advice else "none", None, residue)


def _turns(residue: Sequence[str], words: Lexicon) -> bool:
    """Words that may turn the dose round, or a number that nothing was made of (`2 demi-comprimés`)."""
    if any(_is_number(left, words) for left in residue):
        return True
    return bool(_turning(residue))


def _is_number(left: str, words: Lexicon) -> bool:
    return left.strip(" -").isdigit() or words.tree.get(plain(left), {}).get("", ("",))[0] == "num"


def _turning(residue: Sequence[str]) -> list[str]:
    return [left for left in residue if not _TURNING.isdisjoint(_WORD.findall(plain(left)))]
