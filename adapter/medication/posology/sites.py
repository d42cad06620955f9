"""Letters of prescriptions that name an eye or a rhythm: which of the two they are."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Dose, Frequency, Piece, Site

Found = tuple[list[Piece], int] | None
_EYE_LETTERS = frozenset(("od", "og", "odg", "os", "ou"))
_INTO_EYES = frozenset(("{drop}", "{application}", "{spray}", "{dose}", "{vial}"))
_RHYTHMS = ("rate", "every", "nth", "times", "mom")


def named(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """A site; `OD`, `OG`, `OS`, `OU` beside a dose that is not put into an eye are letters of something else (once a
    day, per os), and not read."""
    units = [lexeme.value for lexeme in at if lexeme.kind == "unit"]
    is_letters = text[at[i].start : at[i].end].casefold() in _EYE_LETTERS
    if is_letters and units and not _INTO_EYES.intersection(units):
        return None
    return [Site(at[i].value)], i + 1


def is_left_ear(at: Sequence[Lexeme], i: int, text: str) -> bool:
    """`AS` of drops: no filling word."""
    return text[at[i].start : at[i].end] == "AS" and any(lexeme.value == "{drop}" for lexeme in at)


def right_eye(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """`OD`: once daily; of drops the right eye where a rhythm is told beside it, and not known which where none is."""
    if not any(isinstance(piece, Dose) and piece.unit == "{drop}" for piece in before):
        return [Frequency(1, 1, Decimal(1), Decimal(1), "d")], i + 1
    return ([Site("right eye")], i + 1) if any(lexeme.kind in _RHYTHMS for lexeme in at) else None
