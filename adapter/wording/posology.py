"""The posology of a line as people read it: the words of its source, else its coded dosages in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapter.medication.posology.rendered import rendered
from adapter.terminology.dose_units import dose_unit
from adapter.terminology.unit_words import number

_BESIDE = frozenset(("route",))  # shown with the line
_RATES = ("rateQuantity", "rateRange", "rateRatio")
_NOT_WHOLE = {"fr": "{text} (et ce que la source code de plus)", "en": "{text} (and what the source codes beside)"}


def posology(line: Mapping[str, Any], lang: str) -> str:
    """line: of a report (its `dosageText`, else its `dosage`, FHIR Dosages). "" when the source states neither; words
    that cannot tell all of the codes say so. The route, and the days of a treatment of one dosage, stand beside."""
    if line["dosageText"]:
        return str(line["dosageText"])
    dosages = [{key: value for key, value in one.items() if key not in _BESIDE} for one in line.get("dosage") or ()]
    if len(dosages) == 1:
        dosages = [_without_days(dosages[0])]
    rates = [row[key] for one in dosages for row in one.get("doseAndRate") or () for key in _RATES if key in row]
    told = rendered([one for one in map(_without_rates, dosages) if one], lang)
    amounts = [_rate(rate, lang) for rate in rates]
    said = " ".join([told.text, *(f"({amount})" for amount in dict.fromkeys(amounts) if amount)]).strip()
    return said if all(amounts) and not told.untold else _NOT_WHOLE[_key(lang)].format(text=said).strip()


def _without_days(dosage: Mapping[str, Any]) -> dict[str, Any]:
    timing = dosage.get("timing") or {}
    repeat = {key: value for key, value in (timing.get("repeat") or {}).items() if key != "boundsPeriod"}
    return {**dosage, "timing": {**timing, "repeat": repeat}} if "repeat" in timing else dict(dosage)


def _without_rates(dosage: Mapping[str, Any]) -> dict[str, Any]:
    rows = [{key: row[key] for key in row if key not in _RATES} for row in dosage.get("doseAndRate") or ()]
    kept = [row for row in rows if row]
    return {key: kept if key == "doseAndRate" else dosage[key] for key in dosage if key != "doseAndRate" or kept}


def _rate(rate: Mapping[str, Any], lang: str) -> str:
    """`25 µg/h`, `40 à 50 mL/h`; "" for a rate of another shape."""
    ends: Sequence[Any] = [rate] if "value" in rate else [rate[end] for end in ("low", "high") if end in rate]
    units = {end.get("code") or end.get("unit") or "" for end in ends}
    if len(units) != 1 or not all("value" in end for end in ends):
        return ""
    amounts = [number(end["value"], _key(lang)) for end in ends]
    code = units.pop()
    known = dose_unit(code) if _key(lang) == "fr" else None
    return f"{(' to ' if _key(lang) == 'en' else ' à ').join(amounts)} {known[1] if known else code}"


def _key(lang: str) -> str:
    return "en" if lang == "en" else "fr"
