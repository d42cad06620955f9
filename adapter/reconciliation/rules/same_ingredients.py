"""Rung 4: same substances with another dose or rhythm, or with one that is not known; nothing known against one
form and route."""

from adapter.reconciliation.candidate import Candidate, same_substances
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.rules.unsaid import unsaid
from adapter.reconciliation.way import compatible

RUNG = "same-ingredients"


def match(a: Candidate, b: Candidate) -> Match | None:
    if not same_substances(a, b) or not compatible(a.way, b.way):
        return None
    return Match(RUNG, ("same substance, dose or rhythm not shown to be equal", *unsaid(a, b)))
