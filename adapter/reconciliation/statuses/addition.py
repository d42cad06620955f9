"""New at discharge: `started`, with `addition` when unsaid; `undetermined` when no usable history could show that
it is new."""

from adapter.reconciliation.situation import Discrepancy, Situation, Verdict
from adapter.reconciliation.statements import START


def verdict(situation: Situation) -> Verdict | None:
    if not situation.discharge or situation.history or situation.stopped or situation.suspended:
        return None
    said = [statement for statement in situation.statements if statement.kinds & START]
    if said:
        return Verdict("started", True, because=(f"the discharge source says: {said[0].text}",))
    around = situation.around
    if not around.history_is_usable:
        message = "no usable history was read: whether it is new is not known"
        return Verdict("undetermined", None, (Discrepancy("indeterminate", message),), (message,))
    if not situation.is_identified and around.unidentified_history:
        message = "not identified, and neither is a line of the history: they may be the same"
        return Verdict("undetermined", False, (Discrepancy("indeterminate", message),), (message,))
    because = ("at discharge, not in the history", *(situation.over.because if situation.over else ()))
    message = "new at discharge, and the discharge source does not say why"
    return Verdict("started", False, (Discrepancy("addition", message),), because)
