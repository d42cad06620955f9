"""Functions for maps of every format: the subject in force, and how "not stated" is written where R4 requires a
value."""

from typing import Any

from adapter.fhir.canonical import DATA_ABSENT_REASON


def subject(context: Any, focus: list, *_: list) -> list:
    """Reference to the source's patient; one that says "unknown" when the source names none (never an invented
    Patient)."""
    patient = context.constants.get("patient")
    return [{"reference": patient} if patient else _absent("unknown")]


def not_stated(context: Any, focus: list, *_: list) -> list:
    """A datatype that says its value is not known: for elements that R4 requires and the source does not state."""
    return [_absent("unknown")]


def _absent(reason: str) -> dict[str, Any]:
    return {"extension": [{"url": DATA_ABSENT_REASON, "valueCode": reason}]}


FUNCTIONS = {"notStated": not_stated, "subject": subject}
