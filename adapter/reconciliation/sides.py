"""Which side of the comparison a line stands on, from the kind of its list, the role of its source, its status and
its date."""

from collections.abc import Sequence
from typing import Literal

from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.line import Line, ReadList

Side = Literal["history", "past", "discharge", "suspended", "stopped", "later", "replaced", "apart"]

_CURRENT_KINDS = ("discharge", "prescription")
_NEVER = ("entered-in-error", "cancelled")


def side(line: Line, date: str) -> Side:
    """history: taken before the stay; past: said not to be taken any more before it; discharge: to be taken from now
    on; suspended and stopped: stated so by the discharge source; later: delivered after the reference day, so no
    history; replaced: an order that another one of its source replaced;
    apart: given in hospital, handed over beside a treatment of the discharge source, planned, withdrawn as an error,
    or an order not to give."""
    if line.list in ("administered", "planned") or line.status in _NEVER or line.resource.get("doNotPerform"):
        return "apart"
    if line.role == "discharge" and line.list == "dispensing" and not line.list_id:
        return "apart"  # delivered for a treatment of the letter: no sign that it was taken before the stay
    if line.is_replaced:
        return "replaced"
    if line.role == "discharge" and line.list == "stopped":
        return "suspended" if line.status == "on-hold" else "stopped"
    if line.role == "discharge" and line.list in _CURRENT_KINDS:
        return {"on-hold": "suspended", "stopped": "stopped", "not-taken": "stopped"}.get(line.status, "discharge")  # type: ignore[return-value]
    if line.list == "stopped" or line.status in ("stopped", "not-taken"):
        return "past"
    if line.handed_over and line.handed_over[:10] > date:
        return "later"
    return "history"


def is_history(read: ReadList) -> bool:
    """Whether a list says what was taken before the stay."""
    if read.kind in ("admission", "dispensing", "history"):
        return True
    return read.role != "discharge" and read.kind in _CURRENT_KINDS


def is_discharge(read: ReadList) -> bool:
    """Whether a list says what is to be taken from now on."""
    return read.role == "discharge" and read.kind in _CURRENT_KINDS


def usable(lists: Sequence[ReadList], candidates: Sequence[Candidate]) -> bool:
    """Whether an absence from these lists means anything: they say "none" and hold no line, or hold one that can be
    identified."""
    if any(candidate.is_identified for candidate in candidates):
        return True
    return not candidates and any(read.state == "none-known" for read in lists)
