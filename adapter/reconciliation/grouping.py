"""Lines → groups, one treatment each: the ladder pair by pair, then what needs more than a pair. Independent of the
order of lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapter.reconciliation.candidate import Candidate, conflict
from adapter.reconciliation.components import components
from adapter.reconciliation.rules import RUNGS, combination, match, other_form, reversal
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.rules.reversal import Reversals
from adapter.reconciliation.sides import Side

ALONE = Match("alone", ("no other line was shown to be this treatment",))
Sides = dict[str, Side]


@dataclass(frozen=True, slots=True)
class Treatment:
    """Candidates that are one treatment, and what says so."""

    candidates: tuple[Candidate, ...]
    match: Match


def group(
    candidates: Sequence[Candidate], sides: Sides, cancelled: Reversals, is_over: Callable[[Sequence[Candidate]], bool]
) -> list[Treatment]:
    """Every candidate in exactly one treatment. `is_over`: whether the history lines of a set ended before the stay."""
    ordered = sorted(candidates, key=lambda c: c.line.id)
    joining = [c for c in ordered if sides[c.line.id] != "apart" and c.line.id not in cancelled.cancels]
    matches = {(a.line.id, b.line.id): said for a, b in _pairs(joining) if (said := match(a, b)) is not None}
    found = [Treatment(tuple(part), _weakest(part, matches)) for part in components(joining, _in(matches), conflict)]
    found = _join_combinations(found, _in_force(found, sides, is_over))
    found = _join_other_forms(found, _in_force(found, sides, is_over))
    found = _join_reversals(found, ordered, cancelled)
    seen = {c.line.id for treatment in found for c in treatment.candidates}
    return found + [Treatment((c,), ALONE) for c in ordered if c.line.id not in seen]


def _pairs(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Pairs that could match at all: a product code or all substances in common."""
    blocks: dict[object, list[Candidate]] = {}
    for c in candidates:
        for key in (c.substances, *c.codes):
            if key:
                blocks.setdefault(key, []).append(c)
    found = {}
    for block in blocks.values():
        for i, a in enumerate(block):
            for b in block[i + 1 :]:
                found[(a.line.id, b.line.id)] = (a, b)
    return list(found.values())


def _in(matches: dict[tuple[str, str], Match]) -> Callable[[Candidate, Candidate], bool]:
    return lambda a, b: (a.line.id, b.line.id) in matches or (b.line.id, a.line.id) in matches


def _weakest(part: Sequence[Candidate], matches: dict[tuple[str, str], Match]) -> Match:
    """The rung that holds a set together: the best rung of each line, of these the weakest, with the sentences of
    that rung."""
    if len(part) == 1:
        return ALONE
    ids = sorted(c.line.id for c in part)
    best: dict[str, Match] = {}
    for number, a in enumerate(ids):
        for b in ids[number + 1 :]:
            said = matches.get((a, b))
            if said is None:
                continue
            for id_ in (a, b):
                if id_ not in best or RUNGS.index(said.rung) < RUNGS.index(best[id_].rung):
                    best[id_] = said
    rung = max((found.rung for found in best.values()), key=RUNGS.index)
    because = dict.fromkeys(text for found in best.values() for text in found.because if found.rung == rung)
    return Match(rung, tuple(because))


def _in_force(treatments: Sequence[Treatment], sides: Sides, is_over: Callable[[Sequence[Candidate]], bool]) -> Sides:
    """The sides, with histories that are over turned into `past`: what is over is no counterpart."""
    found = dict(sides)
    for treatment in treatments:
        history = [c for c in treatment.candidates if sides[c.line.id] == "history"]
        if history and is_over(history):
            found.update({c.line.id: "past" for c in history})
    return found


def _join_combinations(treatments: list[Treatment], sides: Sides) -> list[Treatment]:
    parts = [list(treatment.candidates) for treatment in treatments]
    found = list(treatments)
    for whole in parts:
        separate = combination.parts_of(whole, parts, sides)
        said = combination.match(whole, separate, parts) if separate else None
        if said is not None:
            found = _joined(found, [whole, *separate], said)
    return found


def _join_other_forms(treatments: list[Treatment], sides: Sides) -> list[Treatment]:
    found = list(treatments)
    for history, discharge in other_form.pairs([list(treatment.candidates) for treatment in treatments], sides):
        said = other_form.match(history, discharge)
        if said is not None:
            found = _joined(found, [history, discharge], said)
    return found


def _join_reversals(
    treatments: list[Treatment], candidates: Sequence[Candidate], cancelled: Reversals
) -> list[Treatment]:
    """Each reversal into the group of its row, whatever that row is (also a nameless one)."""
    found = list(treatments)
    by_id = {c.line.id: c for c in candidates}
    for reversal_id, row_id in sorted(cancelled.cancels.items()):
        extra = by_id[reversal_id]
        for i, treatment in enumerate(found):
            if any(c.line.id == row_id for c in treatment.candidates):
                said = treatment.match if len(treatment.candidates) > 1 else reversal.match(extra.line)
                found[i] = Treatment((*treatment.candidates, extra), said)
    return found


def _joined(treatments: Sequence[Treatment], parts: Sequence[Sequence[Candidate]], said: Match) -> list[Treatment]:
    ids = {c.line.id for part in parts for c in part}
    rest = [treatment for treatment in treatments if not any(c.line.id in ids for c in treatment.candidates)]
    return [*rest, Treatment(tuple(c for part in parts for c in part), said)]
