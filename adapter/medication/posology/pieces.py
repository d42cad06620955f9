"""What a posology text says, piece by piece; values only. Units are UCUM codes or the annotations of design §6."""

from decimal import Decimal
from typing import NamedTuple


class Dose(NamedTuple):
    """One intake; `unit` is "" when unsaid; `strength` of one unit where the text tells it (`5 mg`), "" else."""

    low: Decimal
    high: Decimal
    unit: str
    strength: str = ""


class Equivalent(NamedTuple):
    """The same dose told again in parentheses or after `soit`; `is_daily`: it tells the amount a day."""

    dose: Dose
    is_daily: bool = False


class When(NamedTuple):
    """R4 EventTiming codes, one intake at each; offset in minutes; text: the words of the text."""

    codes: tuple[str, ...]
    offset: int = 0
    text: str = ""


class Clock(NamedTuple):
    time: str


class Grid(NamedTuple):
    """Doses of morning, noon, evening and bedtime."""

    doses: tuple[Decimal, ...]
    unit: str


class Frequency(NamedTuple):
    """`is_counted`: the text tells how many times (three times a day), not only the interval (every day)."""

    low: int
    high: int
    period: Decimal
    period_max: Decimal
    unit: str
    is_counted: bool = True


class Times(NamedTuple):
    """So many times, of a period that is told elsewhere."""

    low: int
    high: int


class Per(NamedTuple):
    """The dose is that of a whole period (6 mg a day)."""

    unit: str


class Split(NamedTuple):
    """The amount of the period in so many parts; `is_single`: `dose unique`, which may be the only one ever."""

    parts: int
    is_single: bool = False


class DaysIn(NamedTuple):
    """So many days of each period."""

    days: int
    period: int
    unit: str


class Days(NamedTuple):
    codes: tuple[str, ...]


class OtherDays(NamedTuple):
    """The days of the week that no other dose names (`les autres jours`)."""


class Alternate(NamedTuple):
    """The word alone (`en alternance`): it says nothing without the doses of two days that follow each other."""


class DayNumber(NamedTuple):
    """Days counted from the first (`J1`, `du 2e au 5e jour`): last is 0 for `à partir du 3e jour`; cycle is how many
    days make one, 0 when that is not told beside it."""

    first: int
    last: int
    cycle: int
    text: str


class CycleDay(NamedTuple):
    """One day of a cycle that goes on without a pause: `un jour` is 1 of 2, `le lendemain` 2 of 2."""

    day: int
    cycle: int


class Duration(NamedTuple):
    """`is_opening`: the first day alone (a loading dose)."""

    low: Decimal
    high: Decimal
    unit: str
    is_maximum: bool = False
    is_opening: bool = False


class Lasting(NamedTuple):
    """How long one intake lasts (an infusion of 20 min)."""

    value: Decimal
    unit: str


class Until(NamedTuple):
    date: str


class UntilEvent(NamedTuple):
    """An end that is told in words (`jusqu'à ce que l'INR soit dans la cible`): when it comes is not known."""

    text: str


class Cycle(NamedTuple):
    """Taken for so many days, or units of time, of a cycle, with a pause after them: never an amount a day.

    value: 0 where only a cycle is told; whole: the days of the cycle, 0 when they are not told."""

    value: Decimal
    unit: str
    text: str
    whole: int = 0


class WeekPause(NamedTuple):
    """The days of the week without a dose, told beside those with one."""

    text: str


class From(NamedTuple):
    date: str


class AsNeeded(NamedTuple):
    """reason: the words of the text, "" when it tells none."""

    reason: str


class Condition(NamedTuple):
    """A condition that is no symptom (`si glycémie > 2 g/L`): kept in its words, never computed, and never exact."""

    text: str


class Maximum(NamedTuple):
    """Of a day, or of one intake (`per` is `intake`); `unit` is "" when unsaid, `times` for a number of intakes.

    is_reached: told as what the dose may come to (`jusqu'à 4 cp par jour`)."""

    value: Decimal
    unit: str
    per: str
    is_reached: bool = False


class Varies(NamedTuple):
    """What decides between the doses of a range (`selon la douleur`)."""

    text: str


class Site(NamedTuple):
    text: str


class Route(NamedTuple):
    code: str
    text: str


class Advice(NamedTuple):
    text: str


class Then(NamedTuple):
    pass


class Stop(NamedTuple):
    pass


class Break(NamedTuple):
    """A comma, a full stop, `et`: what parts two doses."""

    sign: str


Piece = (
    Dose
    | Equivalent
    | When
    | Clock
    | Grid
    | Frequency
    | Times
    | Per
    | Split
    | DaysIn
    | Days
    | OtherDays
    | Alternate
    | DayNumber
    | CycleDay
    | Duration
    | Lasting
    | Until
    | UntilEvent
    | Cycle
    | WeekPause
    | From
    | AsNeeded
    | Condition
    | Maximum
    | Varies
    | Site
    | Route
    | Advice
    | Then
    | Stop
    | Break
)
