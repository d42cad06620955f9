"""Which parts of a file are about one patient, where the file is about several. Source: docs/decisions/0009."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from adapter.errors import PatientMismatch

Part = TypeVar("Part")

_NAMED = 5


class Groups(NamedTuple, Generic[Part]):
    """groups: the parts of each patient, in the order of the file; apart: parts that share a number with a patient
    before and are not shown to be about him, each a group of its own."""

    groups: list[list[Part]]
    apart: list[Part]


def by_patient(
    parts: Iterable[Part], shares: Callable[[Part, Part], bool], contradicts: Callable[[Part, Part], bool]
) -> Groups[Part]:
    """Parts that are shown to be about one patient, together: each joins the one group that it shares a number with,
    and that nothing in it contradicts. What fits none, or several, begins a group: two Bundles of one patient are safe,
    one Bundle of two is not."""
    found: Groups[Part] = Groups([], [])
    for part in parts:
        fitting = [group for group in found.groups if any(shares(part, known) for known in group)]
        if len(fitting) == 1 and not any(contradicts(part, known) for known in fitting[0]):
            fitting[0].append(part)
        else:
            found.groups.append([part])
            found.apart.extend([part] if fitting else [])
    return found


def with_advice(error: PatientMismatch, places: Sequence[str]) -> PatientMismatch:
    """The refusal of a file of several patients, with what to do. places: where each begins, where they can be told
    apart: names and numbers stand in no message."""
    return PatientMismatch(error.message + _advice(places), source=error.source, location=error.location)


def _advice(places: Sequence[str]) -> str:
    if len(places) < 2:
        return "; give one file a patient"
    named = ", ".join(places[:_NAMED])
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return f"; it has {len(places)} patients ({named}{more}): give one file each, or `medrec map --each-patient`"
