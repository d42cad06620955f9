"""Moments of the day, meals and other activities, and clock times → when, offset, timeOfDay of Timing.repeat."""

import re
from decimal import Decimal
from typing import Any

from adapter.functions.cda.report import report
from adapter.functions.pn13 import event
from adapter.functions.pn13.quantity import period
from adapter.sources.pn13 import children

ADDITIONAL_WHEN = "https://interop.esante.gouv.fr/ig/fhir/eprescription/StructureDefinition/fr-additional-when-values"
_ACTIVITY, _CLOCK, _NAMED = "2", "3", "4"
_PERIODS = {"1": "MORN", "2": "NOON", "3": "EVE", "4": "HS", "5": "NIGHT"}
_BEFORE, _JUST_BEFORE, _DURING, _JUST_AFTER, _AFTER = "3", "4", "5", "6", "7"
_JUST = (_JUST_BEFORE, _JUST_AFTER)
_PREFIX = {_BEFORE: "A", _JUST_BEFORE: "A", _DURING: "", _JUST_AFTER: "P", _AFTER: "P"}
_MEALS = {"1": "C", "4": "CM", "5": "CD", "6": "CV"}
_OTHERS = {"2": "GU", "3": "T", "7": "SK", "8": "MS", "9": "AS", "10": "BT"}  # fr-additional-when-values
_NO_MOMENT_OF_THEIR_OWN = ("GU", "BT")  # only before and after getting up and bedtime have a code
_TIME = re.compile(r"([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?")
_MINUTES = {"min": 1, "h": 60}


def moments(context: Any, posology: Any) -> dict[str, Any]:
    """Elément_posologie → `when`, `offset`, `timeOfDay` and the extension for moments that R4 has no code for.

    What is not known, or cannot stand beside the rest (tim-9, tim-10), is left to the text with an Issue.
    """
    found: dict[str, Any] = {}
    for said in event.events(posology):
        nature = said.of_object("Evt_nature")
        if said.kind in (event.TIME, event.MOMENT) and nature == _CLOCK:
            _add_clock(context, posology, said, found)
        elif said.kind == event.TIME:
            _add_minute_of_day(context, posology, found)
        elif said.kind == event.MOMENT:
            _add_moment(context, posology, said, nature, found)
    return _consistent(context, posology, found)


def _consistent(context: Any, posology: Any, found: dict[str, Any]) -> dict[str, Any]:
    """An offset is of one moment; moments that only an extension names are not counted, so none stands beside them."""
    if "offset" in found and len(found["when"]) > 1:
        _left_to_text(context, posology, "minutes before or after one of several moments")
        del found["offset"]
    if "extension" in found and (len(found) > 1 or len(found["extension"]) > 1):
        _left_to_text(context, posology, "several moments, not all of which have a code in FHIR R4")
        return {}
    return found


def _add_moment(context: Any, posology: Any, said: event.Event, nature: str, found: dict[str, Any]) -> None:
    operator = said.of_event("Evt_opérateur") or _DURING
    if nature == _NAMED and (code := _PERIODS.get(said.of_object("Evt_période_nommée"))):
        _add_when(context, posology, code, found)
        return
    activity = said.of_object("Evt_activité", "Evt_activité_code") if nature == _ACTIVITY else ""
    prefix = _PREFIX.get(operator)
    if prefix is not None and activity in _MEALS:
        _add_when(context, posology, prefix + _MEALS[activity], found)
        if prefix and found.get("when"):
            _add_offset(context, posology, operator, found)
    elif prefix is not None and activity in _OTHERS and (prefix or _OTHERS[activity] not in _NO_MOMENT_OF_THEIR_OWN):
        found.setdefault("extension", []).append({"url": ADDITIONAL_WHEN, "valueCode": prefix + _OTHERS[activity]})
    else:
        _left_to_text(context, posology, f"a moment that is not known ('{said.label or activity}')")


def _add_when(context: Any, posology: Any, code: str, found: dict[str, Any]) -> None:
    if "timeOfDay" in found:
        _left_to_text(context, posology, f"a moment ({code}) beside a clock time")
    elif code not in found.setdefault("when", []):
        found["when"].append(code)


def _add_offset(context: Any, posology: Any, operator: str, found: dict[str, Any]) -> None:
    """Minutes before or after the meal: the interval where it is stated, 0 for "just" before or after."""
    for node in children(posology, "Int_temps_év_début"):
        length = period(context, node)
        if length is None or length[1] not in _MINUTES:
            _left_to_text(context, node, "an interval that is not in minutes or hours")
        else:
            found["offset"] = int(length[0] * _MINUTES[length[1]])
        return
    if operator in _JUST:
        found["offset"] = 0


def _add_clock(context: Any, posology: Any, said: event.Event, found: dict[str, Any]) -> None:
    first, last = (said.of_object("Evt_période_explicite", f"Evt_horaire{end}") for end in ("Min", "Max"))
    time = _TIME.fullmatch(first)
    if time is None or (last and last != first):
        _left_to_text(context, posology, f"a span of hours, or what is no hour ('{first}' to '{last}')")
    else:
        _add_time(context, posology, f"{time[1]}:{time[2]}:{time[3] or '00'}", found)


def _add_minute_of_day(context: Any, posology: Any, found: dict[str, Any]) -> None:
    """Before version 3.3 a clock time is the interval from midnight."""
    for node in children(posology, "Int_temps_év_début"):
        length = period(context, node)
        minutes = Decimal(str(length[0])) * _MINUTES[length[1]] if length and length[1] in _MINUTES else None
        if minutes is None or not 0 <= minutes < 1440 or minutes != int(minutes):
            _left_to_text(context, node, "an interval that is no minute of a day")
        else:
            _add_time(context, posology, f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}:00", found)


def _add_time(context: Any, posology: Any, time: str, found: dict[str, Any]) -> None:
    if "when" in found:
        _left_to_text(context, posology, f"a clock time ({time}) beside a moment")
    elif time not in found.setdefault("timeOfDay", []):
        found["timeOfDay"].append(time)


def _left_to_text(context: Any, node: Any, said: str) -> None:
    report(context, node, "warning", "not-supported", f"{said}; it is left to the text", "Timing.repeat")
