"""Letters of prescriptions that name an eye or a rhythm: which of the two they are."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Dose, Frequency, Piece, Site

Found = tuple[list[Piece], int] | None
_RHYTHMS = ("rate", "every", "nth", "times", "mom")


def right_eye(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """`OD`: once daily; of drops the right eye where a rhythm is told beside it, and not known which where none is."""
    if not any(isinstance(piece, Dose) and piece.unit == "{drop}" for piece in before):
        return [Frequency(1, 1, Decimal(1), Decimal(1), "d")], i + 1
    return ([Site("right eye")], i + 1) if any(lexeme.kind in _RHYTHMS for lexeme in at) else None
