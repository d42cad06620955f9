"""A combination on one side and its separate parts on the other.

Design §6: all parts present at the same daily doses are one treatment (`equivalent`). A part that is missing or
differs leaves the groups open with a `combination` proposal.
"""

from collections.abc import Sequence

from adapter.reconciliation.amounts import same_amounts
from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.rhythm import same_rhythm
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.sides import Side
from adapter.reconciliation.views import views
from adapter.reconciliation.way import same_route

RUNG = "combination-and-parts"
_OPPOSITE = {"history": "discharge", "discharge": "history"}

Component = list[Candidate]


def parts_of(combination: Component, components: Sequence[Component], sides: dict[str, Side]) -> list[Component]:
    """Components of the other side that hold some but not all substances of a combination which stands on one side
    only."""
    whole, here = substances_of(combination), only_side(combination, sides)
    if whole is None or len(whole) < 2 or here not in _OPPOSITE:
        return []
    found = []
    for component in components:
        part = substances_of(component)
        if part and part < whole and only_side(component, sides) == _OPPOSITE[here]:
            found.append(component)
    return found


def match(combination: Component, parts: Sequence[Component], components: Sequence[Component]) -> Match | None:
    """All substances exactly once, nothing else of them anywhere, by one route, at the same daily doses and rhythm."""
    whole = substances_of(combination) or frozenset()
    named = [name for part in parts for name in substances_of(part) or ()]
    if sorted(named) != sorted(whole) or _others(whole, [combination, *parts], components):
        return None
    left, right = views(combination), views([c for part in parts for c in part])
    if len(left) != 1 or len(right) != 1:
        return None
    routes_agree = all(same_route(a.way, b.way) is not False for a in left[0] for b in right[0])
    rhythms_agree = all(same_rhythm(a.line.rhythm, b.line.rhythm) for a in left[0] for b in right[0])
    amounts_agree = same_amounts([c.line for c in left[0]], [c.line for c in right[0]])
    if not (routes_agree and rhythms_agree and amounts_agree):
        return None
    return Match(
        RUNG, ("a combination and its separate parts", "all parts present, each at the same daily dose and rhythm")
    )


def substances_of(component: Component) -> frozenset[str] | None:
    return next((c.substances for c in component if c.substances), None)


def only_side(component: Component, sides: dict[str, Side]) -> str | None:
    """The one side on which a component stands, None when on several; what is over or comes later is on no side."""
    found = {sides[c.line.id] for c in component} - {"past", "later", "replaced"}
    return found.pop() if len(found) == 1 else None


def _others(whole: frozenset[str], used: Sequence[Component], components: Sequence[Component]) -> bool:
    return any(
        (substances_of(component) or frozenset()) & whole and not any(component is u for u in used)
        for component in components
    )
