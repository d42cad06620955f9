"""In the history only, and over before the stay: kept, shown, no discrepancy."""

from adapter.reconciliation.situation import Situation, Verdict


def verdict(situation: Situation) -> Verdict | None:
    if situation.history or situation.discharge or not situation.past or situation.later:
        return None
    because = (
        situation.over.because
        if situation.over
        else ("the source says that it was no longer taken, or its delivery was cancelled",)
    )
    return Verdict("not-current", None, because=because)
