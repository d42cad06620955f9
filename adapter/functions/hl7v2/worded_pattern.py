"""A repeat pattern and the words that a sender writes beside it: one rhythm, when they say the same."""

import re
from typing import Any

from adapter.functions.hl7v2.pattern import Pattern, pattern_of, pattern_of_words
from adapter.functions.hl7v2.reading import Reading, leave
from adapter.functions.hl7v2.report import report
from adapter.medication.intakes import intakes
from adapter.sources.hl7v2_tree import Part

# a zone stands after seconds only: `1200-1300` is an hour from when to when
CLOCK = re.compile(r"(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?(?:[+-]\d{4})?)?")
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


def code_and_text(part: Part) -> tuple[str, str]:
    """Code and words of a repeat pattern; many senders write its parts as components (`BID^Twice a day^HL70335`), or
    its times as in the older form (`BID&0900,2100`)."""
    if part.level:
        return part.get(1), ""
    text = part.get(1, 2) or (part.get(2) if is_coded_in_components(part) else "")
    return part.get(1), "" if is_times(text) else text


def is_times(text: str) -> bool:
    """Clock times: the second part of an interval (RI.2), or the institution's times of a repeat pattern (RPT.7)."""
    return bool(text) and all(CLOCK.fullmatch(time) for time in re.split(r"[,;\s]+", text) if time)


def is_coded_in_components(part: Part) -> bool:
    """Component 2 is else a calendar alignment, whose codes have two letters (table 0527)."""
    return re.fullmatch(r"HL7\d{4}|99\w*|L", part.get(3).upper()) is not None or len(part.get(2)) > 2


def pattern_in(context: Any, part: Part, code: str, text: str, found: Reading) -> Pattern | None:
    """What a code and its words say together. Issues: words that are not understood, or that the code contradicts;
    they are left to the text, with no rhythm."""
    if not code and not text:
        return None
    known = (pattern_of(code) or pattern_of_words(code)) if code else None
    text = " ".join(_SAYS_NOTHING.sub(" ", text).split())
    said = (pattern_of(text) or pattern_of_words(text)) if text else None
    if known is None or not text:
        if known is None and said is None:
            found.unknown.append(code or text)
            leave(context, part, text or code, found)
        return known or said
    if said is None:
        return (
            known if _SAME.get(text.casefold()) == code.upper() else _half_read(context, part, code, text, found, known)
        )
    if differ(known, said):
        return _contradicted(context, part, code, text, found, [known, said])
    is_part = all(said.repeat.get(name) == value for name, value in known.repeat.items())  # `before meals` besides
    return Pattern(said.repeat if is_part else known.repeat, known.as_needed or said.as_needed, known.continuous)


def _half_read(context: Any, part: Part, code: str, text: str, found: Reading, known: Pattern) -> Pattern:
    """Words that are not understood may say when not to."""
    message = f"the text '{text}' beside the pattern '{code}' is not understood; left to the text"
    report(context, part, "warning", "incomplete", message, "Timing.repeat")
    found.unknown.append(text)
    found.left.append(f"{code} ({text})")
    return Pattern({}, known.as_needed)


def _contradicted(context: Any, part: Part, code: str, text: str, found: Reading, patterns: list[Pattern]) -> Pattern:
    message = f"the pattern '{code}' and its text '{text}' disagree; left to the text"
    report(context, part, "warning", "conflict", message, "Timing.repeat")
    found.left.append(f"{code} ({text})")
    found.in_part = True
    return Pattern({}, any(pattern.as_needed for pattern in patterns))


def differ(one: Pattern, other: Pattern) -> bool:
    """Whether two patterns are not shown to be one rhythm: the same elements, or as many intakes a day."""
    if not one.repeat or not other.repeat or one.repeat == other.repeat:
        return False
    moments = [{_LATE.get(when, when) for when in pattern.repeat.get("when", ())} for pattern in (one, other)]
    if all(moments) and moments[0] != moments[1]:  # in the morning is not in the evening, though as often
        return True
    rates = [intakes({"repeat": pattern.repeat}) for pattern in (one, other)]
    return rates[0] is None or rates[1] is None or (rates[0].low, rates[0].high) != (rates[1].low, rates[1].high)
