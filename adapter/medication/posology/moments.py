"""When: moments of the day and meals with their offset, clock times, days of the week."""

from collections.abc import Sequence
from itertools import pairwise

from adapter.fhir.weekdays import WEEKDAYS
from adapter.medication.posology.amounts import dose_at, is_sign, kind, range_at
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Advice, Break, Clock, Days, Dose, Frequency, Piece, Times, When
from adapter.medication.posology.text import plain

Found = tuple[list[Piece], int] | None
_MINUTES = {"min": 1, "h": 60}
_SIDES = frozenset(("avant", "apres", "before", "after"))
_JOINING = (Break("and"), Break(","))
_SIDED = ("ACM", "ACD", "ACV", "PCM", "PCD", "PCV")
_BESIDE = frozenset(("au", "pendant", "avec", "cours", "moment", "with", "at", "during"))
_WITH_OFFSET = ("AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV", "HS", "WAKE")
_TO = ("au", "to", "through", "thru")  # the end of a span (`du lundi matin au vendredi soir`)


def moment(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    found: list[Piece] = [
        _of_the_same_side(When(tuple(at[i].value.split(",")), 0, text[at[i].start : at[i].end]), before)
    ]
    if kind(at, i + 1) == "mom" and text[at[i].end : at[i + 1].start].strip():
        found.append(Break(","))  # `soir-coucher`
    return found, i + 1


def _of_the_same_side(when: When, before: Sequence[Piece]) -> When:
    """`30 min avant le petit déjeuner et (avant) le dîner`: a meal is before, or after, as the one it is joined to, and
    as long before it."""
    told = next((piece for piece in reversed(before) if not isinstance(piece, Break)), None)
    if not isinstance(told, When) or told.codes[-1] not in _SIDED or before[-1] not in _JOINING or len(when.codes) > 1:
        return when
    side, code = told.codes[-1][:-1], when.codes[0]
    if code[:-1] == side:
        return when._replace(offset=told.offset)
    is_bare = code in ("CM", "CD", "CV") and not _BESIDE & set(plain(when.text).split())
    return When((f"{side}{code[1]}",), told.offset, when.text) if is_bare else when


def offset(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`30 min avant le repas`: minutes before or after (FHIR R4 Timing.repeat.offset)."""
    found = range_at(at, i)
    if found is None:
        return None
    j = found[2] + 1 if found[0] < 1 and kind(at, found[2]) == "of" else found[2]  # `1/4 d'heure`
    if kind(at, j) != "time" or at[j].value not in _MINUTES:
        return None
    minutes, j = found[0] * _MINUTES[at[j].value], j + 1
    if at[j - 1].value == "h" and kind(at, j) == "num" and at[j].end - at[j].start == 2 and at[j].value < 60:
        minutes, j = minutes + at[j].value, j + 1  # `1h30 avant`
    codes = tuple(at[j].value.split(",")) if kind(at, j) == "mom" else ()
    if codes and not _SIDES & set(plain(text[at[j].start : at[j].end]).split()):
        return None  # `8h au coucher`
    if not codes or minutes != int(minutes) or any(code not in _WITH_OFFSET for code in codes):
        return None
    if found[0] != found[1]:
        words = text[at[i].start : at[j].end]
        return [When(codes, 0, words), Advice(words)], j + 1
    return [When(codes, int(minutes), text[at[i].start : at[j].end])], j + 1


def clock(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """`à 8h`, `20 h 30`, `08:00`. Without `à` only after a clock time or a moment, else `8 h` may be an interval."""
    j = i + 1 if kind(at, i) == "a" else i
    hours = at[j].value if kind(at, j) == "num" else None
    if hours is not None and j > i and at[j].written == "number" and at[j].end - at[j].start == 4:
        return _military(at, j, int(hours))
    if hours == 0 and j == i and before and isinstance(before[-1], Clock):
        return None  # `20h00 h`
    if hours is None or hours != int(hours) or not 0 <= hours <= 24:
        return None
    if is_sign(at, j + 1, ":") and kind(at, j + 2) == "num" and at[j + 2].end - at[j + 2].start == 2:
        return [Clock(_time(int(hours), int(at[j + 2].value)))], j + 3
    if _is_half_of_day(at, j + 1) and (j > i or _follows(before) or at[j + 1].start == at[j].end):
        return [Clock(_time(int(hours) % 12 + (12 if at[j + 1].value == "EVE" else 0), 0))], j + 2
    if kind(at, j + 1) != "time" or at[j + 1].value != "h" or not (j > i or _follows(before) or _is_list(at, j)):
        return None
    minutes = at[j + 2] if kind(at, j + 2) == "num" else None
    after = kind(at, j + 3)
    if minutes and minutes.end - minutes.start == 2 and minutes.value < 60 and after not in ("unit", "time", "times"):
        return [Clock(_time(int(hours), int(minutes.value)))], j + 3
    return [Clock(_time(int(hours), 0))], j + 2


def _military(at: Sequence[Lexeme], j: int, told: int) -> Found:
    """`at 1700`."""
    if told >= 2400 or told % 100 >= 60 or kind(at, j + 1) in ("unit", "time", "times", "num"):
        return None
    return [Clock(_time(told // 100, told % 100))], j + 1


def _is_list(at: Sequence[Lexeme], j: int) -> bool:
    """`8h et 20h`, `8h-14h-20h`: hours that rise. Two with a dash may be an interval, or from when to when."""
    hours, joined = [at[j].value], ""
    k = j + 2
    while (kind(at, k) == "and" or is_sign(at, k, "-,")) and kind(at, k + 1) == "num" and kind(at, k + 2) == "time":
        hours.append(at[k + 1].value)
        joined = "and" if kind(at, k) == "and" else joined
        k += 3
    if len(hours) == 1:
        return _has_dose_each(at, j)
    rising = all(0 <= a < b <= 24 for a, b in pairwise(hours))
    return rising and (len(hours) > 2 or (len(hours) == 2 and joined == "and"))


def _has_dose_each(at: Sequence[Lexeme], j: int) -> bool:
    """`8h : 1 cp, 20h : 1 cp`, `1 cp 8h, 1 cp 20h`: a dose, and a later hour after it."""
    k = j + 2
    while is_sign(at, k, ":,;-") or kind(at, k) == "and":
        k += 1
    found = dose_at(at, k)
    if found is None:
        return False
    k = found[1]
    while is_sign(at, k, ":,;-") or kind(at, k) == "and":
        k += 1
    is_hour = kind(at, k) == "num" and kind(at, k + 1) == "time" and at[k + 1].value == "h"
    return is_hour and at[j].value < at[k].value <= 24


def _is_half_of_day(at: Sequence[Lexeme], j: int) -> bool:
    """`am`, `pm`."""
    return kind(at, j) == "mom" and at[j].value in ("MORN", "EVE") and at[j].end - at[j].start == 2


def _follows(before: Sequence[Piece]) -> bool:
    """After a clock time or a moment; or as the first in parentheses after how many times (`4x/j (8h-12h-16h-20h)`)."""
    told = [piece for piece in before if not isinstance(piece, Break)]
    if not told or isinstance(told[-1], Clock | When):
        return bool(told)
    if isinstance(told[-1], Dose):  # `1 cp 8h 1 cp 20h`, `7h 1 cp, 11h 1 cp`
        return any(isinstance(piece, Clock) for piece in told)
    counted = isinstance(told[-1], Times) or (isinstance(told[-1], Frequency) and told[-1].is_counted)
    return counted and before[-1] in (Break("("), Break(":"))


def _time(hours: int, minutes: int) -> str:
    return f"{hours % 24:02d}:{minutes:02d}:00"


def removed(at: Sequence[Lexeme], i: int, before: Sequence[Piece], text: str) -> Found:
    """`à retirer le soir`, `à enlever à 20h`, `à retirer après 12 h`: when a patch comes off is no intake."""
    j = i + 1
    if kind(at, j) == "mom":
        return [Advice(text[at[i].start : at[j].end])], j + 1
    found = clock(at, j, before) if kind(at, j) == "a" else None
    if found is not None:
        return [Advice(text[at[i].start : at[found[1] - 1].end])], found[1]
    j = j + 1 if kind(at, j) in ("after", "of", "for") else j
    length = range_at(at, j)
    if length is None or kind(at, length[2]) != "time":
        return None
    return [Advice(text[at[i].start : at[length[2]].end])], length[2] + 1


def days(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """Days of the week; two of them with a dash may be a span or a list, and are left, as is the end of a span."""
    codes = tuple(at[i].value.split(","))
    span = _span(at, i, text)
    if span is not None:
        return [Days(span)], i + 3
    if _is_working_week(at, i, text):
        return [Days(WEEKDAYS[:5])], i + 2
    dashed = kind(at, i + 1) == "day" and text[at[i].end : at[i + 1].start].strip()
    if text[at[i - 1].start : at[i - 1].end].lower() in _TO and i:
        return None
    if dashed or (kind(at, i - 1) == "day" and text[at[i - 1].end : at[i].start].strip()):
        return None
    return [Days(codes)], i + 1


def _is_working_week(at: Sequence[Lexeme], i: int, text: str) -> bool:
    """`Mon-Fri`: no one writes two days so for a list."""
    if kind(at, i + 1) != "day" or text[at[i].end : at[i + 1].start].strip() not in ("-", "–"):
        return False
    first, last = (plain(text[at[j].start : at[j].end]) for j in (i, i + 1))
    return first in ("mon", "monday") and last in ("fri", "friday")


def _span(at: Sequence[Lexeme], i: int, text: str) -> tuple[str, ...] | None:
    """`du mardi au samedi`, `Monday to Thursday`: the days from one to another of the same week."""
    if kind(at, i + 2) != "day" or plain(text[at[i + 1].start : at[i + 1].end]) not in (*_TO, "a"):
        return None
    ends = at[i].value, at[i + 2].value
    if any(end not in WEEKDAYS for end in ends) or WEEKDAYS.index(ends[0]) >= WEEKDAYS.index(ends[1]):
        return None
    return WEEKDAYS[WEEKDAYS.index(ends[0]) : WEEKDAYS.index(ends[1]) + 1]


def except_days(at: Sequence[Lexeme], i: int) -> Found:
    """`sauf le dimanche`: the other days of the week."""
    left, j = set(WEEKDAYS), i + 1
    while kind(at, j) == "day" or (kind(at, j) == "and" and kind(at, j + 1) == "day" and j > i + 1):
        if kind(at, j) == "day":
            left -= set(at[j].value.split(","))
        j += 1
    if kind(at, j) in ("mom", "num"):  # `sauf le lundi matin`, `sauf le lundi 2 cp`: not the whole day
        return None
    return ([Days(tuple(day for day in WEEKDAYS if day in left))], j) if j > i + 1 and left else None
