"""An order that another one replaced, where that other is shown to be no line of the same treatment: over, no
discrepancy."""

from adapter.reconciliation.situation import Situation, Verdict


def verdict(situation: Situation) -> Verdict | None:
    if not situation.replaced:
        return None
    return Verdict("not-current", None, because=("replaced by another order of its source",))
