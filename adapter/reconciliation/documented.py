"""Whether the discharge source states *this* change, and whether the doses it states are those of the lines (design
§6)."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.product import DailyDose
from adapter.reconciliation.candidate import Candidate
from adapter.reconciliation.difference import Difference
from adapter.reconciliation.identity import in_base_unit
from adapter.reconciliation.situation import Situation
from adapter.reconciliation.statements import CHANGE, Statement
from adapter.reconciliation.views import views

Value = tuple[Decimal, str]


def states_change(statements: Sequence[Statement], changed: Sequence[Difference]) -> bool:
    """Whether a text names a change of what goes on (an increase, a decrease, a replacement)."""
    return bool(changed) and any(statement.kinds & CHANGE for statement in statements)


def disagreement(situation: Situation, changed: Sequence[Difference]) -> str:
    """Why what is stated does not fit the lines, "" when it does: "5 → 10" where 20 was delivered, "increased"
    where it fell."""
    before = [_values(view) for view in views(situation.history)]
    after = [_values(view) for view in views(situation.discharge)]
    for statement in situation.statements:
        for low, high in statement.doses:
            if not _any_holds(before, low) or not _any_holds(after, high):
                return f"the source says: {statement.text}"
        if _wrong_direction(statement, situation):
            return f"the source says: {statement.text}"
    return ""


def _any_holds(sides: Sequence[set[Value]], value: Value) -> bool:
    """A value without a unit fits any unit; a list whose amounts are not known contradicts nothing it cannot show."""
    return any(value in side or (not value[1] and any(value[0] == known for known, _ in side)) for side in sides)


def _values(view: Sequence[Candidate]) -> set[Value]:
    """All the numbers by which the text of a letter may call the dose of these lines: strength, one intake, a day."""
    found: set[Value] = set()
    for c in view:
        found.update((row[1], row[2]) for row in c.strengths or ())
        for _, dose in (*c.line.amounts, *((("", c.line.daily_dose),) if c.line.daily_dose else ())):
            found.update(_amounts(dose, c))
    return found


def _amounts(dose: DailyDose, c: Candidate) -> set[Value]:
    times = c.line.rhythm.times if c.line.rhythm is not None else None
    days = c.line.rhythm.interval if c.line.rhythm is not None else Decimal(1)
    found = set()
    for value in (dose.low, dose.high):
        base, unit = in_base_unit(value, dose.unit)
        whole = base * days
        found.update({(base, unit), (whole, unit)} | ({(whole / times, unit)} if times else set()))
    return {(round(value, 6).normalize(), "" if unit.startswith("{") else unit) for value, unit in found}


def _wrong_direction(statement: Statement, situation: Situation) -> bool:
    """An increase stated and a lower amount in the lines, or the reverse; only where the amounts are known."""
    up, down = "increase" in statement.kinds, "decrease" in statement.kinds
    if up == down:
        return False
    for a in views(situation.history):
        for b in views(situation.discharge):
            low, high = _total(a), _total(b)
            if (
                low is not None
                and high is not None
                and low[1] == high[1]
                and ((high[0] < low[0]) if up else (high[0] > low[0]))
            ):
                return True
    return False


def _total(view: Sequence[Candidate]) -> Value | None:
    """The sum of one substance a day; None when it is not known or there are several substances."""
    total = Decimal(0)
    units: set[str] = set()
    for c in view:
        if len(c.line.amounts) != 1 or c.line.amounts[0][1].interval:
            return None
        value, unit = in_base_unit(c.line.amounts[0][1].high, c.line.amounts[0][1].unit)
        total, units = total + value, units | {unit}
    return (total, units.pop()) if len(units) == 1 else None
