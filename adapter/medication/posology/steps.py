"""Pieces → steps in time (`puis`), and in each step the doses with the pieces that say when each is taken."""

from collections.abc import Sequence

from adapter.medication.posology.day_steps import by_day
from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.parts import Part, Step
from adapter.medication.posology.pieces import (
    AsNeeded,
    Break,
    Condition,
    Days,
    Dose,
    Duration,
    Grid,
    Piece,
    Stop,
    Then,
    WeekPause,
)
from adapter.medication.posology.step_parts import parts_of
from adapter.medication.posology.two_readings import ENDS, TIMING, timing_in


def steps_of(pieces: Sequence[Piece], is_partial: bool = False) -> list[Step]:
    """Steps in order. A step without timing is taken as the one before it; all but the last must say how long.

    is_partial: words are left that nothing was made of; a last step that is told only in them is left out.

    Raises UnsureError when a dose cannot be given its moments in one way only.
    """
    given = _in_steps(_with_puis(by_day(pieces)), is_partial)
    found: list[Step] = []
    for i, told in enumerate(given):
        step = _without_days_told_again(told)
        parts = parts_of(step)
        if len(given) > 1 and not any(part.dose for part in parts):
            raise UnsureError
        if i and len(parts) == 1 and not timing_in(parts[0].timing):
            before = found[-1].parts
            if len(before) > 1:
                raise UnsureError
            parts = (Part(parts[0].dose, before[0].timing),)
        shared = tuple(piece for piece in step if not isinstance(piece, (*TIMING, Dose, Grid, Break, Condition)))
        if any(part.need for part in parts):
            shared = tuple(piece for piece in shared if not isinstance(piece, AsNeeded))
        found.append(Step(parts, shared))
    if any(not _ends(step) for step in found[:-1]):
        raise UnsureError
    return found


def _without_days_told_again(step: Sequence[Piece]) -> Sequence[Piece]:
    """`pendant 5 jours (du lundi au vendredi), arrêt 2 jours (samedi, dimanche)`: the length is that of the days."""
    days = sum(len(piece.codes) for piece in step if isinstance(piece, Days))
    if not any(isinstance(piece, WeekPause) for piece in step):
        return step
    return [piece for piece in step if not (isinstance(piece, Duration) and (piece.high, piece.unit) == (days, "d"))]


def _with_puis(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """`40 mg le matin pendant 5 jours, 20 mg pendant 5 jours`: doses that each have their length, and no other moments,
    are steps. With moments of their own they may hold at the same time (`… le matin 5 jours, … le soir 5 jours`)."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Dose) and any(isinstance(one, Dose) for one in groups[-1]):
            groups.append([])
        groups[-1].append(piece)
    if (
        len(groups) < 2
        or any(isinstance(piece, Then) for piece in pieces)
        or any(not _has_length(group) for group in groups)
    ):
        return pieces
    rhythms = [timing_in(group) for group in groups]
    if not all(rhythm in ([], rhythms[0]) for rhythm in rhythms[1:]):
        return pieces
    return [piece for i, group in enumerate(groups) for piece in (*([Then()] if i else []), *group)]


def _has_length(group: Sequence[Piece]) -> bool:
    return sum(isinstance(piece, Duration) and not piece.is_maximum for piece in group) == 1


def _in_steps(pieces: Sequence[Piece], is_partial: bool) -> list[list[Piece]]:
    steps: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Then):
            steps.append([])
        else:
            steps[-1].append(piece)
    last = [piece for piece in steps[-1] if not isinstance(piece, Break)]
    if len(steps) > 1 and len(last) == 1 and isinstance(last[0], Stop):
        steps.pop()
        if not any(isinstance(piece, ENDS) for piece in steps[-1]):
            raise UnsureError
    elif len(steps) > 1 and is_partial and not any(isinstance(piece, (Dose, Grid, *TIMING)) for piece in last):
        steps.pop()  # `puis à revoir selon l'évolution`
    if any(isinstance(piece, Stop) for step in steps for piece in step):
        raise UnsureError
    return steps


def _ends(step: Step) -> bool:
    return any(isinstance(piece, ENDS) for piece in step.shared)
