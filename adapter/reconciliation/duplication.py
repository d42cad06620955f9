"""The same substance twice in one list (design §6). Monthly deliveries are renewals; two products delivered on one
day are not."""

from collections.abc import Sequence

from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.situation import Discrepancy


def duplications(candidates: Sequence[Candidate]) -> dict[str, Discrepancy]:
    """Lines in force on one side → for each line id that has a duplicate in its own list, the discrepancy."""
    by_list: dict[tuple[str, str], list[Candidate]] = {}
    for c in sorted(candidates, key=lambda c: c.line.id):
        by_list.setdefault((c.line.source, c.line.list_id), []).append(c)
    found = {}
    for lines in by_list.values():
        for a in lines:
            twice = [b for b in lines if b is not a and _is_duplicate(a, b)]
            if twice:
                found[a.line.id] = Discrepancy("duplication", _message([a, *twice]))
    return found


def _is_duplicate(a: Candidate, b: Candidate) -> bool:
    shared = bool(a.substances and b.substances and a.substances & b.substances)
    if not shared and not a.codes & b.codes:
        return False
    if a.line.handed_over and b.line.handed_over:
        return (
            a.line.handed_over[:10] == b.line.handed_over[:10] and not a.codes & b.codes and a.line.list == b.line.list
        )
    return not _apart_in_time(a, b)


def _apart_in_time(a: Candidate, b: Candidate) -> bool:
    first, second = sorted((a.line, b.line), key=lambda line: line.start or "")
    return bool(first.end and second.start and first.end[:10] < second.start[:10])


def _message(lines: Sequence[Candidate]) -> str:
    shared = ", ".join(sorted(frozenset.intersection(*(c.substances or frozenset() for c in lines))))
    shown = "; ".join(sorted(c.line.display for c in lines))
    return f"the same substance twice in one list ({shared}): {shown}" if shared else f"twice in one list: {shown}"
