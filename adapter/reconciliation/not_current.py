"""Which history is over before the stay: a short course that ended, or a last delivery more than twelve months ago (design §6).

Never for products given at intervals over 28 days: a depot or an injection every three months leaves no trace for months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from adapter.reconciliation.line import Line
from adapter.reconciliation.views import day
from adapter.reconciliation.way import route_keys
from adapter.reconciliation.words import plain

SHORT_DAYS = 28
_REPEATED = 3
_PARENTERAL = (
    "sous-cutan",
    "intramuscul",
    "intraveineu",
    "intravitre",
    "implant",
    "subcutaneous",
    "intramuscular",
    "20066000",
    "20035000",
)
_LONG_ACTING_ATC = (
    "A11CC",  # vitamin D: single doses months apart
    "B03BA", "B03XA",  # vitamin B12; erythropoiesis-stimulating agents
    "G03AC", "G02BA", "G03BA",  # contraceptive depots, devices; testosterone
    "H01CB", "L02AE", "L02BX02",  # somatostatin and GnRH analogues, degarelix
    "M05BA", "M05BB", "M05BX04", "M05BX05",  # bisphosphonates, denosumab, romosozumab
    "N05A", "J07", "L04AC", "L04AA", "L04AG", "R03DX", "C10AX", "S01LA", "A10BJ", "N02CD", "D11AH",  # antipsychotic depots, biologicals
)  # fmt: skip
_SHORT_BY_NATURE = ("J01",)


@dataclass(frozen=True, slots=True)
class Over:
    """Why a history is over, as sentences."""

    because: tuple[str, ...]


def over(lines: Sequence[Line], reference: str) -> Over | None:
    """The lines of one treatment on the history side → why they are over on the reference day (admission, else `--date`)."""
    if not lines or any(is_long_interval(line) for line in lines):
        return None
    return _ended_course(lines, day(reference)) or _long_ago(lines, day(reference))


def is_long_interval(line: Line) -> bool:
    """Whether the product is given at intervals over 28 days, or may be: by its posology, as a depot, or by its class."""
    if line.rhythm is not None and line.rhythm.interval > SHORT_DAYS:
        return True
    injected = _is_injected(line)
    if injected and line.product is not None and line.product.release == "prolonged":
        return True
    classes = line.atc if injected or any(code.startswith("A11CC") for code in line.atc) else ()
    return any(code.startswith(prefix) for code in classes for prefix in _LONG_ACTING_ATC)


def _is_injected(line: Line) -> bool:
    routes = [line.route] if line.route else list(line.product.routes if line.product else ())
    words = [key for route in routes for key in route_keys(route)] + [plain(line.form.text if line.form else "")]
    return not any(words) or any(part in word for word in words for part in (*_PARENTERAL, "injectable"))


def _ended_course(lines: Sequence[Line], reference: Date) -> Over | None:
    ends = [_course_end(line) for line in lines]
    if any(end is None or end >= reference for end in ends) or _is_repeated(lines):
        return None
    last = max(end for end in ends if end is not None)
    return Over((f"a short course that ended on {last.isoformat()}, before {reference.isoformat()}",))


def _course_end(line: Line) -> Date | None:
    """Last day of a course that the source itself limits to less than 28 days; None when it states no such limit.

    Days of supply limit only what is a course by nature (antibiotics): a delivery that runs out is never a stop (law 5).
    """
    start = line.handed_over or line.start
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


def _is_repeated(lines: Sequence[Line]) -> bool:
    """Three courses or more are a habit, not a course."""
    return len({line.handed_over or line.start for line in lines}) >= _REPEATED


def _long_ago(lines: Sequence[Line], reference: Date) -> Over | None:
    if any(not line.handed_over for line in lines):
        return None
    last = max(day(line.handed_over) for line in lines if line.handed_over)
    if last >= _a_year_before(reference):
        return None
    return Over((f"last delivered on {last.isoformat()}, more than 12 months before {reference.isoformat()}",))


def _a_year_before(reference: Date) -> Date:
    try:
        return reference.replace(year=reference.year - 1)
    except ValueError:
        return reference.replace(year=reference.year - 1, day=28)
