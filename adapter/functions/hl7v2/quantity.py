"""Numbers and units: NM with CWE, CQ → Quantity, Ratio; units under UCUM, or the annotations of design §6."""

import re
from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import UCUM
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.tables import translated
from adapter.functions.hl7v2.text import spaced
from adapter.medication.product import number
from adapter.sources.hl7v2_tree import Part, Segment
from adapter.terminology.dose_units import dose_unit, period_unit

_LONGEST = 100_000  # hours of eleven years; more is no length of a treatment
MOST = 1_000_000
_NUMBER = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,9})?|\.\d{1,9})")
_COMMA = re.compile(r"(?:0|[1-9]\d{0,11}),(?:\d{1,2}|\d{4,9})|0,\d{3}")
_OVER = {"kg": "kg", "m2": "m2", "l": "L", "ml": "mL"}
_UNSURE = ("m", "s", "w")  # of one letter, after a stroke: of many things
_PERIOD = re.compile(r"([SMHDWL])(\d+)|(\d+)?([SMHDWL])", re.IGNORECASE)
_WORDED = re.compile(r"(\d{1,5})\s*([A-Za-z]{2,})")
_MONTHS = ("M", "m")  # of whoever writes so, months as well as minutes
_MINUTES_ARE = 5  # minutes are counted by five; `M3`, `Q6M`, `Q12M` are months to many
_PERIODS = {"S": "s", "M": "min", "H": "h", "D": "d", "W": "wk", "L": "mo"}


def decimal(text: str) -> Decimal | None:
    """NM → Decimal; None when it is none (`1-2`, `1,5`, `500 mg`)."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def with_comma(text: str) -> Decimal | None:
    """A decimal comma (`0,5`, `2,25`), which NM does not have and continental senders write; None for anything else, as
    for `1,250`, which may be a thousand."""
    return Decimal(text.replace(",", ".")) if _COMMA.fullmatch(text) else None


def amount(context: Any, focus: list, *args: list) -> list:
    """Segment, a field of a number and one of units → Quantity. Not a number: Issue, nothing."""
    names = [str(arg[0]) for arg in args]
    found = []
    for segment in focus:
        value = number_in(context, segment, names[0])
        if value is not None:
            found.append({"value": number(value), **(unit_in(context, segment, names[1]) if len(names) > 1 else {})})
    return found


def composite(context: Any, focus: list, *_: list) -> list:
    """CQ (`2^TAB`, in the older form `2&TAB`) → Quantity. Not a number: Issue, nothing."""
    return [body for part in focus if (body := quantity_of(context, part))]


def count(context: Any, focus: list, *_: list) -> list:
    """NM of a count → integer; anything else: Issue, nothing."""
    found = []
    for part in focus:
        value = decimal(part.text)
        if value is not None and value == int(value) and 0 <= value <= MOST:
            found.append(int(value))
        else:
            report(context, part, "warning", "value", f"'{part.whole}' is not a count; left out")
    return found


def strength(context: Any, focus: list, *args: list) -> list:
    """Segment, its fields of strength, units, and volume, units → Ratio; without a volume per one.

    A count of things (`1 tablet`) is no strength.
    """
    names = [str(arg[0]) for arg in args]
    found = []
    for segment in focus:
        numerator = amount(context, [segment], [names[0]], [names[1]])
        if not numerator or str(numerator[0].get("code", "")).startswith("{"):
            continue
        volume = amount(context, [segment], [names[2]], [names[3]]) if len(names) > 3 else []
        denominator = volume[0] if volume and volume[0]["value"] else {"value": 1}
        found.append({"numerator": numerator[0], "denominator": denominator})
    return found


def rate(context: Any, focus: list, *args: list) -> list:
    """Segment, its fields of rate, units and time unit → Quantity when the units say per what time, else Ratio over the
    time unit (`H1`). A rate without either is none: Issue, nothing."""
    names = [str(arg[0]) for arg in args]
    found: list[dict[str, Any]] = []
    for segment in focus:
        for body in amount(context, [segment], [names[0]], [names[1]]):
            over = _time_unit(segment.text(names[2])) if len(names) > 2 else None
            if "/" in str(body.get("code") or body.get("unit", "")):
                found.append(body)
            elif over:
                found.append({"numerator": body, "denominator": over})
            else:
                said = " ".join(str(body[name]) for name in ("value", "unit") if name in body)
                message = f"a rate of {said} without a time: no rate"
                report(context, segment, "warning", "incomplete", message, "Dosage.doseAndRate.rate[x]")
    return found


def duration(context: Any, focus: list, *_: list) -> list:
    """CQ, or the older `D10` → Duration (value with a UCUM time unit). Anything else: Issue, nothing."""
    found = []
    for part in focus:
        body = duration_of(part)
        if body:
            found.append(body)
        else:
            report(context, part, "warning", "value", f"'{part.whole}' is not a length of time; left to the text")
    return found


def days(context: Any, focus: list, *_: list) -> list:
    """NM of days → Duration."""
    values = (decimal(part.text) for part in focus)
    return [{"value": number(value), "unit": "d", "system": UCUM, "code": "d"} for value in values if value]


def duration_of(part: Part) -> dict[str, Any] | None:
    """A length of time, None when it is none: `10^d`, `10&D`, `D10`, `10 days`. `3M` and `M3` may be months: none."""
    written = part.text
    value, unit = decimal(written), _units(part)
    if value is None and not any(unit) and (worded := _WORDED.fullmatch(written)):
        value, unit = decimal(worded[1]), (worded[2], "")
    code = time_unit(unit[0], unit[1]) if value is not None else None
    if (
        code is None
        and (match := _PERIOD.fullmatch(written))
        and any(match.groups()[1:3])
        and not _may_be_months(match)
    ):
        value, code = Decimal(match[2] or match[3]), _PERIODS[(match[1] or match[4]).upper()]
    if value is None or code is None or not 0 < value <= _LONGEST:
        return None
    return {"value": number(value), "unit": code, "system": UCUM, "code": code}


def _may_be_months(match: re.Match[str]) -> bool:
    return match[4] in _MONTHS or (match[1] in _MONTHS and is_of_months(int(match[2])))


def is_of_months(count: int) -> bool:
    """Whether so many M, which are minutes in HL7 v2, may be months to who writes it."""
    return count % _MINUTES_ARE != 0


def time_unit(*written: str) -> str | None:
    """A unit of time by any of its names (`d`, `D`, `day`, `DAYS`) → UCUM. `M` alone says minutes and months: none."""
    for text in written:
        if text and text not in ("M", "m"):
            found = period_unit(text) or period_unit(text.lower()) or _PERIODS.get(text.upper())
            found = found or period_unit(text.lower().removesuffix("s")) or _ENGLISH.get(text.lower().removesuffix("s"))
            if found:
                return found
    return None


_ENGLISH = {
    "hour": "h",
    "week": "wk",
    "month": "mo",
    "second": "s",
    "hr": "h",
    "min": "min",
    "minute": "min",
    "wk": "wk",
}


def quantity_of(context: Any, part: Part) -> dict[str, Any] | None:
    """CQ → Quantity; None, with an Issue, when it has no number."""
    value = _number(context, part)
    if value is None or value < 0:
        report(context, part, "warning", "value", f"'{part.whole}' is not an amount; left to the text")
        return None
    return {"value": number(value), **unit_of(context, part, *_units(part))}


def number_in(context: Any, segment: Segment, name: str) -> Decimal | None:
    """The number in a field, with an Issue when it is none; None when the field is empty too."""
    for part in segment.occurrences(name):
        value = _number(context, part)
        if value is None:
            report(context, part, "error", "value", f"'{part.whole}' is not a number; not taken as one")
        return value
    return None


def _number(context: Any, part: Part) -> Decimal | None:
    value = decimal(part.text)
    if value is None and (value := with_comma(part.text)) is not None:
        message = f"'{part.text}' has a decimal comma, which HL7 v2 does not: read as {value}"
        report(context, part, "warning", "value", message)
    return value


def unit_in(context: Any, segment: Segment, name: str) -> dict[str, Any]:
    """Unit elements of a Quantity from a field of units (CWE)."""
    return next((unit_of(context, part, part.get(1), part.get(2)) for part in segment.occurrences(name)), {})


def unit_of(context: Any, part: Part, code: str, text: str) -> dict[str, Any]:
    """Units as written, by code and text → unit, and its UCUM code or annotation where either is known.

    A code and a text that are known and differ (`MG^G`): both, as text, with an Issue.
    """
    codes = {found for written in (code, text) if written and (found := _known(context, spaced(written)))}
    if len(codes) > 1:
        message = f"the unit '{code}' and its text '{text}' differ: which it is is not known"
        report(context, part, "warning", "conflict", message, "Quantity.unit")
        return {"unit": f"{spaced(code)} / {spaced(text)}"}
    body: dict[str, Any] = {"unit": spaced(text or code)} if text or code else {}
    return body | {"system": UCUM, "code": codes.pop()} if codes else body


def _known(context: Any, written: str) -> str | None:
    found = dose_unit(written)
    if found:
        return found[0]
    table = translated(context, "unit", written)
    return table.code if table else _per(context, written)


def _per(context: Any, written: str) -> str | None:
    """`units/h`, `ug/kg/min`: an amount over body weight or surface, over time. None when a part is not known."""
    first, *others = [word.strip() for word in written.split("/")]
    code = _known(context, first) if others and first else None
    over = [_OVER.get(word) or (time_unit(word) if word not in _UNSURE else None) for word in map(str.lower, others)]
    return "/".join([code, *(unit for unit in over if unit)]) if code and all(over) else None


def _units(part: Part) -> tuple[str, str]:
    """Units of a CQ: component 2 of a field; the second subcomponent inside a TQ."""
    if part.level:
        return part.get(2), part.get(3)
    if not part.get(2):  # `2&TAB`
        return part.get(1, 2), part.get(1, 3)
    return part.get(2), part.get(2, 2)


def _time_unit(written: str) -> dict[str, Any] | None:
    match = _PERIOD.fullmatch(written)
    if match is None:
        code = time_unit(written)
        return {"value": 1, "unit": code, "system": UCUM, "code": code} if code else None
    code = _PERIODS[(match[1] or match[4]).upper()]
    return {"value": int(match[2] or match[3] or 1), "unit": code, "system": UCUM, "code": code}
