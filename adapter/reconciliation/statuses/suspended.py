"""Suspended by the discharge source. A treatment suspended and listed at the same time is not decided here."""

from adapter.reconciliation.situation import Discrepancy, Situation, Verdict
from adapter.reconciliation.statements import read_all


def verdict(situation: Situation) -> Verdict | None:
    if not situation.suspended and not _stop_list_says_suspended(situation):
        return None
    if situation.discharge:
        message = "suspended in one entry of the discharge source and listed as current in another"
        return Verdict("undetermined", True, (Discrepancy("indeterminate", message),), (message,))
    return Verdict("suspended", True, because=("the discharge source suspends this treatment",))


def _stop_list_says_suspended(situation: Situation) -> bool:
    texts = [text for c in situation.stopped for text in c.line.statements]
    return any("suspend" in statement.kinds for statement in read_all(texts))
