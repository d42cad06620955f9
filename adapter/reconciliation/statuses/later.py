"""Delivered after the reference day and in no list before: not a history, and no statement about discharge either."""

from adapter.reconciliation.situation import Discrepancy, Situation, Verdict


def verdict(situation: Situation) -> Verdict | None:
    if not situation.later or situation.history or situation.discharge:
        return None
    days = ", ".join(sorted({(c.line.handed_over or "")[:10] for c in situation.later}))
    message = f"delivered on {days}, after {situation.around.date}, and not in the discharge list"
    return Verdict("undetermined", False, (Discrepancy("indeterminate", message),), (message,))
