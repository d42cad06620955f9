"""What the engine proposes and does not do: groups left open on opposite sides that a person may see as one change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapter.reconciliation.candidate import Candidate, conflict
from adapter.reconciliation.words import plain

ATC_LEVEL_4 = 5
ATC_LEVEL_5 = 7


@dataclass(frozen=True, slots=True)
class Open:
    """A group as proposals see it: its candidates; whether it stands before the stay, and at discharge."""

    id: str
    candidates: Sequence[Candidate]
    before: bool
    after: bool

    @property
    def substances(self) -> frozenset[str] | None:
        return next((c.substances for c in self.candidates if c.substances), None)

    def atc(self, length: int) -> frozenset[str]:
        return frozenset(code[:length] for c in self.candidates for code in c.line.atc if len(code) >= length)


@dataclass(frozen=True, slots=True)
class Proposal:
    type: str
    groups: tuple[str, ...]
    text: str
    because: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"type": self.type, "groups": list(self.groups), "text": self.text, "because": list(self.because)}


def proposals(groups: Sequence[Open]) -> list[Proposal]:
    """For each pair of groups the strongest proposal, if any; each names all groups concerned."""
    found = []
    for i, a in enumerate(groups):
        for b in groups[i + 1 :]:
            proposal = _tie(a, b) or (_between(a, b) if _opposite(a, b) else None)
            if proposal is not None:
                found.append(proposal)
    return found


def _opposite(a: Open, b: Open) -> bool:
    return (a.before and not a.after and b.after and not b.before) or (
        b.before and not b.after and a.after and not a.before
    )


def _tie(a: Open, b: Open) -> Proposal | None:
    """Same substances, nothing known against one treatment, and kept apart: there was more than one place for a
    line."""
    if not a.substances or a.substances != b.substances or (a.before, a.after) == (b.before, b.after) == (True, True):
        return None
    if all(conflict(x, y) for x in a.candidates for y in b.candidates):
        return None
    because = ("same substance", "more than one line fits: form, release or route is not stated")
    return Proposal("same-treatment", (a.id, b.id), "These may be one treatment.", because)


def _between(a: Open, b: Open) -> Proposal | None:
    for rule in (_same_substance, _combination, _same_class, _same_label, _substitution):
        found = rule(a, b)
        if found is not None:
            return found
    return None


def _same_substance(a: Open, b: Open) -> Proposal | None:
    if not a.substances or a.substances != b.substances:
        return None
    because = ("same substance", "other form, release or route")
    return Proposal("same-treatment", (a.id, b.id), "These may be one treatment given in another way.", because)


def _combination(a: Open, b: Open) -> Proposal | None:
    one, other = a.substances, b.substances
    if not one or not other or not (one < other or other < one):
        return None
    because = (
        f"both contain {', '.join(sorted(one & other))}",
        "a part is missing, or daily doses are not shown to be equal",
    )
    return Proposal("combination", (a.id, b.id), "A combination may stand for its separate parts.", because)


def _same_class(a: Open, b: Open) -> Proposal | None:
    shared = sorted(a.atc(ATC_LEVEL_5) & b.atc(ATC_LEVEL_5))
    if not shared:
        return None
    because = (f"same ATC code {shared[0]}", "the substances are not shown to be the same")
    return Proposal("same-treatment", (a.id, b.id), "These may be one treatment.", because)


def _same_label(a: Open, b: Open) -> Proposal | None:
    names = {plain(c.line.display) for c in a.candidates} & {plain(c.line.display) for c in b.candidates} - {""}
    if not names or (a.substances and b.substances) or any(c.line.is_magistral for c in (*a.candidates, *b.candidates)):
        return None
    because = ("written the same way", "the product is not identified")
    return Proposal("same-treatment", (a.id, b.id), "These may be one treatment.", because)


def _substitution(a: Open, b: Open) -> Proposal | None:
    shared = sorted(a.atc(ATC_LEVEL_4) & b.atc(ATC_LEVEL_4))
    if not shared or not a.substances or not b.substances:
        return None
    because = (f"same ATC class {shared[0]}", "one is missing at discharge, the other is new there")
    return Proposal("substitution", (a.id, b.id), "One may replace the other.", because)
