"""Lists and lines → groups with their status, discrepancies and proposals. Pure: no clock, no input or output."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapter.fhir.identifiers import stable_id
from adapter.reconciliation.candidate import Candidate, candidate
from adapter.reconciliation.duplication import duplications
from adapter.reconciliation.grouping import Sides, Treatment, group
from adapter.reconciliation.line import Line, ReadList
from adapter.reconciliation.not_current import Over, over
from adapter.reconciliation.proposals import Open, Proposal, proposals
from adapter.reconciliation.rules import combination
from adapter.reconciliation.rules.match import Match
from adapter.reconciliation.rules.reversal import Reversals, reversals
from adapter.reconciliation.sides import Side, is_discharge, is_history, side, usable
from adapter.reconciliation.situation import Around, Discrepancy, Situation, Verdict
from adapter.reconciliation.statuses import verdict


@dataclass(frozen=True, slots=True)
class Group:
    """One treatment. lines: all of it, in source order; history and discharge: those of the two sides."""

    id: str
    lines: tuple[Line, ...]
    history: tuple[Line, ...]
    discharge: tuple[Line, ...]
    match: Match
    verdict: Verdict
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """groups in the order of the discharge lists, then of the history; lines as given. without_coverage: ids of
    rows that a reversal touched."""

    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    lists: tuple[ReadList, ...]
    date: str
    admission: str | None
    without_coverage: frozenset[str]


def reconcile(
    lists: Sequence[ReadList], lines: Sequence[Line], *, date: str, admission: str | None = None
) -> Reconciliation:
    """Reconcile the lines of one patient.

    date: the reference day; admission: first day of the stay, None when unknown. Every line ends in exactly one
    group (law 1); the groups do not depend on the order of lines or lists, only their order of presentation does.
    """
    candidates = [candidate(line) for line in lines]
    cancelled = reversals(lines)
    sides = {line.id: _side(line, date, cancelled) for line in lines}
    around = _around(lists, candidates, sides, date, admission)
    treatments = group(candidates, sides, cancelled, _is_over(around.reference))
    situations = [_situation(treatment, sides, around) for treatment in treatments]
    twice = _duplications(situations)
    open_ = [_open(treatment, situation) for treatment, situation in zip(treatments, situations, strict=True)]
    proposed = proposals(sorted((o for o in open_ if o is not None), key=lambda o: o.id))
    rank = _ranks(lines, sides)
    groups = [_group(t, s, sides, twice, proposed, rank) for t, s in zip(treatments, situations, strict=True)]
    groups.sort(key=lambda g: min(rank[line.id] for line in g.lines))
    untouched = frozenset(line.id for line in lines if line.is_reversal) | cancelled.touched
    return Reconciliation(tuple(groups), tuple(lines), tuple(lists), date, admission, untouched)


def _side(line: Line, date: str, cancelled: Reversals) -> Side:
    found = side(line, date)
    return "past" if found == "history" and (line.is_reversal or line.id in cancelled.void) else found


def _is_over(reference: str) -> Callable[[Sequence[Candidate]], bool]:
    return lambda candidates: over([c.line for c in candidates], reference) is not None


def _around(
    lists: Sequence[ReadList], candidates: Sequence[Candidate], sides: Sides, date: str, admission: str | None
) -> Around:
    history, discharge = (
        [c for c in candidates if sides[c.line.id] in names]
        for names in (("history", "past"), ("discharge", "suspended"))
    )
    return Around(
        date=date,
        admission=admission,
        history_is_usable=usable([read for read in lists if is_history(read)], history),
        discharge_is_usable=usable([read for read in lists if is_discharge(read)], discharge),
        unidentified_history=any(not c.is_identified for c in history if sides[c.line.id] == "history"),
        unidentified_discharge=any(not c.is_identified for c in discharge),
    )


def _situation(treatment: Treatment, sides: Sides, around: Around) -> Situation:
    by_side: dict[str, list[Candidate]] = {}
    for c in treatment.candidates:
        by_side.setdefault(sides[c.line.id], []).append(c)
    history = by_side.get("history", [])
    ended: Over | None = over([c.line for c in history], around.reference)
    if ended is not None:
        by_side["past"] = by_side.get("past", []) + history
        by_side["history"] = []
    names = ("history", "past", "discharge", "suspended", "stopped", "later", "replaced", "apart")
    found = {name: by_side.get(name, []) for name in names}
    return Situation(around, **found, over=ended, is_combination=treatment.match.rung == combination.RUNG)


def _duplications(situations: Sequence[Situation]) -> dict[str, Discrepancy]:
    before = [c for situation in situations for c in situation.history]
    after = [c for situation in situations for c in situation.discharge]
    return {**duplications(before), **duplications(after)}


def _open(treatment: Treatment, situation: Situation) -> Open | None:
    """What may take part in a proposal: a group in force, before the stay (or stopped during it) or at discharge."""
    before, after = bool(situation.history or situation.stopped), bool(situation.discharge)
    if not before and not after:
        return None
    return Open(_id(treatment), treatment.candidates, before, after)


def _group(
    treatment: Treatment,
    situation: Situation,
    sides: Sides,
    twice: Mapping[str, Discrepancy],
    proposed: Sequence[Proposal],
    rank: Mapping[str, tuple[int, int]],
) -> Group:
    lines = sorted((c.line for c in treatment.candidates), key=lambda line: rank[line.id][1])
    said = verdict(situation)
    found = _one(dict.fromkeys(twice[line.id] for line in lines if line.id in twice))
    id_ = _id(treatment)
    return Group(
        id=id_,
        lines=tuple(lines),
        history=tuple(line for line in lines if sides[line.id] in ("history", "past")),
        discharge=tuple(line for line in lines if sides[line.id] in ("discharge", "suspended")),
        match=treatment.match,
        verdict=Verdict(said.status, said.documented, (*said.discrepancies, *found), said.because),
        proposals=tuple(p for p in proposed if id_ in p.groups),
    )


def _one(duplicates: Iterable[Discrepancy]) -> tuple[Discrepancy, ...]:
    """Duplications of one group as one discrepancy."""
    messages = sorted(discrepancy.message for discrepancy in duplicates)
    return (Discrepancy("duplication", "; ".join(messages)),) if messages else ()


def _id(treatment: Treatment) -> str:
    return stable_id("group", *sorted(c.line.id for c in treatment.candidates))


def _ranks(lines: Sequence[Line], sides: Sides) -> dict[str, tuple[int, int]]:
    """Where a line stands in the report: discharge first, then stops, history, and what is apart; in the order
    given."""
    order = ("discharge", "suspended", "stopped", "history", "past", "later", "replaced", "apart")
    return {line.id: (order.index(sides[line.id]), number) for number, line in enumerate(lines)}
