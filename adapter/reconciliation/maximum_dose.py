"""Amounts a day or a week over the largest labelled one, by substance, over the lines of one list that hold together.

A check, not a rule: it changes no status and no dose. What is not known (no strength, a text understood in part) says
nothing, and neither does a substance that the table does not have.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from adapter.fhir.weekdays import WEEKDAYS
from adapter.issues import Issue
from adapter.medication.maximum_doses import MaximumDose, maximum_doses
from adapter.medication.product import DailyDose, number
from adapter.reconciliation.identity import substance_key
from adapter.reconciliation.line import Line
from adapter.terminology import ucum

_NOT_TAKEN = ("stopped", "cancelled", "on-hold", "not-taken", "entered-in-error", "declined")
_NO_REGIMEN = ("stopped", "administered")
_DAYS = {"d": Decimal(1), "wk": Decimal(7)}
_ALWAYS = "~"  # after any ISO day: a line without an end


@dataclass(frozen=True, slots=True)
class _Taken:
    """A line's amount of one substance in one of the row's periods, in the unit of its maximum."""

    line: Line
    low: Decimal
    high: Decimal


def over_maximum(lines: Iterable[Line], table: Sequence[MaximumDose] | None = None) -> list[Issue]:
    """Issues (`warning`, `business-rule`) for what is over the largest labelled amount, at the place of the first line.

    lines: of any sources; amounts of one list are added up where the lines hold at the same time, those of two lists
    never. As-needed doses and ranges count with their upper end. table: the one that ships, when None.
    """
    rows = {substance_key(row.substance): row for row in (maximum_doses() if table is None else table)}
    issues = []
    for together in _together(lines):
        for row in _rows(together, rows):
            often = [_too_often(line, row) for line in together if _is_too_often(line, row)]
            issues += often or _on_several_days(together, row)
            issues += _too_much(together, row)
    return list(dict.fromkeys(issues))


def _together(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of one list. Deliveries are renewed: only those of one day are together, one for each product; what
    stands in no list, and one of several alternatives, is alone."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        if not _is_taken(line):
            continue
        alone = not line.list_id or line.resource.get("intent") == "option"
        key = (line.source, line.list_id, line.id if alone else (line.handed_over or "")[:10])
        kept = found.setdefault(key, [])
        if not (line.handed_over and any(_same_product(line, other) for other in kept)):
            kept.append(line)
    yield from found.values()


def _is_taken(line: Line) -> bool:
    stopped = line.list in _NO_REGIMEN or line.status in _NOT_TAKEN or line.resource.get("doNotPerform") is True
    return not (stopped or line.is_reversal or line.is_replaced)


def _same_product(a: Line, b: Line) -> bool:
    return (a.codes or a.display) == (b.codes or b.display)


def _rows(lines: Sequence[Line], rows: Mapping[str, MaximumDose]) -> list[MaximumDose]:
    keys = [substance_key(ingredient.name) for line in lines for ingredient in line.ingredients]
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def _applies(line: Line, row: MaximumDose) -> bool:
    """Whether the line has the substance and, as far as is known, a route of the row."""
    if all(substance_key(found.name) != substance_key(row.substance) for found in line.ingredients):
        return False
    stated = {line.route.code} if line.route else {r.code for r in line.product.routes} if line.product else set()
    known = stated - {""}
    return not row.routes or not known or not known.isdisjoint(row.routes)


def _too_much(lines: Sequence[Line], row: MaximumDose) -> Iterator[Issue]:
    """The largest sum of lines that hold together; an average is only compared by itself, with its interval."""
    taken = [found for line in lines if _applies(line, row) and (found := _taken(line, row)) is not None]
    daily = [found for found in taken if row.per == "wk" or _interval(found.line, row) is None]
    sums = [_alive(daily, found.line.start or "") for found in daily]
    sums += [[found] for found in taken if found not in daily]
    most = max(sums, key=lambda found: sum((one.high for one in found), Decimal(0)), default=[])
    if sum((one.high for one in most), Decimal(0)) > row.maximum.value:
        yield _issue(most, row)


def _alive(taken: Sequence[_Taken], day: str) -> list[_Taken]:
    """Those that hold on a day: a step that has ended is not added to the next."""
    holding = set(map(id, _at_once([one.line for one in taken], day)))
    return [one for one in taken if id(one.line) in holding]


def _at_once(lines: Sequence[Line], day: str) -> list[Line]:
    return [line for line in lines if (line.start or "")[:10] <= day[:10] <= f"{line.end or ''}{_ALWAYS}"]


def _taken(line: Line, row: MaximumDose) -> _Taken | None:
    """The amount of a day, or of a week, in the row's unit; None when it is not known or of another dimension."""
    dose = _amount(line, row)
    factor = ucum.convert(Decimal(1), dose.unit, row.maximum.unit) if dose is not None else None
    if dose is None or factor is None:
        return None
    factor *= _DAYS[row.per]
    return _Taken(line, round(dose.low * factor, 6), round(dose.high * factor, 6))


def _amount(line: Line, row: MaximumDose) -> DailyDose | None:
    key = substance_key(row.substance)
    return next((dose for name, dose in line.amounts if substance_key(name) == key), None)


def _interval(line: Line, row: MaximumDose) -> str | None:
    dose = _amount(line, row)
    return None if dose is None or dose.interval is None else f"{number(dose.interval.value)} {dose.interval.unit}"


def _is_too_often(line: Line, row: MaximumDose) -> bool:
    """Whether a drug of one day a week is taken more often, whatever its amount. A rhythm that is not known says
    nothing, and neither does "as needed" alone."""
    if not row.once or not _applies(line, row):
        return False
    rhythm = line.rhythm
    if rhythm is None:
        return line.daily_dose is not None and line.daily_dose.interval is None and line.daily_dose.high > 0
    is_unsaid = rhythm.as_needed and rhythm.times is None and not rhythm.moments
    return not is_unsaid and (rhythm.times or Decimal(1)) * 7 > rhythm.interval


def _on_several_days(lines: Sequence[Line], row: MaximumDose) -> list[Issue]:
    """Lines that hold together, each once a week on a day of its own; two strengths of one day are one intake."""
    days = {id(line): line.rhythm.moments.intersection(WEEKDAYS) for line in lines if line.rhythm is not None}
    weekly = [line for line in lines if row.once and days.get(id(line)) and _applies(line, row)]
    alive = max((_at_once(weekly, line.start or "") for line in weekly), key=len, default=[])
    if len({day for line in alive for day in days[id(line)]}) < 2:
        return []
    names = ", ".join(f"'{line.display}'" for line in alive)
    message = (
        f"{names} together: on several days of the week, {row.substance} is taken on one day a week and never daily"
    )
    return [_at(alive[0], f"{message} ({row.source})")]


def _too_often(line: Line, row: MaximumDose) -> Issue:
    return _at(
        line,
        f"'{line.display}': its posology is more often than once a week, {row.substance} is taken on one day a week "
        f"and never daily ({row.source})",
    )


def _issue(taken: Sequence[_Taken], row: MaximumDose) -> Issue:
    low, high = (sum((getattr(one, end) for one in taken), Decimal(0)) for end in ("low", "high"))
    values = f"{number(low)}-{number(high)}" if low != high else f"{number(high)}"
    every = _interval(taken[0].line, row) if row.per == "d" else None
    dose = f"{values} {row.maximum.unit}/{row.per}{f' on average, every {every}' if every else ''}"
    most = f"{number(row.maximum.value)} {row.maximum.unit}/{row.per}"
    names = ", ".join(f"'{one.line.display}'" for one in taken)
    said = f"{names} together: {row.substance} {dose}" if len(taken) > 1 else f"{names}: {row.substance} {dose}"
    return _at(taken[0].line, f"{said}, over the largest labelled for adults, {most} ({row.source})")


def _at(line: Line, message: str) -> Issue:
    return Issue("warning", "business-rule", message, line.source, line.location, "Dosage")
