"""One history list against one discharge list, for one treatment: what differs, what is equal, what cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adapter.reconciliation.amounts import same_amounts
from adapter.reconciliation.candidate import (
    Candidate,
    marketed_products_differ,
    same_marketed_product,
    same_product,
    same_strength,
)
from adapter.reconciliation.identity import in_base_unit
from adapter.reconciliation.line import Line
from adapter.reconciliation.not_current import SHORT_DAYS
from adapter.reconciliation.rhythm import combined, same_rhythm
from adapter.reconciliation.views import are_successive, day
from adapter.reconciliation.way import same_form, same_route
from adapter.reconciliation.words import plain

View = Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Difference:
    """dose, rhythm: True equal, False different, None not comparable. products: "same", "other" (both named, and
    two) or "" unknown.
    same_names: the products are written alike on both sides.
    posology: on how many sides something is said of it (0, 1, 2). unclear: why this pair of lists cannot be
    compared at all."""

    form: bool = False
    route: bool = False
    dose: bool | None = None
    rhythm: bool | None = None
    duration: bool = False
    products: str = ""
    narrow_margin: bool = False
    same_names: bool = False
    concentration: bool = False
    posology: int = 2
    unclear: str = ""
    before: str = ""
    after: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it shows a change, or shows that there is none."""
        return not self.unclear and (self.differs or (self.dose is True and self.rhythm is True))

    @property
    def differs(self) -> bool:
        return self.form or self.route or self.duration or self.dose is False or self.rhythm is False


def difference(history: View, discharge: View) -> Difference:
    """Compare what two lists say of one treatment."""
    if are_successive(history):
        return Difference(
            unclear="deliveries of two strengths overlap: taken together or one after the other is not said"
        )
    if any(c.line.posology_disputed for c in (*history, *discharge)):
        return Difference(unclear="a line contradicts itself in its dose or strength: what is meant is not known")
    pairs = [(a, b) for a in history for b in discharge]
    before, after = [c.line for c in history], [c.line for c in discharge]
    dose, rhythm = _posology(history, discharge)
    return Difference(
        form=all(same_form(a.way, b.way) is False and not same_product(a, b) for a, b in pairs),
        route=all(same_route(a.way, b.way) is False for a, b in pairs),
        dose=dose,
        rhythm=rhythm,
        duration=_is_course(after) != _is_course(before) and _is_course(after),
        products=_products(pairs, history, discharge),
        narrow_margin=any(c.line.product is not None and c.line.product.narrow_margin for c in (*history, *discharge)),
        same_names=all(plain(a.display) == plain(b.display) for a in before for b in after),
        concentration=any(_other_concentration(a, b) for a, b in pairs),
        posology=any(line.has_posology for line in before) + any(line.has_posology for line in after),
        before=_said(before),
        after=_said(after),
    )


def _posology(history: View, discharge: View) -> tuple[bool | None, bool | None]:
    """Dose and rhythm: line by line when both lists hold the same lines, else the sums of scheduled doses."""
    if _paired(history, discharge):
        return True, True
    before, after = [c.line for c in history], [c.line for c in discharge]
    several = len(before) > 1 or len(after) > 1
    if several and any(line.rhythm is None or line.rhythm.as_needed for line in (*before, *after)):
        return None, None
    rhythm = same_rhythm(combined(before), combined(after))
    one_strength = all(same_product(a, b) or same_strength(a, b) for a in history for b in discharge)
    return same_amounts(before, after, counted=one_strength), rhythm


def _paired(history: View, discharge: View) -> bool:
    """Whether each line has its equal on the other side: same product or strength, and the same posology as
    understood or as written."""
    if len(history) != len(discharge):
        return False
    rest = list(discharge)
    for a in history:
        equal = next(
            (b for b in rest if (same_product(a, b) or same_strength(a, b)) and _same_posology(a.line, b.line)), None
        )
        if equal is None:
            return False
        rest = [b for b in rest if b is not equal]
    return True


def _same_posology(a: Line, b: Line) -> bool:
    if same_amounts([a], [b], counted=True) and same_rhythm(a.rhythm, b.rhythm):
        return True
    if a.daily_dose is not None and b.daily_dose is not None:
        return False
    if (
        a.dosages
        and b.dosages
        and any(_structure(d) for d in a.dosages)
        and [*map(_structure, a.dosages)] == [*map(_structure, b.dosages)]
    ):
        return True
    return bool(a.dosage_text) and plain(a.dosage_text) == plain(b.dosage_text)


def _structure(dosage: Any) -> dict[str, Any]:
    """A FHIR Dosage without its words."""
    kept = {
        key: value
        for key, value in dosage.items()
        if key in ("sequence", "timing", "doseAndRate", "asNeededBoolean", "maxDosePerPeriod")
    }
    return kept if "timing" in kept and "doseAndRate" in kept else {}


def _products(pairs: Sequence[tuple[Candidate, Candidate]], history: View, discharge: View) -> str:
    if all(any(same_marketed_product(a, b) for a, b in pairs if c in (a, b)) for c in (*history, *discharge)):
        return "same"
    return "other" if any(marketed_products_differ(a, b) for a, b in pairs) else ""


def _other_concentration(a: Candidate, b: Candidate) -> bool:
    """Two injected products of one substance in another concentration: units are equal, volumes are not (insulins)."""
    if a.way.form != "injection" or b.way.form != "injection" or a.strengths is None or b.strengths is None:
        return False
    volumes = all(per for *_, per in (*a.strengths, *b.strengths))
    return volumes and a.strengths != b.strengths


def _is_course(lines: Sequence[Line]) -> bool:
    """Whether every line is limited by its source to less than 28 days."""
    return all(_limit(line) is not None for line in lines)


def _limit(line: Line) -> Decimal | None:
    if line.duration is not None and line.duration < SHORT_DAYS:
        return line.duration
    if line.start and line.end and 0 <= (day(line.end) - day(line.start)).days < SHORT_DAYS:
        return Decimal((day(line.end) - day(line.start)).days + 1)
    return None


def _said(lines: Sequence[Line]) -> str:
    """The amounts of one side for a message: as computed, else as written."""
    return " + ".join(_amount(line) or line.dosage_text or line.display for line in lines)


def _amount(line: Line) -> str:
    shown = []
    for _, dose in line.amounts or (("", line.daily_dose),) if line.daily_dose else ():
        assert dose is not None
        low, unit = in_base_unit(dose.low, dose.unit)
        high, _ = in_base_unit(dose.high, dose.unit)
        span = f"{low.normalize():f}" if low == high else f"{low.normalize():f}-{high.normalize():f}"
        every = f" on average, every {dose.interval.value.normalize():f} {dose.interval.unit}" if dose.interval else ""
        shown.append(f"{span} {unit}/d{every}")
    return ", ".join(shown)
