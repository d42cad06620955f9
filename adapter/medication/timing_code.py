"""FHIR Timing.code → Timing.repeat: abbreviations that say a whole rhythm.

Sources: http://hl7.org/fhir/R4/valueset-timing-abbreviation.html,
http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation. Letters that mean one rhythm wherever they are written count
in any system; those that may mean another thing (`MO` is Monday too) only in that one.
"""

from collections.abc import Mapping
from typing import Any

_GTS = ("GTSAbbreviation", "timing-abbreviation")
_HOURS = {f"Q{hours}H": {"frequency": 1, "period": hours, "periodUnit": "h"} for hours in (1, 2, 3, 4, 6, 8, 12, 24)}
_ANYWHERE: dict[str, dict[str, Any]] = {
    "QD": {"frequency": 1, "period": 1, "periodUnit": "d"},
    "BID": {"frequency": 2, "period": 1, "periodUnit": "d"},
    "TID": {"frequency": 3, "period": 1, "periodUnit": "d"},
    "QID": {"frequency": 4, "period": 1, "periodUnit": "d"},
    "AM": {"when": ["MORN"]},
    "QAM": {"when": ["MORN"]},
    "PM": {"frequency": 1, "period": 1, "periodUnit": "d"},  # afternoon or evening, as the place has it
    "QPM": {"frequency": 1, "period": 1, "periodUnit": "d"},
    "BED": {"when": ["HS"]},
    "QHS": {"when": ["HS"]},
    **_HOURS,
}
_IN_SYSTEM: dict[str, dict[str, Any]] = {
    "QOD": {"frequency": 1, "period": 2, "periodUnit": "d"},
    "WK": {"frequency": 1, "period": 1, "periodUnit": "wk"},
    "MO": {"frequency": 1, "period": 1, "periodUnit": "mo"},
}
_RHYTHM = ("frequency", "period", "when", "timeOfDay", "dayOfWeek", "count")


def has_rhythm(timing: Mapping[str, Any]) -> bool:
    """Whether a timing says when or how often without its code."""
    repeat = timing.get("repeat") or {}
    return bool(timing.get("event")) or any(repeat.get(key) for key in _RHYTHM)


def repeat_of_code(timing: Mapping[str, Any]) -> dict[str, Any] | None:
    """The rhythm of Timing.code. Codings of one concept mean one thing, so that those of other systems are passed over;
    None when none is known, or two that are known differ."""
    found = [_repeat(coding) for coding in (timing.get("code") or {}).get("coding") or ()]
    known = [repeat for repeat in found if repeat is not None]
    return dict(known[0]) if known and all(repeat == known[0] for repeat in known) else None


def words_of_code(timing: Mapping[str, Any]) -> str:
    """Timing.code as words: its text, else the name of its first coding; "" without any."""
    concept = timing.get("code") or {}
    names = (coding.get("display") for coding in concept.get("coding") or ())
    return str(concept.get("text") or next((name for name in names if name), ""))


def _repeat(coding: Mapping[str, Any]) -> dict[str, Any] | None:
    code = str(coding.get("code")).upper()
    if str(coding.get("system")).endswith(_GTS) and code in _IN_SYSTEM:
        return _IN_SYSTEM[code]
    return _ANYWHERE.get(code)
