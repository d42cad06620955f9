"""How long: durations, end and start dates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from adapter.medication.posology.amounts import kind, range_at
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import (
    Advice,
    AsNeeded,
    Break,
    Clock,
    Days,
    Dose,
    Duration,
    Frequency,
    From,
    Grid,
    Lasting,
    Per,
    Piece,
    Until,
    UntilEvent,
    When,
)
from adapter.medication.posology.text import plain

Found = tuple[list[Piece], int] | None
_TIMING = (Frequency, Per, When, Clock, Grid, Days)


def duration(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`pendant 7 jours`, `durée : 3 mois`, `for 3 nights`; `maximum` after it makes it the longest."""
    j = i + 1
    while kind(at, j) == "of" or (kind(at, j) == "sign" and at[j].value == ":"):
        j += 1
    found = range_at(at, j)
    if (
        found
        and found[0] > 1
        and kind(at, found[2]) == "mom"
        and text[at[found[2]].start : at[found[2]].end][-1] in "sS"
    ):
        return [Duration(found[0], found[1], "d")], found[2] + 1
    return _length(at, j)


def infusion(at: Sequence[Lexeme], i: int) -> Found:
    """`sur 15 minutes`."""
    found = _length(at, i + 1)
    return found if found and isinstance(found[0][0], Lasting) else None


def bare_duration(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """`7 jours` or `x 7 jours` once the rhythm is told."""
    j = i + 1 if kind(at, i) == "times" else i
    told = any(isinstance(piece, _TIMING) for piece in before)
    found = _length(at, j)
    last = next((piece for piece in reversed(before) if not isinstance(piece, Break)), None)
    if j == i and not told and not (found and isinstance(last, Dose) and _is_step(at, found[1], before)):
        return None
    return found if found and kind(at, found[1]) != "per" and isinstance(found[0][0], Duration) else None


def _is_step(at: Sequence[Lexeme], end: int, before: Sequence[Piece]) -> bool:
    """Whether a length beside a dose without a rhythm is that of one of several steps (`20 mg 1 semaine, 10 mg 1
    semaine`); alone (`1 cp 3j`, `1 cp 24h`) it may be how often."""
    if kind(at, end) not in ("", "sign", "then"):
        return False
    follows = any(lexeme.kind == "num" for lexeme in at[end:])
    return follows or any(isinstance(piece, Duration) for piece in before)


def longest(at: Sequence[Lexeme], i: int) -> Found:
    """`maximum 7 jours`."""
    found = _length(at, i + 1)
    if found is None or not isinstance(found[0][0], Duration):
        return None
    return [found[0][0]._replace(is_maximum=True)], found[1]


def stated(at: Sequence[Lexeme], i: int) -> Found:
    """`le premier jour`: a duration that the words themselves are."""
    value, _, unit = at[i].value.partition(",")
    return [Duration(Decimal(value), Decimal(value), unit, is_opening=True)], i + 1


def _length(at: Sequence[Lexeme], i: int) -> Found:
    found = range_at(at, i)
    if found is None or kind(at, found[2]) != "time" or found[0] <= 0:
        return None
    low, high, unit, j = found[0], found[1], at[found[2]].value, found[2] + 1
    if unit in ("h", "min"):
        if low == high and unit == "h" and low % 24 == 0:
            low, high, unit = low / 24, high / 24, "d"
        else:
            return ([Lasting(low, unit)], j) if low == high else None
    is_maximum = kind(at, j) == "max"
    return [Duration(low, high, unit, is_maximum)], j + 1 if is_maximum else j


def dispensed(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`#60`: how many are given out."""
    if kind(at, i + 1) != "num" or kind(at, i + 2) not in ("", "sign", "supply", "advice"):
        return None
    return [Advice(text[at[i].start : at[i + 1].end])], i + 2


def supply(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`QSP 1 mois`, `à renouveler 2 fois`: what the pharmacy gives, not how long or how often it is taken."""
    again = _again(at, i, text) if at[i].value == "refill" else None
    if again is not None:
        return again
    found = range_at(at, i + 1)
    if found is None or kind(at, found[2]) not in ("time", "times"):
        return None
    end = found[2] + 1
    if kind(at, end) in ("per", "every", "rate", "mom", "day", "num") or found[0] != found[1]:
        return None
    if (kind(at, found[2]) == "times") != (at[i].value == "refill"):
        return None
    return [Advice(text[at[i].start : at[end - 1].end])], end


def _again(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`à renouveler au bout de 6 h si besoin`, `may repeat in 2 hours if needed`: a next dose when it is needed, and
    not before."""
    j = i + 1
    while kind(at, j) in ("after", "of", "per", "fill"):
        j += 1
    found = range_at(at, j)
    if found is None or kind(at, found[2]) != "time" or at[found[2]].value not in ("h", "min"):
        return None
    if j == i + 1 and kind(at, found[2] + 1) != "after":
        return None
    j = found[2] + 1 if j > i + 1 else found[2] + 2
    end = j + 1 if kind(at, j) == "prn" else j
    if kind(at, end) not in ("", "sign"):
        return None
    advice = Advice(text[at[i].start : at[end - 1].end])
    is_asked = end > j or any(lexeme.kind in ("if", "prn") for lexeme in at[:i])
    return ([advice, AsNeeded("")], end) if is_asked else None


def until(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`jusqu'au 15/04/2026`, `jusqu'au 15 avril 2026`; without its year the end stays in words."""
    day, j = _day(at, i + 1)
    if day:
        return [Until(day)], j
    return ([UntilEvent(text[at[i].start : at[j - 1].end])], j) if j > i + 1 else None


def since(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`à partir du 15/04/2026`; without its year the start stays in words."""
    day, j = _day(at, i + 1)
    if day:
        return [From(day)], j
    return ([UntilEvent(text[at[i].start : at[j - 1].end])], j) if j > i + 1 else None


def span_without_year(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`du 01/02 au 08/02`: kept in words."""
    words = [plain(text[at[j].start : at[j].end]) for j in (i - 1, i + 3) if 0 <= j < len(at)]
    if not _is_short(at, i) or not _is_short(at, i + 4) or words != ["du", "au"]:
        return None
    return [UntilEvent(text[at[i - 1].start : at[i + 6].end])], i + 7


def _day(at: Sequence[Lexeme], i: int) -> tuple[str, int]:
    """A date in figures, or with its month in words; empty without a year; and the place after it."""
    figures = _date(at, i)
    if figures:
        return figures, i + 1
    if _is_short(at, i):
        return "", i + 3
    day, month = (i, i + 1) if kind(at, i) == "num" else (i + 1, i)  # `15 avril`, `April 15`
    if kind(at, day) != "num" or kind(at, month) != "month" or not _is_day_of_month(at[day]):
        return "", i
    k = i + 2
    k = k + 1 if kind(at, k) == "sign" and at[k].value == "," and _is_year(at, k + 1) else k
    if not _is_year(at, k):
        return "", i + 2
    try:
        return date(int(at[k].value), int(at[month].value), int(at[day].value)).isoformat(), k + 1
    except ValueError:
        return "", i


def _is_short(at: Sequence[Lexeme], i: int) -> bool:
    """`01/02`: day and month in two figures each."""
    if kind(at, i) != "num" or kind(at, i + 1) != "per" or kind(at, i + 2) != "num" or kind(at, i + 3) == "per":
        return False
    two_figures = at[i + 1].end - at[i].start == 3 and at[i + 2].end - at[i + 2].start == 2
    return two_figures and _is_day_of_month(at[i]) and 1 <= at[i + 2].value <= 12


def _is_day_of_month(lexeme: Lexeme) -> bool:
    return 1 <= lexeme.value <= 31 and lexeme.value == int(lexeme.value)


def _is_year(at: Sequence[Lexeme], i: int) -> bool:
    return kind(at, i) == "num" and at[i].end - at[i].start == 4 and at[i].written == "number"


def span(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`du 01/03/2026 au 12/03/2026`."""
    first, last = _date(at, i), _date(at, i + 2)
    words = [text[at[j].start : at[j].end].lower() for j in (i - 1, i + 1) if 0 <= j < len(at)]
    return ([From(first), Until(last)], i + 3) if first and last > first and words == ["du", "au"] else None


def _date(at: Sequence[Lexeme], i: int) -> str:
    """A date with four figures of the year, day first → ISO; empty when it is none or may be read in two ways."""
    if kind(at, i) != "date":
        return ""
    parts = str(at[i].value).replace("/", "-").replace(".", "-").split("-")
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    try:
        return date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else ""
    except ValueError:
        return ""
