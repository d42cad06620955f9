"""Steps → FHIR R4 Dosages (https://hl7.org/fhir/R4/dosage.html), each with the whole text."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adapter.medication.posology.cycle_day import cycle_day
from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.parts import Part, Step
from adapter.medication.posology.pieces import (
    Advice,
    AsNeeded,
    Cycle,
    CycleDay,
    Dose,
    Duration,
    Frequency,
    From,
    Lasting,
    Maximum,
    Piece,
    Route,
    Site,
    Until,
    UntilEvent,
    Varies,
    WeekPause,
)
from adapter.medication.posology.same_doses import same_doses
from adapter.medication.posology.timing import timing_of
from adapter.medication.product import number
from adapter.terminology.dose_units import dose_unit
from adapter.terminology.routes import route_label
from adapter.terminology.unit_words import unit

_UCUM = "http://unitsofmeasure.org"
_EDQM = "http://standardterms.edqm.eu"
_DAYS = {"d": Decimal(1), "wk": Decimal(7), "mo": Decimal(30), "a": Decimal(365)}
_MANY = 6  # so many times a day are told as times
_TEXTS = {"[tsp_m]": "cuillère à café", "[tbs_m]": "cuillère à soupe"}


def dosages_of(steps: Sequence[Step], text: str, lang: str = "fr") -> tuple[dict[str, Any], ...]:
    """One Dosage a dose; `sequence` numbers steps in time. Units and days of a cycle are named in the language (`fr`,
    `en`). Raises UnsureError when what is told does not agree."""
    cycles = dict.fromkeys(piece.text for step in steps for piece in step.shared if isinstance(piece, Cycle))
    numbered = len(steps) > 1 or bool(cycles)
    found = []
    for i, step in enumerate(steps, start=1):
        for dosage in same_doses([_dosage(part, step.shared, text, lang) for part in step.parts]):
            found.append({"sequence": i, **dosage} if numbered else dosage)
    if cycles:  # the pause, as a step of its own: without it the structure would tell a dose for every day
        found.append({"sequence": len(steps) + 1, "text": text, "patientInstruction": "; ".join(cycles)})
    return tuple(_relabelled(dosage) for dosage in found) if lang == "en" else tuple(found)


def _relabelled(node: Any) -> Any:
    """The units of amounts named in English: `comprimé` → `tablet`."""
    if isinstance(node, list):
        return [_relabelled(item) for item in node]
    if not isinstance(node, dict):
        return node
    if {"value", "unit", "code"} <= node.keys():
        return {**node, "unit": unit(node["code"], False, "en")}
    return {key: _relabelled(value) for key, value in node.items()}


def _dosage(part: Part, shared: Sequence[Piece], text: str, lang: str) -> dict[str, Any]:
    timing = timing_of(part.timing)
    days = [cycle_day(piece.day, piece.cycle, lang) for piece in part.timing if isinstance(piece, CycleDay)]
    advice = [piece.text for piece in shared if isinstance(piece, Advice | Varies | UntilEvent | WeekPause)]
    _check_varies(shared, part, timing.repeat)
    _check_maximum(shared, part)
    repeat = {**_bounds(shared), **_lasting(shared), **timing.repeat}
    _check_lasts(shared, timing.repeat)
    dosage: dict[str, Any] = {"text": text}
    if advice or timing.advice or days:
        dosage["patientInstruction"] = "; ".join(dict.fromkeys([*days, *timing.advice, *advice]))
    if repeat:
        dosage["timing"] = {"repeat": repeat}
    dosage |= (
        {"asNeededCodeableConcept": {"text": part.condition}}
        if part.condition
        else _need((*shared, *([part.need] if part.need else [])))
    )
    dosage |= _place(shared)
    dose = part.dose
    if dose is not None:
        divided = dose._replace(low=dose.low / timing.parts, high=dose.high / timing.parts)
        dosage["doseAndRate"] = [_dose(divided)]
    return dosage | _maxima(shared, dose)


def _check_varies(shared: Sequence[Piece], part: Part, repeat: Mapping[str, Any]) -> None:
    """What decides between doses needs a range to decide in."""
    is_range = (part.dose is not None and part.dose.low != part.dose.high) or "frequencyMax" in repeat
    if any(isinstance(piece, Varies) for piece in shared) and not is_range:
        raise UnsureError


def _check_maximum(shared: Sequence[Piece], part: Part) -> None:
    """`jusqu'à 3 fois par jour, matin et soir`: the most of times, without a need or a rhythm that it bounds."""
    times = any(isinstance(piece, Maximum) and piece.unit == "times" for piece in shared)
    bounded = any(isinstance(piece, AsNeeded | Frequency) for piece in (*shared, *part.timing))
    if times and not bounded:
        raise UnsureError


def _check_lasts(shared: Sequence[Piece], repeat: Mapping[str, Any]) -> None:
    """`toutes les 3 semaines pendant 5 jours`: a duration within the interval is that of a cycle."""
    days = [piece.high * _DAYS[piece.unit] for piece in shared if isinstance(piece, Duration)]
    interval = Decimal(str(repeat.get("period", 0))) * _DAYS.get(repeat.get("periodUnit", ""), Decimal(0))
    interval = max(interval, Decimal(7) if repeat.get("dayOfWeek") else Decimal(0))
    if days and interval > 1 and days[0] < interval:
        raise UnsureError


def quantity(value: Decimal, unit: str) -> dict[str, Any]:
    """A SimpleQuantity with its UCUM code or annotation; `{dose}` when the form is not said."""
    code = unit or "{dose}"
    known = dose_unit(code)
    label = _TEXTS.get(code) or (known[1] if known else code.replace("{", "").replace("}", ""))
    return {"value": number(value), "unit": label, "system": _UCUM, "code": code}


def _dose(dose: Dose) -> dict[str, Any]:
    if dose.low == dose.high:
        return {"doseQuantity": quantity(dose.low, dose.unit)}
    return {"doseRange": {"low": quantity(dose.low, dose.unit), "high": quantity(dose.high, dose.unit)}}


def _bounds(shared: Sequence[Piece]) -> dict[str, Any]:
    durations = list(dict.fromkeys(piece for piece in shared if isinstance(piece, Duration)))
    cycles = [piece for piece in shared if isinstance(piece, Cycle) and piece.value]
    if len(cycles) > 1:
        raise UnsureError
    if cycles:  # the bounds of one cycle; for how long the cycles go on stays in the words
        return _duration(Duration(cycles[0].value, cycles[0].value, cycles[0].unit))
    ends = [piece.date for piece in shared if isinstance(piece, Until)]
    starts = [piece.date for piece in shared if isinstance(piece, From)]
    if len(durations) > 1 or len(ends) > 1 or len(starts) > 1 or (durations and ends):
        raise UnsureError
    if durations and starts:
        ends = [_last_day(starts[0], durations[0])]
    elif durations:
        return _duration(durations[0])
    period = {"start": starts[0]} if starts else {}
    period |= {"end": ends[0]} if ends else {}
    return {"boundsPeriod": period} if period else {}


def _last_day(start: str, piece: Duration) -> str:
    """`à partir du 25/01/2021 pendant 2 jours` ends on the 26th; months have no fixed number of days."""
    if piece.is_maximum or piece.low != piece.high or piece.unit not in ("d", "wk") or piece.low % 1:
        raise UnsureError
    days = int(piece.low * _DAYS[piece.unit])
    try:
        return (date.fromisoformat(start) + timedelta(days=days - 1)).isoformat()
    except OverflowError:
        raise UnsureError from None


def _duration(piece: Duration) -> dict[str, Any]:
    def time(value: Decimal) -> dict[str, Any]:
        return {"value": number(value), "unit": piece.unit, "system": _UCUM, "code": piece.unit}

    if piece.is_maximum:
        return {"boundsRange": {"high": time(piece.high)}}
    if piece.low != piece.high:
        return {"boundsRange": {"low": time(piece.low), "high": time(piece.high)}}
    return {"boundsDuration": time(piece.low)}


def _lasting(shared: Sequence[Piece]) -> dict[str, Any]:
    found = [piece for piece in shared if isinstance(piece, Lasting)]
    if len(found) > 1:
        raise UnsureError
    return {"duration": number(found[0].value), "durationUnit": found[0].unit} if found else {}


def _need(shared: Sequence[Piece]) -> dict[str, Any]:
    needs = [piece for piece in shared if isinstance(piece, AsNeeded)]
    reasons = list(dict.fromkeys(piece.reason for piece in needs if piece.reason))
    if len(reasons) > 1:
        raise UnsureError
    if reasons:
        return {"asNeededCodeableConcept": {"text": reasons[0]}}
    return {"asNeededBoolean": True} if needs else {}


def _place(shared: Sequence[Piece]) -> dict[str, Any]:
    sites = list(dict.fromkeys(piece.text for piece in shared if isinstance(piece, Site)))
    routes = list({piece.code: piece for piece in shared if isinstance(piece, Route)}.values())
    if len(sites) > 1 or len(routes) > 1:
        raise UnsureError
    found: dict[str, Any] = {"site": {"text": sites[0]}} if sites else {}
    if routes:
        coding = {"system": _EDQM, "code": routes[0].code, "display": route_label(routes[0].code) or routes[0].text}
        found["route"] = {"coding": [coding], "text": routes[0].text}
    return found


def _maxima(shared: Sequence[Piece], dose: Dose | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    maxima = [piece for piece in shared if isinstance(piece, Maximum)]
    for key, per in (("maxDosePerPeriod", "d"), ("maxDosePerAdministration", "intake")):
        told = list(dict.fromkeys(_in_unit(piece, dose) for piece in maxima if piece.per == per))
        if len({unit for _, unit in told}) != len(told) or (len(told) > 1 and any("/" in unit for _, unit in told)):
            raise UnsureError
        if told and per == "d":
            day = {"value": 1, "unit": "d", "system": _UCUM, "code": "d"}
            found[key] = {"numerator": quantity(*told[0]), "denominator": day}
        elif told:
            found[key] = quantity(*told[0])
    return found


def _in_unit(piece: Maximum, dose: Dose | None) -> tuple[Decimal, str]:
    """A maximum in the unit of the dose: `3 fois par jour` is three doses; a bare `3/j` only when a dose is one."""
    is_count = piece.unit == "{dose}" and dose is not None and dose.unit not in ("", "{dose}")
    if piece.unit not in ("", "times") and not is_count:
        return piece.value, piece.unit
    if dose is None:
        raise UnsureError
    counted = dose.unit.startswith("{") or dose.unit == ""
    if piece.unit == "" and counted:
        if dose.low != 1 and (piece.value < _MANY or piece.value % dose.high):
            raise UnsureError  # `2 cp, max 4 par jour`: four of them, or four times two
        return piece.value, dose.unit  # `1 à 2 cp si douleur, max 6 par jour`: six of them
    return piece.value * dose.high, dose.unit
