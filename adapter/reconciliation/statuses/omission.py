"""In the history and absent at discharge, unsaid: `undetermined` with `omission`; `indeterminate` when no discharge
list could be used."""

from adapter.reconciliation.situation import Discrepancy, Situation, Verdict


def verdict(situation: Situation) -> Verdict | None:
    if situation.discharge or not situation.history:
        return None
    around = situation.around
    if not around.discharge_is_usable:
        message = "no usable discharge list was read: whether it goes on is not known"
        return Verdict("undetermined", None, (Discrepancy("indeterminate", message),), (message,))
    if not situation.is_identified and around.unidentified_discharge:
        message = "not identified, and neither is a line of the discharge list: they may be the same"
        return Verdict("undetermined", False, (Discrepancy("indeterminate", message),), (message,))
    message = "in the history, absent at discharge, and the discharge source does not say why"
    return Verdict("undetermined", False, (Discrepancy("omission", message),), (message,))
