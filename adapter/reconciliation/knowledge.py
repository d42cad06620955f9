"""What lines.py asks of the knowledge of drugs and posologies; `shipped()` answers from adapter.medication."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from adapter.issues import Issue
from adapter.medication.product import Coverage, DailyDose, Product
from adapter.reconciliation.line import Rhythm
from adapter.reconciliation.stated import Stated


@dataclass(frozen=True, slots=True)
class Identity:
    """product: None when nothing identifies it; because: what identified it."""

    product: Product | None
    because: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Posology:
    """What a posology amounts to. amounts: substance → a day, where strengths are known. issues: without place."""

    dosages: tuple[Mapping[str, Any], ...] = ()
    daily_dose: DailyDose | None = None
    amounts: tuple[tuple[str, DailyDose], ...] = ()
    rhythm: Rhythm | None = None
    is_partial: bool = False
    issues: tuple[Issue, ...] = ()


class Knowledge(Protocol):
    def identity(self, stated: Stated) -> Identity:
        """The product of a line, from its codes, else from what it states, else from its label."""

    def posology(self, stated: Stated, product: Product | None) -> Posology:
        """Daily dose and rhythm: from structured dosages, else from the text when every word of it is understood."""

    def coverage(
        self, dispense: Mapping[str, Any], product: Product | None, daily_dose: DailyDose | None
    ) -> Coverage | None:
        """Days that a delivery covers; None when they cannot be told."""
