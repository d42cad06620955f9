"""Rhythm: the PIVL_TS, EIVL_TS and SXPR_TS of an act → Timing.repeat.

Sources: HL7 V3 data types R1 (PIVL with phase, alignment and institutionSpecified; EIVL; SXPR and the set operators of
SXCM); FHIR R4 Timing and its invariants tim-1 … tim-10. A rhythm that cannot be said whole is left to the text, with an
Issue: half of it would be another dose a day.
"""

from typing import Any

from adapter.fhir.weekdays import WEEKDAYS
from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, children
from adapter.functions.cda.dosing import combination_of
from adapter.functions.cda.moment import Moment, moment
from adapter.functions.cda.period import Periodic, merged, periodic
from adapter.functions.cda.report import report
from adapter.functions.cda.time import date_time, duration, interval, type_of
from adapter.sources.xml_elements import by_name

_LONGER = frozenset(("wk", "mo", "a"))
_DAYS = _LONGER | {"d"}


class _Parts:
    """What the times of one act say; `unsaid` when a part of it cannot be said."""

    __slots__ = ("bounds", "moments", "periods", "unsaid")

    def __init__(self) -> None:
        self.bounds: dict[str, Any] = {}
        self.periods: list[Periodic] = []
        self.moments: list[Moment] = []
        self.unsaid = False


@of_each
def timing(context: Any, act: Any, *outer: list) -> dict[str, Any] | None:
    """substanceAdministration → Timing from its effectiveTime elements; nothing when no rhythm is stated.

    outer: the act that this one is a part of. The rhythm of the whole stands where the part states none; an interval
    of its own bounds the part (the whole's stands elsewhere, as the period of the treatment).
    """
    return _timing(context, [act, *_whole(act, outer)], [act] if outer else []) or None


@of_each
def bounded_timing(context: Any, act: Any, *outer: list) -> dict[str, Any] | None:
    """Like timing(), with the treatment interval (IVL_TS) as `boundsPeriod` unless the rhythm states bounds of its
    own; an act at one time gives `event`."""
    acts = [act, *_whole(act, outer)]
    return _timing(context, acts, acts, least=1) or None


def _whole(act: Any, outer: tuple[list, ...]) -> list[Any]:
    """The act that this one is a part of, or a component of."""
    if outer:
        return [whole for acts in outer for whole in acts]
    combined = combination_of(act)
    return [] if combined is None else [combined]


def _timing(context: Any, acts: list[Any], bounding: list[Any], least: int = 2) -> dict[str, Any]:
    """acts: the part, then the whole; bounding: those whose interval bounds it; least: how many times make events."""
    repeat: dict[str, Any] = {}
    for act in acts:
        if repeat := _repeat(context, act):
            break
    if bounding and "boundsPeriod" not in repeat and "boundsDuration" not in repeat:
        period = next((within for act in bounding if (within := interval(context, act))), None)
        length = None if period else next((of for act in bounding if (of := _length(act))), None)
        within = {"boundsPeriod": period} if period else {"boundsDuration": length} if length else {}
        repeat = {**within, **repeat}
    events: list[str] = []
    for act in acts:
        if events := _events(context, act):
            break
    timing: dict[str, Any] = {"event": events} if len(events) >= least else {}
    if repeat:
        timing["repeat"] = repeat
    return timing


def _length(act: Any) -> dict[str, Any] | None:
    """How long an act goes on, where neither its start nor its end is known (ELGA: for 30 days)."""
    widths = (child(time, "width") for time in children(act, "effectiveTime") if child(time, "low") is None)
    return next((amount for width in widths if width is not None and (amount := duration(width))), None)


def _events(context: Any, act: Any) -> list[str]:
    times = [time for time in children(act, "effectiveTime") if time.get("value")]
    return [] if not times or interval(context, act) else date_time(context, times)


def _repeat(context: Any, act: Any) -> dict[str, Any]:
    parts = _Parts()
    for node in children(act, "effectiveTime"):
        _read(context, node, parts, inside=False)
    if parts.unsaid:
        return parts.bounds
    periods = merged(parts.periods)
    if periods is None:
        said = "different periods in one entry; the rhythm is left to the text"
        report(context, act, "warning", "conflict", said, "Timing.repeat.period")
        return parts.bounds
    if "duration" in periods:
        periods = _on_days(context, act, periods, bool(parts.moments))
    return {**parts.bounds, **(_with_moments(context, act, periods, parts.moments) if parts.moments else periods)}


def _on_days(context: Any, act: Any, repeat: dict[str, Any], has_moments: bool) -> dict[str, Any]:
    """A rhythm each time of which lasts days (Monday to Friday of every week) says on which days: beside moments the
    dose of each moment is of those days; alone it does not say how often a dose is taken on them: Issue."""
    lasts, days = repeat["duration"], repeat.get("dayOfWeek", [])
    if repeat["durationUnit"] != "d" or lasts == 1:
        return repeat
    if has_moments and len(days) == 1 and lasts in range(2, 7) and "timeOfDay" not in repeat:
        first = WEEKDAYS.index(days[0])
        return {"dayOfWeek": sorted((WEEKDAYS[(first + n) % 7] for n in range(int(lasts))), key=WEEKDAYS.index)}
    said = f"a rhythm that lasts {lasts} days each time: how often a dose is taken on those days is not said"
    report(context, act, "information", "incomplete", said, "Timing.repeat.duration")
    return repeat


def _read(context: Any, node: Any, parts: _Parts, inside: bool) -> None:
    if node.get("operator") == "E":
        parts.unsaid = True
        said = "a time that is left out of another; the rhythm is left to the text"
        report(context, node, "warning", "not-supported", said)
        return
    match type_of(context, node):
        case "PIVL_TS":
            found = periodic(context, node)
            if found:
                parts.periods.append(found)
        case "EIVL_TS":
            parts.moments.extend(moment(context, node))
        case "SXPR_TS":
            for component in children(node, "comp"):
                _read(context, component, parts, inside=True)
        case "IVL_TS" | None:
            _bound(context, node, parts, inside)


def _bound(context: Any, node: Any, parts: _Parts, inside: bool) -> None:
    kids = by_name(node)
    if not inside and "center" not in kids and "width" not in kids:  # most are so
        return
    period = interval(context, node, own=True) if inside else None
    if (center := child(node, "center")) is not None and not period:
        middle = f"the middle of an interval ({center.get('value') or 'not said'})"
        said = f"{middle}, from which neither its start nor its end is known; it is left out"
        report(context, node, "warning", "not-supported", said)
    width = child(node, "width")
    if period:  # R4 has one of both: days that are stated stand before a length
        parts.bounds = {"boundsPeriod": period}
    elif not parts.bounds and width is not None and child(node, "low") is None and (amount := duration(width)):
        parts.bounds["boundsDuration"] = amount


def _with_moments(context: Any, act: Any, repeat: dict[str, Any], moments: list[Moment]) -> dict[str, Any]:
    whens = list(dict.fromkeys(m.code for m in moments))
    if len(whens) > 1 and repeat.get("periodUnit") in _LONGER and "dayOfWeek" not in repeat:
        said = "once in a week or longer beside several moments of the day: whether at each of them is not said; the "
        report(context, act, "warning", "conflict", f"{said}rhythm is left to the text", "Timing.repeat.when")
        return {}
    repeat = {**repeat, "when": whens}
    if repeat.get("frequency") == 1 and repeat["periodUnit"] in _DAYS and "frequencyMax" not in repeat:
        repeat["frequency"] = len(whens)  # daily, at each of them
    if "timeOfDay" in repeat:  # tim-10
        del repeat["timeOfDay"]
        report(context, act, "information", "not-supported", "hours of the day beside moments; the moments are kept")
    offsets = {m.offset for m in moments}
    if offsets != {None} and len(offsets) == 1:
        repeat["offset"] = offsets.pop()
    elif len(offsets) > 1:
        report(context, act, "warning", "not-supported", "moments with different offsets; the offsets are left out")
    return repeat
