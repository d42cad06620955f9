"""A line prepared for comparison: everything that rules compare again and again, worked out once for a
reconciliation."""

from dataclasses import dataclass

from adapter.fhir.canonical import CIS
from adapter.reconciliation.identity import MARKETED_SYSTEMS, insulin, product_codes, strengths, substances
from adapter.reconciliation.line import Line
from adapter.reconciliation.way import Way, compatible, way
from adapter.reconciliation.words import plain

StrengthKey = tuple  # one row a substance: name, value, unit, per


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """substances: None when not known well enough to compare; strengths: None when one of them is not stated."""

    line: Line
    substances: frozenset[str] | None
    codes: frozenset[tuple[str, str]]
    strengths: StrengthKey | None
    way: Way
    insulin: tuple[frozenset[str], str] | None = None

    @property
    def is_identified(self) -> bool:
        """Whether anything could show that another line is the same treatment."""
        return bool(self.substances or self.codes)


def candidate(line: Line) -> Candidate:
    return Candidate(line, substances(line), product_codes(line), strengths(line), way(line), insulin(line))


def same_substances(a: Candidate, b: Candidate) -> bool:
    return a.substances is not None and a.substances == b.substances and not _other_insulin(a, b)


def same_strength(a: Candidate, b: Candidate) -> bool | None:
    """None when a strength is not known."""
    return None if a.strengths is None or b.strengths is None else a.strengths == b.strengths


def same_product(a: Candidate, b: Candidate) -> bool:
    """A product code in common, and no known difference of substances (the code of one of them is then wrong). A code
    that no drug data know needs names that begin alike: a wrong code must not join two products."""
    if a.substances is not None and b.substances is not None and a.substances != b.substances:
        return False
    return bool(a.codes & b.codes) and not _other_name(a.line, b.line)


def same_marketed_product(a: Candidate, b: Candidate) -> bool:
    """Both known to be one marketed product; two packs of one CIS are."""
    return any(system in MARKETED_SYSTEMS for system, _ in a.codes & b.codes)


def marketed_products_differ(a: Candidate, b: Candidate) -> bool:
    """Both products known, and two: only then another product was really named."""
    left, right = ({code for system, code in c.codes if system == CIS} for c in (a, b))
    return bool(left) and bool(right) and not left & right


def _other_name(a: Line, b: Line) -> bool:
    if a.product is not None and b.product is not None:
        return False
    first, second = (next((word for word in plain(line.display).split() if word.isalpha()), "") for line in (a, b))
    return bool(first and second) and first != second


def _other_insulin(a: Candidate, b: Candidate) -> bool:
    if a.insulin is None or b.insulin is None:
        return False
    return not a.insulin[0] & b.insulin[0] or a.insulin[1] != b.insulin[1]


def conflict(a: Candidate, b: Candidate) -> bool:
    """Known to be two treatments: other substances, another insulin, or another form, release or route without a
    product code in common."""
    if _other_insulin(a, b):
        return True
    if a.substances is not None and b.substances is not None and a.substances != b.substances:
        return True
    return not a.codes & b.codes and not compatible(a.way, b.way)
