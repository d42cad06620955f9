"""At discharge in an entry that leaves open whether it is to be taken: its status is not known, its own source says
that it was stopped or suspended, or its end has passed."""

from adapter.reconciliation.line import Line
from adapter.reconciliation.situation import Discrepancy, Situation, Verdict
from adapter.reconciliation.statements import STOP, read_all


def verdict(situation: Situation) -> Verdict | None:
    if not situation.discharge or situation.stopped or situation.suspended:
        return None
    lines = [candidate.line for candidate in situation.discharge]
    message = _open_status(lines) or _said_to_stop(lines) or _ended(lines, situation.around.date)
    return Verdict("undetermined", None, (Discrepancy("indeterminate", message),), (message,)) if message else None


def _open_status(lines: list[Line]) -> str:
    unknown = any(line.status == "unknown" for line in lines)
    return "the discharge source does not say whether it is to be taken" if unknown else ""


def _said_to_stop(lines: list[Line]) -> str:
    """A reason that names a stop and no start or change: "arrêté, remplacé par" stands beside what was started."""
    said = read_all(text for line in lines for text in line.statements)
    stops = [statement.text for statement in said if statement.kinds <= STOP]
    return f"at discharge, and the discharge source says: {stops[0]}" if stops else ""


def _ended(lines: list[Line], date: str) -> str:
    ends = [line.end[:10] for line in lines if line.end and len(line.end) >= len("2026-03-12")]
    if len(ends) < len(lines) or max(ends) >= date:
        return ""
    return f"at discharge with an end on {max(ends)}, before {date}"
