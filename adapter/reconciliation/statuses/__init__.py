"""What happened to a treatment: STATUSES in order; the first rule that has a verdict gives it (design §6, "What the
words mean")."""

from collections.abc import Callable

from adapter.reconciliation.situation import Situation, Verdict
from adapter.reconciliation.statuses import (
    addition,
    apart,
    compared,
    contradicted,
    later,
    not_current,
    omission,
    replaced,
    stopped,
    suspended,
    unsaid,
)

STATUSES: tuple[Callable[[Situation], Verdict | None], ...] = (
    apart.verdict,
    suspended.verdict,
    stopped.verdict,
    contradicted.verdict,
    unsaid.verdict,
    not_current.verdict,
    later.verdict,
    omission.verdict,
    addition.verdict,
    compared.verdict,
    replaced.verdict,
)


def verdict(situation: Situation) -> Verdict:
    """The status of a group, with its discrepancies and whether the discharge source states the change."""
    for rule in STATUSES:
        found = rule(situation)
        if found is not None:
            return found
    raise AssertionError("a group has at least one line, and every side has a rule")
