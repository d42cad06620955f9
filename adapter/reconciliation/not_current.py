"""Which history is over before the stay: a short course that ended, or a last delivery more than twelve months ago
(design §6).

Never for products given at intervals over 28 days: a depot or an injection every three months leaves no trace for
months.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from adapter.reconciliation.line import Line
from adapter.reconciliation.views import day
from adapter.reconciliation.way import route_keys
from adapter.reconciliation.words import plain

SHORT_DAYS = 28
_REPEATED = 3
_INJECTED = (
    "sous cutan",
    "intramuscul",
    "intravein",
    "intravitre",
    "intra uterin",
    "implant",
    "injectable",
    "subcutaneous",
)
_INJECTED_CODES = ("20066000", "20035000", "20045000")  # EDQM: subcutaneous, intramuscular, intravenous use
_SAYS_INJECTED = re.compile("|".join(map(re.escape, (*_INJECTED, *_INJECTED_CODES))))
_LONG_ACTING = ("A11CC", "B03BA")
"""ATC classes with products for intervals of months by any route: vitamin D, vitamin B12."""
_LONG_ACTING_INJECTED = (
    "B03XA",  # erythropoiesis-stimulating agents
    "C10AX",  # PCSK9 antibodies
    "D11AH", "L04AA", "L04AB", "L04AC", "N02CD", "R03DX",  # antibodies
    "G02BA", "G03AC", "G03BA",  # hormones in depots, implants and devices
    "H01CB", "L02AE", "L02BX",  # somatostatin and GnRH analogues and antagonists
    "M05BA", "M05BX",  # bisphosphonates, denosumab
    "N05A",  # antipsychotic depots
    "S01LA",  # injected into the eye
)  # fmt: skip
_SHORT_BY_NATURE = ("J01",)


@dataclass(frozen=True, slots=True)
class Over:
    """Why a history is over, as sentences."""

    because: tuple[str, ...]


def over(lines: Sequence[Line], reference: str) -> Over | None:
    """The lines of one treatment on the history side → why they are over on the reference day (admission, else
    `--date`)."""
    if not lines or any(is_long_interval(line) for line in lines):
        return None
    return _ended_course(lines, day(reference)) or _long_ago(lines, day(reference))


def is_long_interval(line: Line) -> bool:
    """Whether the product is given at intervals over 28 days, or may be: by its posology, as a depot, or by its
    class."""
    if line.rhythm is not None and line.rhythm.interval > SHORT_DAYS:
        return True
    if any(code.startswith(_LONG_ACTING) for code in line.atc):
        return True
    if not _is_injected(line):
        return False
    release = line.product.release if line.product is not None else ""
    return release == "prolonged" or any(code.startswith(_LONG_ACTING_INJECTED) for code in line.atc)


def _is_injected(line: Line) -> bool:
    """By route or form; a line that states neither may be."""
    routes = [line.route] if line.route else list(line.product.routes if line.product else ())
    words = [key for route in routes for key in route_keys(route)] + [plain(line.form.text if line.form else "")]
    return not any(words) or any(map(_SAYS_INJECTED.search, words))


def _ended_course(lines: Sequence[Line], reference: date) -> Over | None:
    ends = [_course_end(line) for line in lines]
    if any(end is None or end >= reference for end in ends) or _is_repeated(lines):
        return None
    last = max(end for end in ends if end is not None)
    return Over((f"a short course that ended on {last.isoformat()}, before {reference.isoformat()}",))


def _course_end(line: Line) -> date | None:
    """Last day of a course that the source itself limits to less than 28 days; None when it states no such limit.

    Days of supply limit only what is a course by nature (antibiotics): a delivery that runs out is never a stop
    (law 5).
    """
    start = _start(line)
    if start and line.duration is not None and line.duration < SHORT_DAYS:
        return day(start) + timedelta(days=max(int(line.duration) - 1, 0))
    if line.start and line.end and 0 <= (day(line.end) - day(line.start)).days < SHORT_DAYS:
        return day(line.end)
    is_course = any(code.startswith(prefix) for code in line.atc for prefix in _SHORT_BY_NATURE)
    if (
        is_course
        and line.coverage is not None
        and (day(line.coverage.end) - day(line.coverage.start)).days < SHORT_DAYS
    ):
        return day(line.coverage.end)
    return None


def _start(line: Line) -> str | None:
    return line.handed_over or line.start or line.authored


def _is_repeated(lines: Sequence[Line]) -> bool:
    """Three courses or more are a habit, not a course."""
    return len({_start(line) for line in lines}) >= _REPEATED


def _long_ago(lines: Sequence[Line], reference: date) -> Over | None:
    if any(not line.handed_over or not line.ingredients for line in lines):  # unidentified: it may be a depot
        return None
    last = max(day(line.handed_over) for line in lines if line.handed_over)
    if last >= _a_year_before(reference):
        return None
    return Over((f"last delivered on {last.isoformat()}, more than 12 months before {reference.isoformat()}",))


def _a_year_before(reference: date) -> date:
    try:
        return reference.replace(year=reference.year - 1)
    except ValueError:
        return reference.replace(year=reference.year - 1, day=28)
