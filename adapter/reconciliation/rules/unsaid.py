"""What a match had to take as not contradicted, because one side does not say it."""

from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.way import same_form, same_route


def unsaid(a: Candidate, b: Candidate) -> tuple[str, ...]:
    found = []
    if same_form(a.way, b.way) is None:
        found.append("form not stated on both sides")
    if same_route(a.way, b.way) is None:
        found.append("route not stated on both sides")
    return tuple(found)
