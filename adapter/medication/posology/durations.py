"""How long: durations, end and start dates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from adapter.medication.posology.amounts import kind, range_at
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import (
    Advice,
    Clock,
    Days,
    Duration,
    Frequency,
    From,
    Grid,
    Lasting,
    Per,
    Piece,
    Until,
    When,
)

Found = tuple[list[Piece], int] | None
_TIMING = (Frequency, Per, When, Clock, Grid, Days)


def duration(at: Sequence[Lexeme], i: int) -> Found:
    """`pendant 7 jours`, `durée : 3 mois`; `maximum` after it makes it the longest."""
    j = i + 1
    while kind(at, j) == "of" or (kind(at, j) == "sign" and at[j].value == ":"):
        j += 1
    return _length(at, j)


def bare_duration(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """`7 jours` or `x 7 jours` once the rhythm is told."""
    j = i + 1 if kind(at, i) == "times" else i
    if j == i and not any(isinstance(piece, _TIMING) for piece in before):
        return None
    found = _length(at, j)
    return found if found and kind(at, found[1]) != "per" and isinstance(found[0][0], Duration) else None


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


def supply(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`QSP 1 mois`, `à renouveler 2 fois`: what the pharmacy gives, not how long or how often it is taken."""
    found = range_at(at, i + 1)
    if found is None or kind(at, found[2]) not in ("time", "times"):
        return None
    end = found[2] + 1
    if kind(at, end) in ("per", "every", "rate", "mom", "day", "num") or found[0] != found[1]:
        return None
    if (kind(at, found[2]) == "times") != (at[i].value == "refill"):
        return None
    return [Advice(text[at[i].start : at[end - 1].end])], end


def until(at: Sequence[Lexeme], i: int) -> Found:
    day = _date(at, i + 1)
    return ([Until(day)], i + 2) if day else None


def since(at: Sequence[Lexeme], i: int) -> Found:
    day = _date(at, i + 1)
    return ([From(day)], i + 2) if day else None


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
