"""The doses of a grid (1-0-1) as parts of a step."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.parts import Part
from adapter.medication.posology.pieces import Days, Dose, Frequency, Grid, Per, Piece, When
from adapter.medication.posology.two_readings import timing_in

_GRID = ("MORN", "NOON", "EVE", "HS")


def of_grid(grids: Sequence[Grid], doses: Sequence[Dose], step: Sequence[Piece]) -> tuple[Part, ...]:
    """A grid brings its own moments; beside it only days of the week, `every day` and a meal may stand."""
    others = timing_in(step)
    total = doses[0] if len(doses) == 1 and Per("d") in others and isinstance(step[0], Dose) else None
    if len(grids) > 1 or (doses and total is None) or any(not _beside_grid(piece) for piece in others):
        raise UnsureError
    if total and (total.low != total.high or total.low != sum(grids[0].doses) or grids[0].unit not in ("", total.unit)):
        raise UnsureError  # `4 cp par jour : 2-0-2` must agree
    unit = grids[0].unit or (total.unit if total else "")
    whens: dict[Decimal, list[str]] = {}
    for value, code in zip(grids[0].doses, _GRID, strict=False):
        if value:
            whens.setdefault(value, []).append(code)
    beside = [piece for piece in others if piece != Per("d")]
    return tuple(Part(Dose(value, value, unit), (When(tuple(codes)), *beside)) for value, codes in whens.items())


def _beside_grid(piece: Piece) -> bool:
    if isinstance(piece, When):
        return piece.codes[0] in ("C", "AC", "PC")
    daily = isinstance(piece, Frequency) and not piece.is_counted and (piece.period, piece.unit) == (1, "d")
    return daily or piece == Per("d") or isinstance(piece, Days)
