"""Rung 1: both lines carry the same product code (CIS, CIP, UCD, virtual product)."""

from adapter.reconciliation.candidate import Candidate, same_product
from adapter.reconciliation.rules.match import Match

RUNG = "same-product-code"


def match(a: Candidate, b: Candidate) -> Match | None:
    if not same_product(a, b):
        return None
    _, code = min(a.codes & b.codes)
    return Match(RUNG, (f"same product code {code}",))
