"""The ladder: RULES in order, strongest first. The first rung that matches two lines says that they are one
treatment, and why.

What needs more than two lines stands beside: other_form (one line of a substance left on each side), combination (a
combination and its separate parts), reversal (a row that cancels another). The same ATC class is no rung: it makes
proposals (proposals.py).
"""

from collections.abc import Callable

from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.rules import same_daily_dose, same_ingredients, same_product_code, same_strength_form_route
from adapter.reconciliation.rules.match import Match

Rule = Callable[[Candidate, Candidate], Match | None]

RULES: tuple[Rule, ...] = (
    same_product_code.match,
    same_strength_form_route.match,
    same_daily_dose.match,
    same_ingredients.match,
)

RUNGS = (
    same_product_code.RUNG,
    same_strength_form_route.RUNG,
    same_daily_dose.RUNG,
    same_ingredients.RUNG,
)


def match(a: Candidate, b: Candidate) -> Match | None:
    """The strongest rung on which two lines are one treatment; None when no rung says so."""
    for rule in RULES:
        found = rule(a, b)
        if found is not None:
            return found
    return None
