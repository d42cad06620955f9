"""Rung 3: same substances with an equal daily dose and the same rhythm, and nothing known against one form and
route."""

from adapter.reconciliation.amounts import same_amounts
from adapter.reconciliation.candidate import Candidate, same_substances
from adapter.reconciliation.rhythm import same_rhythm
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.rules.unsaid import unsaid
from adapter.reconciliation.way import compatible

RUNG = "same-ingredients-daily-dose-rhythm"


def match(a: Candidate, b: Candidate) -> Match | None:
    if not same_substances(a, b) or not compatible(a.way, b.way):
        return None
    if not same_amounts([a.line], [b.line]) or not same_rhythm(a.line.rhythm, b.line.rhythm):
        return None
    return Match(RUNG, ("same substance", "equal daily dose and the same rhythm", *unsaid(a, b)))
