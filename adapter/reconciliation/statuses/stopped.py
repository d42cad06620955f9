"""Stopped: an entry in a stopped list of the discharge source, or one with status stopped, and nothing of it left
at discharge."""

from adapter.reconciliation.situation import Situation, Verdict


def verdict(situation: Situation) -> Verdict | None:
    if not situation.stopped or situation.discharge:
        return None
    because = ["the discharge source lists it as stopped"]
    if not situation.history:
        because.append("not found in the history that was read")
    return Verdict("stopped", True, because=tuple(because))
