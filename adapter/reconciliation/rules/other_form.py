"""One treatment given in another form or release by the same route: only when each side has one set of lines left
for a substance.

Design §6: other release, form or route is never `continued` or `equivalent`: what this rung joins is `modified`.
Another route (tablet and patch) stays two groups with a proposal: amounts do not compare, and law 6 prefers to
merge too little.
"""

from collections.abc import Sequence

from adapter.reconciliation.candidate import Candidate, same_substances
from adapter.reconciliation.rules.combination import only_side, substances_of
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.sides import Side
from adapter.reconciliation.way import same_form, same_route

RUNG = "same-ingredients-other-form"


def match(history: Sequence[Candidate], discharge: Sequence[Candidate]) -> Match | None:
    """Every line of one side against every line of the other: same substances, same known route, known other form."""
    for a in history:
        for b in discharge:
            if not same_substances(a, b) or not same_route(a.way, b.way) or same_form(a.way, b.way) is not False:
                return None
    return Match(
        RUNG, ("same substance and route, another form or release", "nothing else of this substance on either side")
    )


def pairs(
    components: Sequence[list[Candidate]], sides: dict[str, Side]
) -> list[tuple[list[Candidate], list[Candidate]]]:
    """For each substance with two sets of lines in force, one only in the history and one only at discharge: these
    two."""
    by_substances: dict[frozenset[str], list[list[Candidate]]] = {}
    for component in components:
        names = substances_of(component)
        if names and any(sides[c.line.id] not in ("past", "later", "replaced", "apart") for c in component):
            by_substances.setdefault(names, []).append(component)
    found = []
    for same in by_substances.values():
        by_side = {only_side(component, sides): component for component in same}
        if len(same) == 2 and by_side.keys() == {"history", "discharge"}:
            found.append((by_side["history"], by_side["discharge"]))
    return found
