"""Days, numbers, doses and strengths as people read them, in French or English."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from adapter.terminology.unit_words import is_plural, number, unit

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$")
_ONE: Mapping[str, tuple[str, str]] = {
    "d": ("par jour", "a day"),
    "h": ("par heure", "an hour"),
    "wk": ("par semaine", "a week"),
    "mo": ("par mois", "a month"),
}
_DAILY: Mapping[str, Any] = {"value": 1, "unit": "d"}
_DAYS = {"d": Decimal(1), "h": Decimal(1) / 24, "wk": Decimal(7)}
_PERIODS: Mapping[str, tuple[str, str]] = {
    "d": ("tous les {n} jours", "every {n} days"),
    "h": ("toutes les {n} heures", "every {n} hours"),
    "wk": ("toutes les {n} semaines", "every {n} weeks"),
    "mo": ("tous les {n} mois", "every {n} months"),
}


def day(text: str | None, lang: str) -> str:
    """A FHIR date or dateTime: `2026-03-10T08:00+01:00` → `10/03/2026` or `10 Mar 2026`; anything else as it is."""
    found = _DAY.match(text or "")
    if found is None:
        return text or ""
    year, month, of_month = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return text or ""
    if lang == "fr":
        return "/".join(part for part in (of_month, month, year) if part)
    return " ".join(part for part in (of_month and str(int(of_month)), _MONTHS[int(month) - 1], year) if part)


def daily_dose(dose: Mapping[str, Any] | None, lang: str) -> str:
    """`2 comprimés par jour`; of an average the amount of one interval, `10 mg tous les 7 jours`: beside a weekly
    posology a figure a day would be taken for the dose. "" for none."""
    if not dose:
        return ""
    interval = dose.get("interval") or _DAILY
    days = _in_days(interval)
    if days is None:
        return every(interval, lang)
    amounts = {key: round(Decimal(str(dose[key])) * days, 3) for key in ("value", "min", "max") if key in dose}
    return amount({**amounts, "unit": dose["unit"]}, interval, lang)


def amount(dose: Mapping[str, Any], interval: Mapping[str, Any], lang: str) -> str:
    """An amount of one interval: `15 à 20 mg par semaine`."""
    values = [dose[key] for key in ("value", "min", "max") if key in dose]
    said = (" à " if lang == "fr" else " to ").join(number(value, lang) for value in dict.fromkeys(values))
    return f"{said} {unit(dose['unit'], is_plural(Decimal(values[-1]), lang), lang)} {every(interval, lang)}"


def every(interval: Mapping[str, Any], lang: str) -> str:
    """`tous les 7 jours`, `par jour`."""
    code, column = interval["unit"], ("fr", "en").index(lang)
    if interval["value"] == 1 and code in _ONE:
        return _ONE[code][column]
    pattern = _PERIODS.get(code, (f"tous les {{n}} {code}", f"every {{n}} {code}"))[column]
    return pattern.format(n=number(interval["value"], lang))


def strength(value: Mapping[str, Any] | None, lang: str) -> str:
    """`5 mg`, `100 UI/mL`; "" when not stated."""
    if not value:
        return ""
    text = f"{number(value['value'], lang)} {unit(value['unit'], False, lang)}"
    per = value.get("per")
    if not per:
        return text
    amount = "" if per["value"] == 1 else f"{number(per['value'], lang)} "
    return f"{text}/{amount}{unit(per['unit'], False, lang)}"


def _in_days(interval: Mapping[str, Any]) -> Decimal | None:
    """None for months and years, which have no fixed number of days."""
    days = _DAYS.get(interval["unit"])
    return Decimal(str(interval["value"])) * days if days else None
