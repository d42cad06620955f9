"""Timings of an order → Timing, as needed, sequence, and the words of Dosage.text."""

from typing import Any

from adapter.functions.hl7v2.coding import TABLES
from adapter.functions.hl7v2.dose import dose_words
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.rhythm import Reading, reading
from adapter.functions.hl7v2.text import said
from adapter.sources.hl7v2_lines import Line
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Part

_BOUNDS = ("boundsDuration", "boundsPeriod")
_INSTRUCTIONS = {"RXE": "7", "RXO": "7"}


def timing(context: Any, focus: list, *_: list) -> list:
    """Timing → FHIR Timing: its repeat, and as code what is continuous or not understood. Nothing when unsaid.

    Timings that follow each other without a duration, stand side by side without saying so, or are kept in turns with
    another order stay words: added up they would be a dose that nobody stated.
    """
    found = []
    for node in focus:
        read, body = reading(context, node), {}
        if read.repeat and not _is_unclear(context, node):
            body["repeat"] = read.repeat
        if read.continuous:
            body["code"] = {"coding": [{"system": f"{TABLES}0335", "code": "C"}], "text": "C"}
        elif read.unknown and not read.repeat:
            body["code"] = {"text": ", ".join(read.unknown)}
        if body:
            found.append(body)
    return found


def sequence(context: Any, focus: list, *_: list) -> list:
    """Timing → its number among those that follow each other (conjunction S); parallel ones (A) share theirs."""
    found = []
    for node in focus:
        if any(_conjunction(other) == "S" for other in node.siblings):
            before = node.siblings[: node.siblings.index(node)]
            found.append(1 + sum(_conjunction(other) == "S" for other in before))
    return found


def as_needed(context: Any, focus: list, *_: list) -> list:
    """Timing → true when it is as needed and no condition is stated."""
    return [True for node in focus if reading(context, node).as_needed and not _condition(node)]


def condition(context: Any, focus: list, *_: list) -> list:
    """Timing → CodeableConcept of the condition under which a dose is taken (TQ1-10). One without a letter is none: a
    number there is a local flag."""
    return [{"text": text} for node in focus if (text := _condition(node))]


def _condition(node: Timing) -> str:
    text = node.text("conditionText")
    return text if any(character.isalpha() for character in text) else ""


def dosage_text(context: Any, focus: list, *args: list) -> list:
    """Timing, and the line of its order → the posology in words: text instruction (TQ1-11), administration
    instructions (RXE-7, RXO-7), and what the coded elements cannot say."""
    found = []
    for node in focus:
        words = [node.text("textInstruction"), *_instructions(args[0])]
        words += [word for line in args[0] for word in dose_words(context, node, line)]
        words += [*reading(context, node).left, *_unclear_words(context, node), *_other_words(node)]
        words += [word for line in args[0] for word in _ties(context, line)]
        if text := "; ".join(dict.fromkeys(word for word in words if word)):
            found.append(text)
    return found


def priority(context: Any, focus: list, *_: list) -> list:
    """TQ1-9 of an order's first timing → request-priority: S stat, A asap, R routine. Others stay words."""
    table = {"S": "stat", "A": "asap", "R": "routine"}
    return [
        code for node in focus[:1] for part in node.parts.get("priority", ()) if (code := table.get(part.text.upper()))
    ][:1]


def _instructions(lines: list) -> list[str]:
    found = []
    for line in lines:
        segment = line.drug.segment if isinstance(line, Line) else None
        if segment is not None and segment.name in _INSTRUCTIONS:
            found += [said(part) for part in segment.occurrences(_INSTRUCTIONS[segment.name])]
    return found


def _ties(context: Any, line: Line) -> list[str]:
    """TQ2: what ties the timing to another order, or repeats it in turns; FHIR has no element for it."""
    found = []
    for tq2 in line.segments("TQ2"):
        orders = [part for name in ("3", "4", "5") for part in tq2.occurrences(name)]
        parts = [*tq2.occurrences("2"), *orders, *(part for n in range(6, 11) for part in tq2.occurrences(str(n)))]
        found.append(f"tied to another order (TQ2): {' '.join(_plain(part) for part in parts)}".rstrip(" :"))
        message = "the timing is tied to another order: left to the text"
        report(context, tq2, "warning", "not-supported", message, "Dosage.timing")
    return found


def _plain(part: Part) -> str:
    return " ".join(part.whole.replace(part.segment.delimiters.component, " ").split())


def _other_words(node: Timing) -> list[str]:
    """Priorities that request-priority lacks, and a condition that is a mere number."""
    codes = [(part.text.upper(), said(part)) for part in node.parts.get("priority", ())]
    flag = node.text("conditionText") if not _condition(node) else ""
    return [f"priority {text}" for code, text in codes if code not in ("S", "A", "R", "PRN")] + [
        f"condition {text}" for text in [flag] if text
    ]


def _unclear_words(context: Any, node: Timing) -> list[str]:
    if not _is_unclear(context, node):
        return []
    written = [part for name in ("repeatPattern", "interval") for part in node.parts.get(name, ())]
    rhythm = " ".join(said(part) if part.level == 0 and part.get(9) else part.get(1) for part in written)
    follows = _conjunction(node) == "S"
    return [f"{rhythm}, then" if follows else rhythm]


def _is_unclear(context: Any, node: Timing) -> bool:
    if node.is_cyclic:
        return True
    if len(node.siblings) < 2:
        return False
    readings = [reading(context, other) for other in node.siblings]
    bounds = {str([read.repeat.get(name) for name in _BOUNDS]) for read in readings}
    conjunctions = [_conjunction(other) for other in node.siblings[:-1]]
    if len(bounds) > 1 or all(conjunction == "A" for conjunction in conjunctions):
        return False
    if "S" not in conjunctions and all(_is_moment(read) for read in readings):
        return False
    if "S" in conjunctions and all("boundsDuration" in read.repeat for read in readings):
        return False
    steps, parallel = "timings that follow each other without a duration", "timings side by side without a conjunction"
    message = f"{steps if 'S' in conjunctions else parallel}: left to the text"
    report(context, node, "warning", "incomplete", message, "Dosage.timing")
    return True


def _is_moment(read: Reading) -> bool:
    return bool(read.repeat.get("when") or read.repeat.get("timeOfDay")) and "period" not in read.repeat


def _conjunction(node: Timing) -> str:
    return node.text("conjunction").upper()[:1]
