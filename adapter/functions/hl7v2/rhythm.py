"""One Timing of a message → what Timing.repeat can say, and the words that it cannot."""

import re
from dataclasses import dataclass, field
from typing import Any

from adapter.functions.hl7v2.bounds import add_bounds
from adapter.functions.hl7v2.pattern import Pattern, combined, pattern_of, pattern_of_words
from adapter.functions.hl7v2.quantity import MOST, decimal, duration_of, time_unit
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.text import spaced
from adapter.medication.intakes import intakes
from adapter.medication.product import number
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Part

_WHEN = frozenset(("HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"))
_MINUTES = {"s": 1 / 60, "min": 1, "h": 60}
_AT_MEALS = frozenset(("C", "CM", "CD", "CV"))
_CLOCK_MOMENTS = frozenset(("MORN", "EVE", "HS"))
# a zone stands after seconds only: `1200-1300` is an hour from when to when
_CLOCK = re.compile(r"(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?(?:[+-]\d{4})?)?")
_LATE = {"HS": "EVE", "NIGHT": "EVE"}  # `nightly` is said of all three
# the words of table 0335 itself, which add nothing to its codes
_SAYS_NOTHING = re.compile(
    r"\bat institution[- ]specified times?(?:\s*\([^)]*\))?|\(?\b(?:scheduled|standard times)\b\)?", re.IGNORECASE
)
_SAME = {
    **dict.fromkeys(("continuous", "continuously", "continuous service", "en continu", "continu"), "C"),
    **dict.fromkeys(("every day before the hour of sleep", "before the hour of sleep"), "QHS"),
    **dict.fromkeys(("every shift", "during each of three eight-hour shifts"), "QSHIFT"),
    **dict.fromkeys(("one time only", "once only"), "ONCE"),
}
_PATTERN = "a repeat pattern that is known (HL7 table 0335)"


@dataclass(slots=True)
class Reading:
    """repeat: elements of Timing.repeat; left: words for Dosage.text; unknown: codes that are not understood;
    in_part: what is understood of the pattern is not all of it, so that nothing else may stand for it."""

    repeat: dict[str, Any] = field(default_factory=dict)
    as_needed: bool = False
    continuous: bool = False
    in_part: bool = False
    left: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


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
        found.left = [_written(part) for part in timing.parts.get("repeatPattern", ())] or found.left
        whole = Pattern({}, whole.as_needed)
    if whole is None:
        written = ", ".join(
            _written(part) for name in ("repeatPattern", "interval") for part in timing.parts.get(name, ())
        )
        report(context, timing, "warning", "conflict", f"'{written}' together say no one rhythm; left to the text")
        found.left.append(written)
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
        code, text = _code_and_text(part)
        other = pattern_of(code) or pattern_of_words(text or code)
        if other is not None and _differ(Pattern(found.repeat), other):
            message = f"'{_written(part)}' here and the rhythm of {timing.place} disagree; left to the text"
            report(context, part, "warning", "conflict", message, "Timing.repeat")
            own = [_written(own) for name in ("repeatPattern", "interval") for own in timing.parts.get(name, ())]
            found.repeat = {}
            found.left.append(f"{', '.join(own)} or {_written(part)}")
            return


def _priority(timing: Timing) -> str:
    return next((part.text.upper() for part in timing.parts.get("priority", ())), "")


def _written(part: Part) -> str:
    return spaced(
        part.whole.replace(part.segment.delimiters.component, " ").replace(part.segment.delimiters.subcomponent, " ")
    )


def _patterns(context: Any, part: Part, found: Reading) -> list[Pattern]:
    """The patterns of one RPT, or of the interval of a TQ."""
    code, text = _code_and_text(part)
    read = [known] if (known := _pattern(context, part, code, text, found)) else []
    if part.level:
        return read
    length = decimal(part.get(5))
    unit = time_unit(part.get(6, 1), part.get(6, 2))
    if length and unit and 0 < length <= MOST:
        read.append(Pattern({"frequency": 1, "period": number(length), "periodUnit": unit}))
    elif part.get(5):
        _leave(context, part, f"every {part.get(5)} {part.get(6)}".strip(), found)
    read = _from_moment(context, part, read, found) if not part.get(8) else read + _event(context, part, found)
    extra = [
        f"{part.get(n)}" for n in (2, 3, 4, 11) if part.get(n) and not (n in (2, 3) and _is_coded_in_components(part))
    ]
    if extra:
        _leave(context, part, " ".join(extra), found)
    if (said := part.get(7)) and not _is_times(said) and said.upper() not in ("Y", "N"):  # `BID^^^^^^MWF`
        found.unknown.append(said)
        _leave(context, part, said, found)
    return _without_repetition(read)


def _without_repetition(read: list[Pattern]) -> list[Pattern]:
    return [pattern for n, pattern in enumerate(read) if pattern not in read[:n]]


def _code_and_text(part: Part) -> tuple[str, str]:
    """Code and words of a repeat pattern; many senders write its parts as components (`BID^Twice a day^HL70335`), or
    its times as in the older form (`BID&0900,2100`)."""
    if part.level:
        return part.get(1), ""
    text = part.get(1, 2) or (part.get(2) if _is_coded_in_components(part) else "")
    return part.get(1), "" if _is_times(text) else text


def _is_times(text: str) -> bool:
    """Clock times: the second part of an interval (RI.2), or the institution's times of a repeat pattern (RPT.7)."""
    return bool(text) and all(_CLOCK.fullmatch(time) for time in re.split(r"[,;\s]+", text) if time)


def _is_coded_in_components(part: Part) -> bool:
    """Component 2 is else a calendar alignment, whose codes have two letters (table 0527)."""
    return re.fullmatch(r"HL7\d{4}|99\w*|L", part.get(3).upper()) is not None or len(part.get(2)) > 2


def _pattern(context: Any, part: Part, code: str, text: str, found: Reading) -> Pattern | None:
    if not code and not text:
        return None
    known = (pattern_of(code) or pattern_of_words(code)) if code else None
    text = " ".join(_SAYS_NOTHING.sub(" ", text).split())
    said = (pattern_of(text) or pattern_of_words(text)) if text else None
    if known and said and _differ(known, said):
        message = f"the pattern '{code}' and its text '{text}' disagree; left to the text"
        report(context, part, "warning", "conflict", message, "Timing.repeat")
        found.left.append(f"{code} ({text})")
        found.in_part = True
        return Pattern({}, known.as_needed or said.as_needed)
    if known is None and said is None:
        found.unknown.append(code or text)
        _leave(context, part, text or code, found)
    if known and text and said is None and _SAME.get(text.casefold()) != code.upper():  # it may say when not to
        found.unknown.append(text)
        message = f"the text '{text}' beside the pattern '{code}' is not understood; left to the text"
        report(context, part, "warning", "incomplete", message, "Timing.repeat")
        found.left.append(f"{code} ({text})")
        return Pattern({}, known.as_needed)
    if known and said:
        is_part = all(said.repeat.get(name) == value for name, value in known.repeat.items())  # `before meals` besides
        repeat = said.repeat if is_part else known.repeat
        return Pattern(repeat, known.as_needed or said.as_needed, known.continuous)
    return known or said


def _differ(one: Pattern, other: Pattern) -> bool:
    """Whether two patterns are not shown to be one rhythm: the same elements, or as many intakes a day."""
    if not one.repeat or not other.repeat or one.repeat == other.repeat:
        return False
    moments = [{_LATE.get(when, when) for when in pattern.repeat.get("when", ())} for pattern in (one, other)]
    if all(moments) and moments[0] != moments[1]:  # in the morning is not in the evening, though as often
        return True
    rates = [intakes({"repeat": pattern.repeat}) for pattern in (one, other)]
    return rates[0] is None or rates[1] is None or (rates[0].low, rates[0].high) != (rates[1].low, rates[1].high)


def _leave(context: Any, part: Part, said: str, found: Reading, what: str = _PATTERN) -> None:
    message = f"'{said}' is not {what}; left to the text"
    report(context, part, "warning", "code-invalid", message, "Timing.repeat")
    found.left.append(said)


def _from_moment(context: Any, part: Part, read: list[Pattern], found: Reading) -> list[Pattern]:
    """RPT-9, 10 without the event that they are counted from: from the moment that the pattern names."""
    if not part.get(9):
        return read
    if len(read) == 1 and set(read[0].repeat) == {"when"} and (offset := _offset(part, read[0].repeat["when"])):
        return [Pattern({**read[0].repeat, "offset": offset}, read[0].as_needed)]
    _leave(context, part, f"{part.get(9)} {part.get(10)}".strip(), found)
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
        _leave(context, part, event, found)
        return []
    repeat: dict[str, Any] = {"when": [event]}
    if offset := _offset(part, [event]):
        repeat["offset"] = offset
    elif part.get(9):
        _leave(context, part, f"{part.get(9)} {part.get(10)}".strip(), found)
    return [Pattern(repeat)]


def _add_interval(context: Any, timing: Timing, found: Reading) -> None:
    """TQ1-5: the interval between doses, in words that may repeat the pattern."""
    for part in timing.parts.get("relativeTimeAndUnits", ()):
        length = duration_of(part)
        if length is None:
            _leave(context, part, _written(part), found, "an interval")
            continue
        said = {"frequency": 1, "period": length["value"], "periodUnit": length["code"]}
        if found.in_part:
            found.left.append(f"interval {_written(part)}")
        elif "period" not in found.repeat and "count" not in found.repeat and "dayOfWeek" not in found.repeat:
            found.repeat |= said
        elif _differ(Pattern(found.repeat), Pattern(said)):
            message = f"an interval of {_written(part)} and the repeat pattern disagree; the pattern is kept"
            report(context, part, "warning", "conflict", message, "Timing.repeat")
            found.left.append(f"interval {_written(part)}")


def _add_times(context: Any, timing: Timing, found: Reading) -> None:
    """Clock times of TQ1-4, or of the second part of an interval; they say more than a moment of the day."""
    parts = [*timing.parts.get("explicitTime", ())]
    written = [(part, part.whole) for part in parts]
    written += [(part, part.get(2)) for part in timing.parts.get("interval", ()) if part.get(2)]
    for part in timing.parts.get("repeatPattern", ()):
        written += [(part, text) for text in (part.get(1, 2), part.get(7)) if _is_times(text)]
    times = [(part, text) for part, all_ in written for text in re.split(r"[,;&\s]+", all_) if text]
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
    match = _CLOCK.fullmatch(text)
    if match and match[1] + match[2] == "2400":
        return "00:00:00"
    if match and match[1] < "24" and match[2] < "60" and (match[3] or "00") < "60":
        return f"{match[1]}:{match[2]}:{match[3] or '00'}"
    _leave(context, part, text, found, "a time of day")
    return None


def _add_occurrences(context: Any, timing: Timing, found: Reading) -> None:
    for part in timing.parts.get("totalOccurrences", ()):
        value = decimal(part.text)
        if value is not None and value == int(value) and 0 < value <= MOST:
            found.repeat["count"] = int(value)
        else:
            _leave(context, part, part.whole, found, "a number of occurrences")
    for part in timing.parts.get("occurrenceDuration", ()):
        length = duration_of(part)
        if length:
            found.repeat |= {"duration": length["value"], "durationUnit": length["code"]}
        else:
            found.left.append(f"each over {_written(part)}")
            report(
                context, part, "information", "value", f"'{_written(part)}' is not a length of time; left to the text"
            )
