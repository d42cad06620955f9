"""Text of fields: whole, and of coded fields the words they carry."""

from typing import Any

from adapter.sources.hl7v2_tree import Part


def text(context: Any, focus: list, *_: list) -> list:
    """Fields of text → all of their text, also where a sender forgot to escape delimiters."""
    return [part.whole for part in focus if part.whole]


def words(context: Any, focus: list, *_: list) -> list:
    """Coded or plain fields → what a person reads there: original text, else text, else the code."""
    return [found for part in focus if (found := said(part))]


def said(part: Part) -> str:
    """What a person reads in a CWE: its original text, else its text, else its code."""
    return spaced(part.component(9) or part.component(2) or part.component(5) or part.component(1))


def spaced(written: str) -> str:
    return " ".join(written.split())


def location(context: Any, focus: list, *_: list) -> list:
    """PL or LA2 → its components in words, as written: point of care, room, bed, facility."""
    return [said for part in focus if (said := ", ".join(child.whole for child in part.children()))]


def labelled(context: Any, focus: list, *args: list) -> list:
    """Fields of text, and a label → `label: text`, for what FHIR has no element for."""
    return [f"{args[0][0]}: {found}" for part in focus if (found := part.whole)]
