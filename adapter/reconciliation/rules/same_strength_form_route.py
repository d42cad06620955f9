"""Rung 2: same substances in the same strengths, same form class and release, same route, all of them known."""

from adapter.reconciliation.candidate import Candidate, same_strength, same_substances
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.way import same_form, same_route

RUNG = "same-ingredients-strength-form-route"


def match(a: Candidate, b: Candidate) -> Match | None:
    if not same_substances(a, b) or not same_strength(a, b):
        return None
    if not same_form(a.way, b.way) or not same_route(a.way, b.way):
        return None
    names = " + ".join(ingredient.name for ingredient in a.line.ingredients)
    return Match(RUNG, (f"same substance and strength ({names})", "same form and route"))
