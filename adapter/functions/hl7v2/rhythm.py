"""One Timing of a message → what Timing.repeat can say, and the words that it cannot."""

import re
from typing import Any

from adapter.functions.hl7v2.bounds import add_bounds
from adapter.functions.hl7v2.pattern import Pattern, combined, pattern_of, pattern_of_words
from adapter.functions.hl7v2.quantity import MOST, decimal, duration_of, time_unit
from adapter.functions.hl7v2.reading import Reading, leave, written
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.worded_pattern import (
    CLOCK,
    code_and_text,
    differ,
    is_coded_in_components,
    is_times,
    pattern_in,
)
from adapter.medication.intakes import intakes
from adapter.medication.product import number
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Part

_WHEN = frozenset(("HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"))
_MINUTES = {"s": 1 / 60, "min": 1, "h": 60}
_AT_MEALS = frozenset(("C", "CM", "CD", "CV"))
_CLOCK_MOMENTS = frozenset(("MORN", "EVE", "HS"))


def reading(context: Any, timing: Timing) -> Reading:
    """The reading of a timing, made once for the document. Issues: patterns that are not known, and what disagrees."""
    memo = context.document.memo.setdefault("hl7v2 readings", {})
    if timing not in memo:
        memo[timing] = _read(context, timing)
    found: Reading = memo[timing]
    return found


def _read(context: Any, timing: Timing) -> Reading:
    found = Reading()
    patterns = []
    for part in (*timing.parts.get("repeatPattern", ()), *timing.parts.get("interval", ())):
        patterns += _patterns(context, part, found)
    whole = combined(patterns)
    if whole is not None and whole.repeat and found.unknown:
        message = "beside a pattern that is not understood, the others are no whole rhythm; left to the text"
        report(context, timing, "warning", "incomplete", message, "Timing.repeat")
        found.left = [written(part) for part in timing.parts.get("repeatPattern", ())] or found.left
        whole = Pattern({}, whole.as_needed)
    if whole is None:
        all_ = ", ".join(_all_written(timing))
        report(context, timing, "warning", "conflict", f"'{all_}' together say no one rhythm; left to the text")
        found.left.append(all_)
        found.in_part = True
        whole = Pattern({})
    found.repeat, found.continuous = dict(whole.repeat), whole.continuous
    found.in_part |= bool(found.unknown)
    found.as_needed = whole.as_needed or _priority(timing) == "PRN"
    _compare(context, timing, found)
    _add_interval(context, timing, found)
    _add_times(context, timing, found)
    _add_occurrences(context, timing, found)
    add_bounds(context, timing, found.repeat, found.left)
    return found


def _compare(context: Any, timing: Timing, found: Reading) -> None:
    """RXE-1 beside TQ1 of the same segment: which of two rhythms holds is not said."""
    for part in timing.passed_over:
        code, text = code_and_text(part)
        other = pattern_of(code) or pattern_of_words(text or code)
        if other is not None and differ(Pattern(found.repeat), other):
            message = f"'{written(part)}' here and the rhythm of {timing.place} disagree; left to the text"
            report(context, part, "warning", "conflict", message, "Timing.repeat")
            found.repeat = {}
            found.left.append(f"{', '.join(_all_written(timing))} or {written(part)}")
            return


def _all_written(timing: Timing) -> list[str]:
    return [written(part) for name in ("repeatPattern", "interval") for part in timing.parts.get(name, ())]


def _priority(timing: Timing) -> str:
    return next((part.text.upper() for part in timing.parts.get("priority", ())), "")


def _patterns(context: Any, part: Part, found: Reading) -> list[Pattern]:
    """The patterns of one RPT, or of the interval of a TQ."""
    code, text = code_and_text(part)
    read = [known] if (known := pattern_in(context, part, code, text, found)) else []
    if part.level:
        return read
    length = decimal(part.get(5))
    unit = time_unit(part.get(6, 1), part.get(6, 2))
    if length and unit and 0 < length <= MOST:
        read.append(Pattern({"frequency": 1, "period": number(length), "periodUnit": unit}))
    elif part.get(5):
        leave(context, part, f"every {part.get(5)} {part.get(6)}".strip(), found)
    read = _from_moment(context, part, read, found) if not part.get(8) else read + _event(context, part, found)
    extra = [
        f"{part.get(n)}" for n in (2, 3, 4, 11) if part.get(n) and not (n in (2, 3) and is_coded_in_components(part))
    ]
    if extra:
        leave(context, part, " ".join(extra), found)
    if (said := part.get(7)) and not is_times(said) and said.upper() not in ("Y", "N"):  # `BID^^^^^^MWF`
        found.unknown.append(said)
        leave(context, part, said, found)
    return _without_repetition(read)


def _without_repetition(read: list[Pattern]) -> list[Pattern]:
    return [pattern for n, pattern in enumerate(read) if pattern not in read[:n]]


def _from_moment(context: Any, part: Part, read: list[Pattern], found: Reading) -> list[Pattern]:
    """RPT-9, 10 without the event that they are counted from: from the moment that the pattern names."""
    if not part.get(9):
        return read
    if len(read) == 1 and set(read[0].repeat) == {"when"} and (offset := _offset(part, read[0].repeat["when"])):
        return [Pattern({**read[0].repeat, "offset": offset}, read[0].as_needed)]
    leave(context, part, f"{part.get(9)} {part.get(10)}".strip(), found)
    return read


def _offset(part: Part, moments: list[str]) -> int | None:
    """RPT-9, 10 in minutes; None at meals, from which nothing is counted (tim-9), and in other units."""
    length, unit = decimal(part.get(9)), time_unit(part.get(10, 1), part.get(10, 2))
    if length and unit in _MINUTES and not _AT_MEALS.intersection(moments):
        return round(abs(float(length)) * _MINUTES[unit])
    return None


def _event(context: Any, part: Part, found: Reading) -> list[Pattern]:
    """RPT-8 to 10: a moment of the day, and how long from it."""
    event = part.get(8).upper()
    if not event:
        return []
    if event not in _WHEN:
        leave(context, part, event, found)
        return []
    repeat: dict[str, Any] = {"when": [event]}
    if offset := _offset(part, [event]):
        repeat["offset"] = offset
    elif part.get(9):
        leave(context, part, f"{part.get(9)} {part.get(10)}".strip(), found)
    return [Pattern(repeat)]


def _add_interval(context: Any, timing: Timing, found: Reading) -> None:
    """TQ1-5: the interval between doses, in words that may repeat the pattern."""
    for part in timing.parts.get("relativeTimeAndUnits", ()):
        length = duration_of(part)
        if length is None:
            leave(context, part, written(part), found, "is not an interval")
            continue
        said = {"frequency": 1, "period": length["value"], "periodUnit": length["code"]}
        if found.in_part:
            found.left.append(f"interval {written(part)}")
        elif "period" not in found.repeat and "count" not in found.repeat and "dayOfWeek" not in found.repeat:
            found.repeat |= said
        elif differ(Pattern(found.repeat), Pattern(said)):
            message = f"an interval of {written(part)} and the repeat pattern disagree; the pattern is kept"
            report(context, part, "warning", "conflict", message, "Timing.repeat")
            found.left.append(f"interval {written(part)}")


def _add_times(context: Any, timing: Timing, found: Reading) -> None:
    """Clock times of TQ1-4, or of the second part of an interval; they say more than a moment of the day."""
    parts = [*timing.parts.get("explicitTime", ())]
    said = [(part, part.whole) for part in parts]
    said += [(part, part.get(2)) for part in timing.parts.get("interval", ()) if part.get(2)]
    for part in timing.parts.get("repeatPattern", ()):
        said += [(part, text) for text in (part.get(1, 2), part.get(7)) if is_times(text)]
    times = [(part, text) for part, all_ in said for text in re.split(r"[,;&\s]+", all_) if text]
    clock = [time for part, text in times if (time := _clock(context, part, text, found))]
    if len(clock) < len(times) or found.in_part:  # the others, or the times alone, would be another number of intakes
        found.left.extend(text for _, text in times if text not in found.left)
        return
    if not clock:
        return
    moments = found.repeat.pop("when", [])
    found.left.extend(moment for moment in moments if moment not in _CLOCK_MOMENTS)
    found.repeat.pop("offset", None)
    found.repeat["timeOfDay"] = sorted(set(clock))
    whole = {k: v for k, v in found.repeat.items() if k != "timeOfDay"}
    rate = intakes({"repeat": whole}) if whole and "count" not in whole else None
    if rate is not None and intakes({"repeat": found.repeat}) is None:
        message = f"{len(clock)} clock times beside another number of intakes a day"
        report(context, times[0][0], "warning", "conflict", message, "Timing.repeat.timeOfDay")


def _clock(context: Any, part: Part, text: str, found: Reading) -> str | None:
    match = CLOCK.fullmatch(text)
    if match and match[1] + match[2] == "2400":
        return "00:00:00"
    if match and match[1] < "24" and match[2] < "60" and (match[3] or "00") < "60":
        return f"{match[1]}:{match[2]}:{match[3] or '00'}"
    leave(context, part, text, found, "is not a time of day")
    return None


def _add_occurrences(context: Any, timing: Timing, found: Reading) -> None:
    for part in timing.parts.get("totalOccurrences", ()):
        value = decimal(part.text)
        if value is not None and value == int(value) and 0 < value <= MOST:
            found.repeat["count"] = int(value)
        else:
            leave(context, part, part.whole, found, "is not a number of occurrences")
    for part in timing.parts.get("occurrenceDuration", ()):
        length = duration_of(part)
        if length:
            found.repeat |= {"duration": length["value"], "durationUnit": length["code"]}
        else:
            found.left.append(f"each over {written(part)}")
            report(
                context, part, "information", "value", f"'{written(part)}' is not a length of time; left to the text"
            )
