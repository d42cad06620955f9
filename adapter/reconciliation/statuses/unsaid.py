"""At discharge in an entry that leaves open whether it is to be taken: its status is not known, it is one of
several alternatives, its own source says that it was stopped or suspended, or its end has passed."""

from adapter.reconciliation.line import Line
from adapter.reconciliation.situation import Discrepancy, Situation, Verdict
from adapter.reconciliation.statements import STOP, read_all
from adapter.reconciliation.statuses import compared


def verdict(situation: Situation) -> Verdict | None:
    if not situation.discharge or situation.stopped or situation.suspended:
        return None
    lines = [candidate.line for candidate in situation.discharge]
    message = _open_status(lines) or _said_to_stop(lines, is_new=not situation.history)
    message = message or _ended(lines, situation.around.date)
    if not message:
        return None
    shown = compared.verdict(situation)
    differing = tuple(d for d in shown.discrepancies if d.type != "indeterminate") if shown else ()
    return Verdict("undetermined", None, (*differing, Discrepancy("indeterminate", message)), (message,))


def _open_status(lines: list[Line]) -> str:
    unknown = any(line.status == "unknown" for line in lines)
    if unknown:
        return "the discharge source does not say whether it is to be taken"
    is_option = any(line.resource.get("intent") == "option" for line in lines)
    return "the discharge source offers it as one of several alternatives" if is_option else ""


def _said_to_stop(lines: list[Line], *, is_new: bool) -> str:
    """A reason that names a stop. Beside what is new it may be the stop of something else: "arrêté, remplacé par"."""
    said = read_all(text for line in lines for text in line.statements)
    stops = [statement.text for statement in said if statement.kinds & STOP and (not is_new or statement.kinds <= STOP)]
    return f"at discharge, and the discharge source says: {stops[0]}" if stops else ""


def _ended(lines: list[Line], date: str) -> str:
    ends = [line.end[:10] for line in lines if line.end and len(line.end) >= len("2026-03-12")]
    if len(ends) < len(lines):
        return ""
    written = min([date, *(day for line in lines if (day := _written(line)))])
    return f"at discharge with an end on {max(ends)}, before {written}" if max(ends) < written else ""


def _written(line: Line) -> str:
    """The day on which the discharge source says it: a course that ended later was current then."""
    return (line.authored or line.resource.get("dateAsserted") or "")[:10]
