"""In a stopped list and in the discharge list at once: not a stop. What the lists show is said, and the
contradiction stays open."""

from dataclasses import replace

from adapter.reconciliation.situation import Discrepancy, Situation, Verdict
from adapter.reconciliation.statuses import compared


def verdict(situation: Situation) -> Verdict | None:
    if not situation.stopped or not situation.discharge or situation.suspended:
        return None
    message = "listed as stopped and at discharge by the same source"
    open_ = Discrepancy("indeterminate", message)
    shown = compared.verdict(situation)
    if shown is None or shown.status != "modified":
        return Verdict("undetermined", True, (open_,), (message,))
    return replace(
        shown, documented=True, discrepancies=(*shown.discrepancies, open_), because=(*shown.because, message)
    )
