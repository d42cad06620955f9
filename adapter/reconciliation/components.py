"""Lines that match, as groups in which nothing conflicts: independent of the order of the lines (law 6: ties stay
open)."""

from collections.abc import Callable, Iterable, Sequence

from adapter.reconciliation.candidate import Candidate

Pair = Callable[[Candidate, Candidate], bool]


def components(candidates: Sequence[Candidate], matches: Pair, conflicts: Pair) -> list[list[Candidate]]:
    """Connected sets of matching candidates, none holding two that conflict.

    A candidate that would tie conflicting ones together (a label without a form between a tablet and a patch) joins
    the one side that it matches, when there is only one, and else stays alone.
    """
    found: list[list[Candidate]] = []
    for component in _connected(candidates, matches):
        found.extend(_without_conflict(component, matches, conflicts))
    return found


def _without_conflict(component: list[Candidate], matches: Pair, conflicts: Pair) -> list[list[Candidate]]:
    sure = [c for c in component if any(conflicts(c, other) for other in component)]
    if not sure:
        return [component]
    cores = _connected(sure, matches)
    if any(conflicts(a, b) for core in cores for a in core for b in core):
        return [[c] for c in component]
    joined = [list(core) for core in cores]
    loose = []
    for candidate in component:
        if any(candidate is c for c in sure):
            continue
        fitting = [i for i, core in enumerate(cores) if any(matches(candidate, c) for c in core)]
        if len(fitting) == 1:
            joined[fitting[0]].append(candidate)
        else:
            loose.append([candidate])
    return joined + loose


def _connected(candidates: Iterable[Candidate], matches: Pair) -> list[list[Candidate]]:
    rest = list(candidates)
    found = []
    while rest:
        component, frontier = [], [rest.pop(0)]
        while frontier:
            current = frontier.pop()
            component.append(current)
            near = [c for c in rest if matches(current, c)]
            rest = [c for c in rest if not any(c is n for n in near)]
            frontier.extend(near)
        found.append(component)
    return found
