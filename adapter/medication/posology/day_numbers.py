"""Days that are counted from the first: `J1`, `le 3e jour`, `J2 à J5`, `à partir du 3e jour`, `J1, J8 et J15`."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from adapter.medication.posology.amounts import is_sign, kind
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Cycle, DayNumber, Piece

Found = tuple[list[Piece], int] | None
_TO = ("a", "to", "outof", "fill")
_AMOUNT = ("unit", "times", "time", "half")


class _Day(NamedTuple):
    """number; end: the place after it; is_told: whether it is said to be a day (`J 1`), `1er` alone is not."""

    number: int
    end: int
    is_told: bool


def day_numbers(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """One day, days from one to another, or a list of days; `8 jours` and `le jour 1 cp, la nuit 2` are none."""
    listed = _list(at, i)
    if listed is not None:
        days, j = listed
        words, end = text[at[i].start : at[j - 1].end], end_of_cycle(at, j)
        if days[-1] - days[0] == len(days) - 1:
            return [DayNumber(days[0], days[-1], 0, words)], end
        return [Cycle(Decimal(0), "", words)], end
    first = _day(at, i)
    if first is None:
        return None
    last = _last(at, first)
    told, j = (last or first), (last or first).end
    if not (first.is_told or told.is_told) or not _is_whole(at, i, j, is_span=last is not None):
        return None
    cycle, end = _of_cycle(at, j)
    return [DayNumber(first.number, told.number, cycle, text[at[i].start : at[j - 1].end])], end


def from_day(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`à partir du 3e jour`, `from day 3`."""
    j = i + 1
    while kind(at, j) in ("fill", "of"):
        j += 1
    first = _day(at, j)
    if first is None or not first.is_told or not _is_whole(at, j, first.end, is_span=False):
        return None
    return [DayNumber(first.number, 0, 0, text[at[i].start : at[first.end - 1].end])], first.end


def end_of_cycle(at: Sequence[Lexeme], j: int) -> int:
    """Words that only say that it is a cycle: `du cycle`, `par cycle`, `de chaque mois`."""
    k = j
    while kind(at, k) in ("fill", "of", "per", "every"):
        k += 1
    is_month = k > j and kind(at, k) == "time" and at[k].value == "mo"
    return k + 1 if kind(at, k) == "cycle" or is_month else j


def _day(at: Sequence[Lexeme], i: int) -> _Day | None:
    """`J 1`, `jour 1`, `1er`, `21e jour`, `deuxième jour`."""
    if kind(at, i) == "nth day":
        return _Day(int(at[i].value), i + 1, True)
    is_day = kind(at, i) == "time" and at[i].value == "d"
    j = i + 1 if is_day else i
    if kind(at, j) != "num" or at[j].value != int(at[j].value) or at[j].value < 1:
        return None
    number, j = int(at[j].value), j + 1
    if kind(at, j) == "ordinal":
        is_day_after = kind(at, j + 1) == "time" and at[j + 1].value == "d"
        return _Day(number, j + 2 if is_day_after else j + 1, is_day or is_day_after)
    return _Day(number, j, is_day)


def _last(at: Sequence[Lexeme], first: _Day) -> _Day | None:
    """The end of days from one to another."""
    j = first.end
    if not (kind(at, j) in _TO or is_sign(at, j, "-")):
        return None
    last = _day(at, j + 1)
    if last is None or last.number <= first.number or (not last.is_told and kind(at, last.end) in _AMOUNT):
        return None
    return last if first.is_told or last.is_told else None


def _is_whole(at: Sequence[Lexeme], i: int, j: int, is_span: bool) -> bool:
    """`J1` is written as one word, or has no amount after it: `le jour 1 cp` has."""
    if kind(at, j) in _AMOUNT:
        return False
    as_one = kind(at, i) == "time" and at[i].end == at[i + 1].start
    return as_one or is_span or kind(at, i) != "time" or kind(at, j) != "num"


def _list(at: Sequence[Lexeme], i: int) -> tuple[list[int], int] | None:
    """`J1, J8 et J15`, `aux 1er, 8e et 15e jours`: days that rise, each with its letter, or ordinals before `jours`."""
    first = _day(at, i)
    found = [first] if first is not None else []
    while found and (kind(at, found[-1].end) in ("and", "per") or is_sign(at, found[-1].end, ",;")):
        following = _day(at, found[-1].end + 1)
        if following is None or following.number <= found[-1].number:
            break
        if not following.is_told and kind(at, following.end - 1) != "ordinal":
            break
        found.append(following)
    if len(found) < 2 or not found[-1].is_told or kind(at, found[-1].end) in _AMOUNT or _last(at, found[-1]):
        return None
    return [day.number for day in found], found[-1].end


def _of_cycle(at: Sequence[Lexeme], j: int) -> tuple[int, int]:
    """`d'un cycle de 2 jours`, `of a cycle of 2 days`: the days of the cycle (0 when not told), and what follows."""
    k = j
    while kind(at, k) in ("fill", "of") or (kind(at, k) == "num" and at[k].value == 1 and not at[k].written):
        k += 1
    if kind(at, k) not in ("cycle", "again") or k == j:
        return 0, end_of_cycle(at, j)
    end = k + 1
    while kind(at, end) in ("fill", "of"):
        end += 1
    if kind(at, end) == "num" and kind(at, end + 1) == "time" and at[end + 1].value == "d":
        return int(at[end].value), end + 2
    return 0, end_of_cycle(at, j)
