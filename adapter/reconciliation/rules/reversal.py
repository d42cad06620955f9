"""A reversal row is a line in the group of the row it cancels; neither of them covers anything any more.

The row it cancels: same source and list, same product (codes, else the name as written), delivered on the same day
or before; the latest such row, with as many boxes when there is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapter.reconciliation.line import Line
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.words import plain

RUNG = "cancelled-delivery"


@dataclass(frozen=True, slots=True)
class Reversals:
    """cancels: id of a reversal → id of its row; void: ids of rows that were cancelled whole; touched: also those
    cut in part."""

    cancels: Mapping[str, str]
    void: frozenset[str]
    touched: frozenset[str]


def reversals(lines: Sequence[Line]) -> Reversals:
    """Find the row that each reversal cancels, oldest reversal first; one row is cancelled once."""
    cancels: dict[str, str] = {}
    void = set()
    for reversal in sorted(
        (line for line in lines if line.is_reversal), key=lambda line: (line.handed_over or "", line.id)
    ):
        row = _cancelled(reversal, lines, set(cancels.values()))
        if row is not None:
            cancels[reversal.id] = row.id
            if _boxes(row) is None or _boxes(reversal) is None or _boxes(row) == _boxes(reversal):
                void.add(row.id)
    return Reversals(cancels, frozenset(void), frozenset(cancels.values()))


def match(reversal: Line) -> Match:
    return Match(
        RUNG,
        (f"negative quantity on {reversal.handed_over or 'an unknown day'}: cancels the delivery of the same product",),
    )


def _cancelled(reversal: Line, lines: Iterable[Line], taken: set[str]) -> Line | None:
    def fits(line: Line) -> bool:
        if line.is_reversal or line.id in taken or (line.source, line.list_id) != (reversal.source, reversal.list_id):
            return False
        return _name(line) == _name(reversal) and (line.handed_over or "") <= (reversal.handed_over or "9")

    found = [line for line in lines if fits(line)]
    return max(
        found, key=lambda line: (_boxes(line) == _boxes(reversal), line.handed_over or "", line.id), default=None
    )


def _name(line: Line) -> object:
    codes = frozenset((code.system, code.code) for code in line.codes)
    return codes or plain(line.display)


def _boxes(line: Line) -> object:
    return abs(line.quantity.value) if line.quantity is not None else None
