"""Doses given in hospital, planned treatments and entries withdrawn as errors: in the ledger, never an omission,
stop or addition."""

from adapter.reconciliation.not_current import is_long_interval
from adapter.reconciliation.situation import Situation, Verdict

_WORDS = {"administered": "given during the stay", "planned": "planned, not a current treatment"}


def verdict(situation: Situation) -> Verdict | None:
    if not situation.apart:
        return None
    line = situation.apart[0].line
    marked = "an order not to give" if line.resource.get("doNotPerform") else line.status
    because = (_WORDS.get(line.list, f"the source marks this entry as {marked}"),)
    if is_long_interval(line):
        return Verdict("undetermined", None, because=(*because, "given at long intervals: may still act"))
    return Verdict("not-current", None, because=because)
