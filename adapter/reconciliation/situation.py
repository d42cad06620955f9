"""One group as the status rules see it: its lines by side, and what is known of the lists around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.not_current import Over
from adapter.reconciliation.statements import Statement, read_all


@dataclass(frozen=True, slots=True)
class Around:
    """date, admission: as in the call. unidentified lines of each side may be the counterpart of anything left open
    there."""

    date: str
    admission: str | None
    history_is_usable: bool
    discharge_is_usable: bool
    unidentified_history: bool = False
    unidentified_discharge: bool = False

    @property
    def reference(self) -> str:
        return self.admission or self.date


@dataclass(frozen=True, slots=True)
class Situation:
    """history: in force before the stay; over: why what was there before is not (its lines are then in `past`)."""

    around: Around
    history: Sequence[Candidate] = ()
    past: Sequence[Candidate] = ()
    discharge: Sequence[Candidate] = ()
    suspended: Sequence[Candidate] = ()
    stopped: Sequence[Candidate] = ()
    later: Sequence[Candidate] = ()
    replaced: Sequence[Candidate] = ()
    apart: Sequence[Candidate] = ()
    over: Over | None = None
    is_combination: bool = False

    @property
    def statements(self) -> list[Statement]:
        """What the discharge source says about why, for any line of the group."""
        return read_all(text for c in (*self.discharge, *self.suspended, *self.stopped) for text in c.line.statements)

    @property
    def is_identified(self) -> bool:
        return any(
            c.is_identified
            for c in (*self.history, *self.past, *self.discharge, *self.suspended, *self.stopped, *self.later)
        )


@dataclass(frozen=True, slots=True)
class Discrepancy:
    type: str
    message: str

    def to_json(self) -> dict[str, Any]:
        return {"type": self.type, "message": self.message, "qualification": "unqualified"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """documented: True, False or None as in design §6; because: sentences that explain the status."""

    status: str
    documented: bool | None
    discrepancies: tuple[Discrepancy, ...] = ()
    because: tuple[str, ...] = field(default=())
