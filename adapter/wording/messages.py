"""Sentences of the engine and of Issues in the language of the page.

A sentence that has no translation is shown as it was written, never dropped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from adapter.terminology.unit_words import unit
from adapter.wording import figures
from adapter.wording.engine_messages import ENGINE, MATCHES
from adapter.wording.french import french_spaces

_PLACE = re.compile(r"\{(\w+)\}")
_STATUSES = {
    "entered-in-error": "saisie par erreur",
    "cancelled": "annulée",
    "an order not to give": "un ordre de ne pas donner",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>\[\w+\]|\{\w+\}|[\w%µ]+)/(?P<per>d|wk)\b"
    r"(?: on average, every (?P<every>\d+(?:\.\d+)?) (?P<period>\w+))?"
)

_TAKEN = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?: to (?P<high>\d+(?:\.\d+)?))? (?P<unit>\S+) a day"
    r"(?: on average every (?P<every>\d+(?:\.\d+)?) (?P<period>\w+))?"
)
_TIMES = re.compile(r"(?P<times>\d+(?:\.\d+)?) times every (?P<days>\d+(?:\.\d+)?) d")
_NOT_TAKEN = {"steps in time": "par étapes", "no amount": "sans quantité"}


def in_language(message: str, lang: str) -> str:
    """A sentence of the engine in the language of the page; as it is when it has no translation.

    In English only its days and amounts are put in words. Several sentences may be joined by `; `.
    """
    return translated(message, ENGINE, lang) or message


def is_match(message: str) -> bool:
    """Whether a sentence says why lines are one treatment; the others say what happened to it."""
    return translated(message, MATCHES, "en") is not None


def translated(message: str, table: Sequence[tuple[str, str]], lang: str) -> str | None:
    """A sentence, or several joined by `; ` that are all in the table; None when one of them is not."""
    for left, right in _cuts(message):
        first = _one(left, table, lang)
        rest = translated(right, table, lang) if first is not None else None
        if first is not None and rest is not None:
            return f"{first}{french_spaces(' ; ')}{rest}" if lang == "fr" else f"{first}; {rest}"
    return _one(message, table, lang)


def _cuts(message: str) -> Iterator[tuple[str, str]]:
    parts = message.split("; ")
    for n in range(1, len(parts)):
        yield "; ".join(parts[:n]), "; ".join(parts[n:])


def _one(sentence: str, table: Sequence[tuple[str, str]], lang: str) -> str | None:
    for english, french in table:
        found = _pattern(english).fullmatch(sentence)
        if found is not None:
            values = {name: _written(name, value, lang) for name, value in found.groupdict().items()}
            return _filled(french_spaces(french) if lang == "fr" else english, values)
    return None


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], sentence)


def _pattern(sentence: str) -> re.Pattern[str]:
    """`same ATC code {code}` → the regular expression that reads the code; a name that comes twice is one value."""
    parts = _PLACE.split(sentence)
    read = [re.escape(part) for part in parts]
    for n in range(1, len(parts), 2):
        read[n] = f"(?P={parts[n]})" if parts[n] in parts[1:n:2] else f"(?P<{parts[n]}>.*?)"
    return re.compile("".join(read), re.DOTALL)


def _written(name: str, value: str, lang: str) -> str:
    """A value as the language writes it, by the last word of its name."""
    kind = name.rpartition("_")[2]
    if kind in ("day", "days"):
        return _DAY.sub(lambda day: figures.day(day[0], lang), value)
    if kind == "status":
        return _STATUSES.get(value, value) if lang == "fr" else value
    if kind == "taken":
        return _taken(value, lang)
    if kind == "units":
        return _units(value, lang)
    return _AMOUNT.sub(lambda amount: _amount(amount, lang), value) if kind == "amount" else value


def _amount(found: re.Match[str], lang: str) -> str:
    """`5 mg/d` or `15 mg/wk` as people read it."""
    if found["per"] == "wk":
        return figures.amount(_dose(found), {"value": 1, "unit": "wk"}, lang)
    return figures.daily_dose(_dose(found), lang)


def _taken(value: str, lang: str) -> str:
    """What one side of a posology amounts to (reconciliation/agreement), as people read it."""
    if found := _TAKEN.fullmatch(value):
        return figures.daily_dose(_dose(found), lang)
    if found := _TIMES.fullmatch(value):
        often = figures.every({"value": Decimal(found["days"]), "unit": "d"}, lang)
        return f"{found['times']} {'fois' if lang == 'fr' else 'times'} {often}"
    return _NOT_TAKEN.get(value, value) if lang == "fr" else value


def _units(value: str, lang: str) -> str:
    """`mg and {tablet}` as people read it."""
    and_ = " et " if lang == "fr" else " and "
    return and_.join(unit(one, True, lang) for one in value.split(" and "))


def _dose(found: re.Match[str]) -> dict[str, Any]:
    low, high = found["low"], found["high"] or found["low"]
    dose: dict[str, Any] = {"value": low} if low == high else {"min": low, "max": high}
    if found["every"]:
        dose["interval"] = {"value": Decimal(found["every"]), "unit": found["period"]}
    return dose | {"unit": found["unit"]}
