"""Steps of a posology in time, and the doses of a step, each with its timing; values only."""

from typing import NamedTuple

from adapter.medication.posology.pieces import AsNeeded, Dose, Piece


class Part(NamedTuple):
    """One dose (None when unsaid) and when it is taken, breaks kept; condition: when it is this dose, in words; need:
    that this dose alone is taken as needed."""

    dose: Dose | None
    timing: tuple[Piece, ...]
    condition: str = ""
    need: AsNeeded | None = None


class Step(NamedTuple):
    """parts hold at the same time; shared: what holds for all of them (duration, need, maximum, site, advice)."""

    parts: tuple[Part, ...]
    shared: tuple[Piece, ...]
