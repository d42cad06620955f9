"""What Australian documents say was changed in a treatment: Change Type, its status and its reason.

Sources: NEHTA / ADHA CDA implementation guides (NCTIS Data Components 103.16593, 103.16595, 103.10177); code system
1.2.36.1.2001.1001.101.104.16592, which is HL7's list item flag.
"""

from typing import Any

from adapter.functions.cda.children import child, children, code_of, descendants
from adapter.functions.cda.narrative import narrative

_CHANGE, _CHANGE_STATUS = "103.16593", "103.16595"
_FLAGS = "1.2.36.1.2001.1001.101.104.16592"
_STATUSES = {"03": "not-taken", "05": "stopped", "06": "on-hold"}
_WORDS = {"cancelled": "not-taken", "ceased": "stopped", "suspended": "on-hold"}  # as SNOMED CT-AU displays them


def change_words(context: Any, focus: list, *_: list) -> list:
    """Change Type observations → what was changed and why, in one line: `Ceased: renal function`."""
    found = []
    for change in focus:
        said = [" ".join(part for part in (_shown(child(change, "value")), _recommendation(change)) if part)]
        own = narrative(context, list(children(change, "text")))
        why = [text for act in descendants(change, "entryRelationship", "act") for text in _text(context, act)]
        found.append(": ".join(dict.fromkeys(part for part in (*said, *own, *why) if part)))
    return [text for text in found if text]


def changed_status(observations: list[tuple[str, Any]]) -> str | None:
    """Status of a treatment that was ceased, suspended or cancelled; None for other changes, and for one that is only
    recommended. observations: those of the treatment, each with its code."""
    for code, change in observations:
        if code != _CHANGE or (value := child(change, "value")) is None or _recommendation(change):
            continue
        if value.get("codeSystem") == _FLAGS:
            return _STATUSES.get(value.get("code") or "")
        return _WORDS.get((value.get("displayName") or "").strip().casefold())
    return None


def _recommendation(change: Any) -> str:
    """`(Recommendation)` for a change that is not made yet."""
    statuses = (o for o in descendants(change, "entryRelationship", "observation") if code_of(o) == _CHANGE_STATUS)
    shown = (_shown(value) for status in statuses for value in children(status, "value"))
    return next((f"({said})" for said in shown if "recommend" in said.casefold()), "")


def _shown(value: Any) -> str:
    return " ".join((value.get("displayName") or "").split()) if value is not None else ""


def _text(context: Any, act: Any) -> list:
    return narrative(context, list(children(act, "text")))
