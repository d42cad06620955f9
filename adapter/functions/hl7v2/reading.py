"""What is understood of one timing, and the words that are left of it."""

from dataclasses import dataclass, field
from typing import Any

from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.text import spaced
from adapter.sources.hl7v2_tree import Part

_PATTERN = "is not a repeat pattern that is known (HL7 table 0335)"


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


def leave(context: Any, part: Part, said: str, found: Reading, what: str = _PATTERN) -> None:
    """Leave words to the text, with an Issue that says `what` of them."""
    message = f"'{said}' {what}; left to the text"
    report(context, part, "warning", "code-invalid", message, "Timing.repeat")
    found.left.append(said)


def written(part: Part) -> str:
    """A field or component as it is written, its delimiters as blanks."""
    return spaced(
        part.whole.replace(part.segment.delimiters.component, " ").replace(part.segment.delimiters.subcomponent, " ")
    )
