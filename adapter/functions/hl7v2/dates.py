"""DTM and TS of HL7 v2 → FHIR dates. Their form is that of HL7 V3, so the conversion is the same."""

from typing import Any

from adapter.functions.cda.time import convert
from adapter.functions.hl7v2.report import report
from adapter.sources.hl7v2_tree import Part

_ZONED = ("+", "-")


def date_time(context: Any, focus: list, *_: list) -> list:
    """DTM (`20260312083000+0100`) → dateTime. A time without zone takes the zone of MSH-7 (HL7 v2 §2.14.9.7), else the
    day alone is kept, which is said once for a file. No date: Issue, nothing."""
    return [found for part in focus if (found := stated(context, part))]


def date_only(context: Any, focus: list, *_: list) -> list:
    """As dateTime(), cut to the day."""
    return [found[:10] for part in focus if (found := moment(context, part))]


def instant(context: Any, focus: list, *_: list) -> list:
    """As dateTime(), where only a time with its zone will do: a day is none."""
    return [found for part in focus if (found := moment(context, part)) and "T" in found]


def stated(context: Any, part: Part) -> str | None:
    """One DTM as moment(), with an Issue, once for the file, where its time of the day cannot be kept."""
    found = moment(context, part)
    if found and "T" not in found and part.text[8:14].strip("0") and "hl7v2 times" not in context.document.memo:
        context.document.memo["hl7v2 times"] = True
        message = (
            f"'{part.text}' states a time, which FHIR takes with its minutes and zone only: the day alone is kept, "
            "here and wherever else the file does so"
        )
        report(context, part, "information", "incomplete", message)
    return found


def moment(context: Any, part: Part) -> str | None:
    """One DTM as FHIR date or dateTime, with an Issue when it is none."""
    found = convert(_with_zone(context, part))
    if found is None:
        report(context, part, "warning", "value", f"'{part.text}' is not a date of HL7 v2 (YYYYMMDDHHMMSS±ZZZZ)")
    return found


def _with_zone(context: Any, part: Part) -> str:
    text = part.text
    if len(text) < 12 or text.endswith("Z") or any(sign in text for sign in _ZONED):
        return text
    header = context.document.root.messages[part.segment.message - 1][0]
    stamp = header.text("7")
    sign = next((sign for sign in _ZONED if sign in stamp), "")
    return text + sign + stamp.partition(sign)[2] if sign else text
