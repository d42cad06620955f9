"""FHIR Dosages → the rhythm of a treatment: interval, number of intakes, moments and the share of the dose at each.

Source: FHIR R4 Timing.repeat (https://hl7.org/fhir/R4/datatypes.html#Timing). What it does not state stays unsaid;
steps in sequence (tapers), events alone and a mix of scheduled and as-needed doses have no one rhythm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from adapter.reconciliation.line import Rhythm
from adapter.reconciliation.rhythm import shares

_DAYS = {
    "s": Decimal(1) / 86400,
    "min": Decimal(1) / 1440,
    "h": Decimal(1) / 24,
    "d": Decimal(1),
    "wk": Decimal(7),
    "mo": Decimal(30),
    "a": Decimal(365),
}
_ANY_MEAL = ("C", "AC", "PC")
_MEALS = {
    "CM": "MORN",
    "CD": "NOON",
    "CV": "EVE",
    "WAKE": "MORN",
    "NIGHT": "HS",
    "MORN.early": "MORN",
    "EVE.early": "EVE",
}


def rhythm_of(dosages: Sequence[Mapping[str, Any]]) -> Rhythm | None:
    """One rhythm for all the dosages of a line; None when they have none, or more than one."""
    if not dosages or _is_taper(dosages):
        return None
    found = [_rhythm(dosage) for dosage in dosages]
    known = [rhythm for rhythm in found if rhythm is not None]
    if len(known) != len(found) or len({(r.interval, r.as_needed) for r in known}) != 1:
        return None
    if len(known) == 1:
        return replace(known[0], shares=_shares(dosages, known))
    times = [r.times for r in known if r.times is not None]
    return Rhythm(
        interval=known[0].interval,
        times=sum(times, Decimal(0)) if len(times) == len(known) else None,
        moments=frozenset(m for r in known for m in r.moments) if all(r.moments for r in known) else frozenset(),
        shares=_shares(dosages, known),
        as_needed=known[0].as_needed,
    )


def _is_taper(dosages: Sequence[Mapping[str, Any]]) -> bool:
    """Sequence numbers mean steps in time when steps have bounds of their own, or each last so many days; French
    documents also number the doses of a day."""
    numbers = {dosage.get("sequence", 1) for dosage in dosages}
    lasting = any("boundsDuration" in _repeat(dosage) for dosage in dosages)
    return len(numbers) > 1 and (lasting or len({str(_bounds(dosage)) for dosage in dosages}) > 1)


def _rhythm(dosage: Mapping[str, Any]) -> Rhythm | None:
    repeat = _repeat(dosage)
    as_needed = bool(dosage.get("asNeededBoolean") or dosage.get("asNeededCodeableConcept"))
    moments = [_moment(code) for code in repeat.get("when") or () if code not in _ANY_MEAL] + [
        t[:5] for t in repeat.get("timeOfDay") or ()
    ]
    days = list(repeat.get("dayOfWeek") or ())
    frequency = repeat.get("frequencyMax") or repeat.get("frequency")
    interval = _interval(repeat)
    if interval is None and not moments and not days:
        return Rhythm(as_needed=True) if as_needed else None
    times = Decimal(str(frequency)) if frequency is not None else None
    times = max(times or Decimal(0), Decimal(len(moments))) or (Decimal(1) if interval is not None else None)
    if days and interval is not None and interval >= 7:  # so many times in each of those weeks
        return Rhythm(interval, times, frozenset([*days, *moments]), (), as_needed)
    if days:
        return Rhythm(Decimal(7), Decimal(len(days)) * (times or 1), frozenset([*days, *moments]), (), as_needed)
    if interval is not None and interval < 1:
        return Rhythm(Decimal(1), (times or 1) * round(1 / interval, 4), frozenset(moments), (), as_needed)
    return Rhythm(interval or Decimal(1), times, frozenset(moments), (), as_needed)


def _interval(repeat: Mapping[str, Any]) -> Decimal | None:
    unit = _DAYS.get(repeat.get("periodUnit") or "")
    if repeat.get("period") is None or unit is None or repeat["period"] <= 0:
        return None
    return Decimal(str(repeat["period"])) * unit


def _moment(code: str) -> str:
    """Before, at and after a meal are one moment of the day; so are night and bedtime."""
    meal = code[1:] if code[:1] in "AP" and code[1:] in ("CM", "CD", "CV") else code
    return _MEALS.get(meal, _MEALS.get(code, code))


def _shares(dosages: Sequence[Mapping[str, Any]], rhythms: Sequence[Rhythm]) -> tuple[tuple[str, Decimal], ...]:
    doses: list[tuple[str, Decimal]] = []
    for dosage, rhythm in zip(dosages, rhythms, strict=True):
        dose = _dose(dosage)
        if dose is None or not rhythm.moments or rhythm.times != len(rhythm.moments):
            return ()
        doses.extend((moment, dose[0]) for moment in rhythm.moments)
    units = {found[1] for dosage in dosages if (found := _dose(dosage)) is not None}
    return shares(doses) if len(units) == 1 else ()


def _dose(dosage: Mapping[str, Any]) -> tuple[Decimal, str] | None:
    """The dose of one intake, the higher end of a range."""
    for row in dosage.get("doseAndRate") or ():
        quantity = row.get("doseQuantity") or (row.get("doseRange") or {}).get("high")
        if quantity and quantity.get("value") is not None:
            return Decimal(str(quantity["value"])), quantity.get("code") or quantity.get("unit") or ""
    return None


def _repeat(dosage: Mapping[str, Any]) -> Mapping[str, Any]:
    return (dosage.get("timing") or {}).get("repeat") or {}


def _bounds(dosage: Mapping[str, Any]) -> Any:
    return next((value for key, value in sorted(_repeat(dosage).items()) if key.startswith("bounds")), None)
