"""At discharge in an entry whose status its source leaves open: nobody can tell from it whether it is to be taken."""

from adapter.reconciliation.situation import Discrepancy, Situation, Verdict


def verdict(situation: Situation) -> Verdict | None:
    if not any(candidate.line.status == "unknown" for candidate in situation.discharge):
        return None
    message = "the discharge source does not say whether it is to be taken"
    return Verdict("undetermined", None, (Discrepancy("indeterminate", message),), (message,))
