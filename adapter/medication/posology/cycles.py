"""Cycles: days of taking with a pause after them. They give no amount a day (design §6)."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.amounts import is_sign, kind, value_at
from adapter.medication.posology.day_numbers import end_of_cycle
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Advice, Cycle, Days, Piece, WeekPause

Found = tuple[list[Piece], int] | None
_DAYS = {"d": 1, "wk": 7, "mo": 30}
_A_WEEK = ((7, "d"), (1, "wk"))
_NO_PAUSE = ("mom", "day", "per", "rate", "every", "times", "grid", "prn", "if", "then", "max", "upto")
_SHORT = 7  # so many days of a week are days of a week, not a cycle


def with_pause(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`pendant 21 jours, arrêt 7 jours`, `21 jours puis 7 jours d'arrêt`, `3 semaines puis pause d'une semaine`."""
    start = i + 1 if kind(at, i) == "for" else i
    taken = _length(at, start)
    if taken is None:
        return None
    value, unit, j = taken
    while is_sign(at, j, ",;(/-") or kind(at, j) in ("then", "and", "on"):
        j += 1
    if j == taken[2]:
        return None
    end = _pause(at, j)
    if end is None:
        return None
    end = end + 1 if is_sign(at, end, ")") else end
    return [Cycle(value, unit, text[at[i].start : at[end - 1].end])], end_of_cycle(at, end)


def free_week(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`la quatrième semaine est un intervalle libre sans patch`: a pause told by its week, up to the next sign."""
    j = i + 1
    while j < len(at) and not is_sign(at, j, ",;.()"):
        is_an = at[j].kind == "num" and at[j].value == 1 and not at[j].written  # `est un intervalle libre`
        if at[j].kind in _NO_PAUSE or (at[j].kind == "num" and not is_an and kind(at, j + 1) != "ordinal"):
            return None
        j += 1
    if not any(lexeme.kind == "pause" for lexeme in at[i:j]):
        return None
    return [Cycle(Decimal(0), "", text[at[i].start : at[j - 1].end])], j


def out_of(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`21 jours sur 28`, `1 semaine sur 3`, `14 jours / 28`."""
    taken = _length(at, i)
    if taken is None or kind(at, taken[2]) not in ("outof", "per"):
        return None
    value, unit, j = taken
    found = value_at(at, j + 1)
    if found is None:
        return None
    whole, j = found[0], found[1]
    if kind(at, j) == "time":
        if at[j].value != unit:
            return None
        j += 1
    if whole <= value or (unit == "d" and whole <= _SHORT):
        return None
    return [Cycle(value, unit, text[at[i].start : at[j - 1].end])], end_of_cycle(at, j)


def rest_days(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    """`du lundi au vendredi, arrêt samedi et dimanche`: a pause on the days of the week that are not named."""
    if kind(at, i) not in ("stop", "pause"):
        return None
    length = _length(at, i + 1)
    j = length[2] if length else i + 1
    rest: list[str] = []
    last = j
    while kind(at, j) in ("day", "and", "fill") or is_sign(at, j, "(,"):
        if kind(at, j) == "day":
            rest.extend(at[j].value.split(","))
            last = j + 1
        j += 1
    named = [code for piece in before if isinstance(piece, Days) for code in piece.codes]
    if not rest or not named or len(named) + len(rest) != 7 or len({*named, *rest}) != 7:
        return None
    if length and length[:2] != (len(rest), "d"):
        return None
    end = last + 1 if is_sign(at, last, ")") else last
    return [WeekPause(text[at[i].start : at[end - 1].end])], end


def again(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    """`recommencer le cycle de 28 jours`, `à répéter tous les mois`: that there is a cycle. That of a week whose days
    are named with their pause is told already."""
    j = i + 1
    while kind(at, j) in ("of", "every", "fill"):
        j += 1
    length = _length(at, j)
    end = length[2] if length else j + 1 if kind(at, j) == "time" else i + 1
    whole = int(length[0] * _DAYS[length[1]]) if length and length[1] in ("d", "wk") else 0
    if any(isinstance(piece, WeekPause) for piece in before) and (length is None or length[:2] in _A_WEEK):
        return [Advice(text[at[i].start : at[end - 1].end])], end
    return [Cycle(Decimal(0), "", text[at[i].start : at[end - 1].end], whole)], end


def _length(at: Sequence[Lexeme], i: int) -> tuple[Decimal, str, int] | None:
    found = value_at(at, i)
    if found is None or kind(at, found[1]) != "time" or at[found[1]].value not in _DAYS or found[0] <= 0:
        return None
    return found[0], at[found[1]].value, found[1] + 1


def _pause(at: Sequence[Lexeme], j: int) -> int | None:
    """`arrêt 7 jours`, `pause d'une semaine`, `7 jours d'arrêt`; a stop without a length is the end, not a pause."""
    if kind(at, j) in ("stop", "pause"):
        k = j + 1
        while kind(at, k) in ("of", "for", "fill") or is_sign(at, k, ":"):
            k += 1
        length = _length(at, k)
        return length[2] if length else None
    length = _length(at, j)
    if length is None:
        return None
    k = length[2]
    while kind(at, k) in ("of", "fill"):
        k += 1
    return k + 1 if kind(at, k) in ("stop", "pause", "without") else None
