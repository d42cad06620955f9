"""Times: Dh_… → date, Fréquence, moments, durations and least intervals → Timing.

Sources: PN13-IS as the French ePrescription guide maps it; FHIR R4 Timing and its invariants tim-1 … tim-10. PN13 times
have no zone: the date alone is kept, as for CDA.
"""

import re
import unicodedata
from typing import Any

from adapter.functions.cda import time as v3
from adapter.functions.cda.report import report
from adapter.functions.pn13 import event
from adapter.functions.pn13.frequency import frequency, meaning, states_frequency
from adapter.functions.pn13.moment import moments
from adapter.functions.pn13.quantity import period
from adapter.sources.pn13 import children, text

_DIGITS = re.compile(r"\d{14,17}")  # fractions of a second follow in some files
_BOUNDS = (("start", ("Dh_début", "Dh_début_prescrite")), ("end", ("Dh_fin", "Dh_fin_prescrite")))
_LEAST_INTERVAL, _LONGEST = "1", "6"
_READ = frozenset(
    ("Quantité", "Débit", "Durée", "Fréquence", "Fréquence_structurée", "Int_temps_év_début", "Type_événement_début",
     "Evt_structuré_début", "Evénement_début", "Type_événement2_début", "Evt_structuré2_début", "Evénement2_début",
     "Dh_début", "Dh_fin", "Dh_début_prescrite", "Dh_fin_prescrite")
)  # fmt: skip


def convert(written: str) -> str | None:
    """`20230503113000` → `2023-05-03`, None when it is no date."""
    return v3.convert(written[:14] if _DIGITS.fullmatch(written) else written)


def date_time(context: Any, focus: list, *_: list) -> list:
    """A date element → FHIR date. Not a date: Issue, nothing."""
    found = []
    for node in focus:
        written = text(node)
        if converted := convert(written):
            found.append(converted)
        else:
            report(context, node, "warning", "value", f"'{written}' is not a date of PN13 (AAAAMMJJhhmmss)")
    return found


def timing(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → Timing: bounds of the line, frequency, moments, length of a dose, least interval."""
    found = []
    for posology in focus:
        body: dict[str, Any] = {}
        repeat = _bounds(context, posology.getparent()) | _bounds(context, posology)
        _add_length(context, posology, repeat)
        rhythm = frequency(context, posology)
        if rhythm or not states_frequency(posology):  # moments alone would say every day
            rhythm = _with_moments(context, posology, rhythm)
        repeat |= rhythm
        _report_others(context, posology)
        _add_limits(context, posology, repeat)
        if repeat:
            body["repeat"] = repeat
        if code := _local_code(posology, rhythm):
            body["code"] = code
        if body:
            found.append(body)
    return found


def _with_moments(context: Any, posology: Any, rhythm: dict[str, Any]) -> dict[str, Any]:
    """A frequency and the moments of its events; where each names other moments, neither is taken."""
    found = moments(context, posology)
    if "when" in rhythm and found and found != rhythm:
        said = "the frequency and the event name different moments; they are left to the text"
        report(context, posology, "warning", "conflict", said, "Timing.repeat")
        return {}
    return rhythm | found


def _report_others(context: Any, posology: Any) -> None:
    for node in posology.iterchildren("*"):
        name = str(node.tag).rpartition("}")[2]
        if text(node) and unicodedata.normalize("NFC", name) not in _READ:
            said = f"'{name}' of a posology is not read: check whether it changes what is taken"
            report(context, node, "warning", "not-supported", said, "Dosage")


def line_timing(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic without coded posology → Timing that only bounds it."""
    return [{"repeat": bounds} for line in focus if (bounds := _bounds(context, line))]


def _bounds(context: Any, line: Any) -> dict[str, Any]:
    bounds = {}
    for name, elements in _BOUNDS:
        node = next((node for element in elements for node in children(line, element)), None)
        if node is not None and (date := date_time(context, [node])):
            bounds[name] = date[0]
    if bounds.get("start", "") > bounds.get("end", "9"):
        said = f"the end {bounds['end']} is before the start {bounds['start']}; the end is left out"
        report(context, line, "warning", "conflict", said, "Timing.repeat.boundsPeriod")
        del bounds["end"]
    return {"boundsPeriod": bounds} if bounds else {}


def _add_length(context: Any, posology: Any, repeat: dict[str, Any]) -> None:
    for node in children(posology, "Durée") if not event.is_limit(posology) else ():
        if length := period(context, node):
            repeat["duration"], repeat["durationUnit"] = length
        else:
            said = f"'{text(node)}' is not a length of time; it is left to the text"
            report(context, node, "warning", "value", said, "Timing.repeat.duration")


def _add_limits(context: Any, posology: Any, repeat: dict[str, Any]) -> None:
    for kind, element in event.limits(posology):
        if kind == _LEAST_INTERVAL:
            _add_least_interval(context, element, repeat)
        elif kind == _LONGEST:
            _add_longest(context, element, repeat)


def _add_least_interval(context: Any, element: Any, repeat: dict[str, Any]) -> None:
    found = next((found for node in children(element, "Quantité") if (found := period(context, node))), None)
    if found is None or "period" in repeat or "frequency" in repeat:
        said = "a least interval that is no length of time, or stands beside a frequency; it is left to the text"
        report(context, element, "information", "not-supported", said, "Timing.repeat.period")
        return
    repeat.update(frequencyMax=1, period=found[0], periodUnit=found[1])


def _add_longest(context: Any, element: Any, repeat: dict[str, Any]) -> None:
    stated = [*children(element, "Durée"), *children(element, "Quantité")]
    found = next((found for node in stated if (found := period(context, node))), None)
    if found is None or repeat.get("durationUnit") != found[1]:  # tim-7: a longest length needs a length
        said = "a longest duration without a duration in the same unit has no element in FHIR R4"
        report(context, element, "information", "not-supported", said, "Timing.repeat.durationMax")
        return
    repeat["durationMax"] = found[0]


def _local_code(posology: Any, rhythm: dict[str, Any]) -> dict[str, Any] | None:
    """Fréquence is a code of the hospital: its meaning, where the file gives one, is the text."""
    for node in children(posology, "Fréquence"):
        return {"text": meaning(node) or text(node)} if not rhythm else None
    return None
