"""The grammar: at each place the rules of the phrase's kind are tried in order; what none reads is left over."""

from collections.abc import Sequence
from typing import NamedTuple

from adapter.medication.posology import (
    conditions,
    cycles,
    day_numbers,
    doses,
    durations,
    frequencies,
    maxima,
    moments,
    sites,
)
from adapter.medication.posology.amounts import kind
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import (
    Advice,
    Alternate,
    Break,
    CycleDay,
    Maximum,
    OtherDays,
    Piece,
    Route,
    Stop,
    Then,
)
from adapter.medication.posology.text import plain

Found = tuple[list[Piece], int] | None
_SILENT = ("fill", "of", "intake")
_CLAUSES = ("if", "stop", "according")
_BREAKS = ",;.:()[]\"'•*|!\u200b"


class Reading(NamedTuple):
    """pieces in the order of the text; residue: the words not understood, one entry for words that stand together.

    clauses: those of the residue that only say when the dose told before them holds, changes or ends.
    """

    pieces: tuple[Piece, ...]
    residue: tuple[str, ...]
    clauses: tuple[str, ...] = ()


def read(at: Sequence[Lexeme], text: str) -> Reading:
    """Phrases → pieces. Nothing is skipped but words that say nothing of the dosing (articles, `prendre`)."""
    pieces: list[Piece] = []
    left: list[tuple[int, int]] = []
    clauses: list[tuple[int, int]] = []
    i = 0
    while i < len(at):
        clause = conditions.clause(at, i, text) if at[i].kind in _CLAUSES else None
        if clause is not None:
            clauses.append((at[i].start, at[clause[1] - 1].end))
            pieces.extend(clause[0])
            i = clause[1]
            continue
        found = _read(at, i, pieces, text)
        if found is not None:
            pieces.extend(found[0])
            i = found[1]
            continue
        if kind(at, i) not in _SILENT or sites.is_left_ear(at, i, text):
            start = left.pop()[0] if left and not text[left[-1][1] : at[i].start].strip() else at[i].start
            left.append((start, at[i].end))
        i += 1
    residue = tuple(text[start:end] for start, end in sorted((*left, *clauses)))
    return Reading(tuple(pieces), residue, tuple(text[start:end] for start, end in clauses))


def _read(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    match at[i].kind:
        case "num":
            return _number(at, i, before, text)
        case "sign":
            return _sign(at, i, before, text)
        case "unit":
            return doses.unit_alone(at, i)
        case "grid":
            return doses.grid(at, i)
        case "mom":
            return moments.moment(at, i, before, text)
        case "date":
            return durations.span(at, i, text)
        case "time" | "nth day":
            return day_numbers.day_numbers(at, i, text)
        case "day" | "except" | "a":
            return _day(at, i, before, text)
        case "right eye or rate":
            return sites.right_eye(at, i, before)
        case "every" | "rate" | "times" | "nth" | "per" | "split" | "once":
            return _rhythm(at, i, before)
        case "for" | "supply" | "until" | "from" | "duration":
            return _period(at, i, text)
        case "prn" | "if" | "max" | "upto" | "spacing" | "between" | "according" | "while" | "event":
            return _condition(at, i, text)
        case _:
            return _word(at, i, before, text)


def _number(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    return (
        durations.span_without_year(at, i, text)
        or maxima.trailing_maximum(at, i)
        or moments.offset(at, i, text)
        or moments.clock(at, i, before)
        or cycles.out_of(at, i, text)
        or cycles.with_pause(at, i, text)
        or day_numbers.day_numbers(at, i, text)
        or doses.said_first(at, i, before)
        or frequencies.count(at, i)
        or durations.bare_duration(at, i, before)
        or doses.dose(at, i, before)
        or doses.bare_dose(at, i, before)
    )


def _sign(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    sign = at[i].value
    if sign == "(":
        return doses.equivalent(at, i, before) or conditions.aside(at, i, text) or ([Break(sign)], i + 1)
    if sign == "#":
        return durations.dispensed(at, i, text)
    if sign == "-" and not (kind(at, i - 1) == "num" and kind(at, i + 1) == "num" and at[i + 1].start == at[i].end):
        return [Break(sign)], i + 1
    return ([Break(sign)], i + 1) if sign in _BREAKS else None


def _day(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    if at[i].kind == "a":
        return conditions.apart(at, i, text) or moments.clock(at, i, before) or day_numbers.day_numbers(at, i + 1, text)
    return moments.except_days(at, i) if at[i].kind == "except" else moments.days(at, i, text)


def _rhythm(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    match at[i].kind:
        case "every":
            return frequencies.every(at, i)
        case "rate":
            return frequencies.rate(at, i)
        case "nth":
            return frequencies.nth(at, i)
        case "times":
            return frequencies.times(at, i) or durations.bare_duration(at, i, before)
        case "per":
            return frequencies.per(at, i)
        case "split":
            return frequencies.split(at, i) or (None if kind(at, i + 1) == "num" else ([], i + 1))
        case _:
            return frequencies.once(at, i)


def _period(at: Sequence[Lexeme], i: int, text: str) -> Found:
    match at[i].kind:
        case "for":
            return (
                cycles.with_pause(at, i, text) or durations.duration(at, i, text) or conditions.indication(at, i, text)
            )
        case "supply":
            return durations.supply(at, i, text)
        case "until":
            return durations.until(at, i, text)
        case "from":
            return durations.since(at, i, text) or day_numbers.from_day(at, i, text)
        case _:
            return durations.stated(at, i)


def _condition(at: Sequence[Lexeme], i: int, text: str) -> Found:
    match at[i].kind:
        case "prn":
            return conditions.as_needed(at, i, text)
        case "if":
            return conditions.reason(at, i, text)
        case "max":
            return maxima.maximum(at, i, text) or durations.longest(at, i)
        case "upto":
            return maxima.reached(at, i, text)
        case "according":
            return conditions.varies(at, i, text)
        case "while":
            return conditions.lasting(at, i, text)
        case "event":
            return conditions.until_event(at, i, text)
        case "spacing":
            return conditions.spacing(at, i, text)
        case _:
            return moments.offset(at, i + 1, text) if kind(at, i + 1) == "num" else None


def _forbids(at: Sequence[Lexeme], i: int, words: str) -> bool:
    """`ne pas avaler 1 comprimé`: words of advice that turn the dose after them round."""
    return kind(at, i + 1) in ("num", "unit") and bool(conditions.NEGATIONS & set(plain(words).split()))


def _word(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    words = text[at[i].start : at[i].end]
    match at[i].kind:
        case "and":
            more = maxima.maximum(at, i, text) if before and isinstance(before[-1], Maximum) else None
            return more or ([Break("+" if words == "+" else "and")], i + 1)
        case "then":
            return cycles.rest_days(at, i + 1, before, text) or ([Then()], i + 1)
        case "pause":
            return cycles.rest_days(at, i, before, text)
        case "stop":
            return cycles.rest_days(at, i, before, text) or ([Then(), Stop()] if at[i].value else [Stop()], i + 1)
        case "site":
            return sites.named(at, i, text)
        case "route":
            return [Route(at[i].value, words)], i + 1
        case "advice":
            return None if _forbids(at, i, words) else ([Advice(words)], i + 1)
        case "dialysis":
            return conditions.after_dialysis(at, i, text)
        case "divided":
            return frequencies.divided(at, i)
        case "outof":
            return durations.infusion(at, i)
        case "target":
            return conditions.target(at, i, text)
        case "nth week":
            return cycles.free_week(at, i, text)
        case "again":
            return cycles.again(at, i, before, text)
        case "between2":
            return doses.between(at, i)
        case "restated":
            return doses.equivalent(at, i, before)
        case "other days":
            return [OtherDays()], i + 1
        case "alternate":
            return [CycleDay(int(at[i].value), 2) if at[i].value else Alternate()], i + 1
        case "remove":
            return moments.removed(at, i, before, text)
        case _:
            return None
