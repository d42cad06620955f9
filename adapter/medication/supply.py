"""The deliveries of one treatment → the days it was in supply: overlaps carried forward, gaps, reversals taken off.

Sources: proportion of days covered and carrying over of oversupply, Andrade et al., Pharmacoepidemiol Drug Saf
2006;15:565-574; three deliveries in a year as the mark of a continuous treatment, two when packs last a quarter, IRDES,
Questions d'économie de la santé 204 (2014). Dispensed is not taken: a supply that has run out is never a stop (law 5).
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

GRACE = 30
"""Days without supply that are no gap, unless the caller says otherwise: a monthly renewal that is late or skipped."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row. days: how long it lasts, None when pack or dose are not known; amount: boxes or units, negative for a
    reversal; product: what a reversal must have in common with its row; regimen: what the days were computed for:
    supply left over from another one is not carried forward."""

    id: str
    day: date
    days: int | None
    amount: Decimal | None = None
    product: Hashable = None
    regimen: Hashable = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days in supply, or without: both bounds inclusive; deliveries: ids of the rows it comes from."""

    start: date
    end: date
    deliveries: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def to_json(self) -> dict[str, object]:
        body: dict[str, object] = {"start": self.start.isoformat(), "end": self.end.isoformat(), "days": self.days}
        return body | ({"deliveries": list(self.deliveries)} if self.deliveries else {})


@dataclass(frozen=True, slots=True)
class Supply:
    """spans: days in supply, None as soon as one delivery has no known length; gaps: longer than the grace, up to
    `on`; last: the last day in supply; cancelled: ids of rows that reversals took back whole, and of the reversals;
    loose: ids of reversals that no row answers."""

    deliveries: tuple[Delivery, ...]
    spans: tuple[Span, ...] | None
    gaps: tuple[Span, ...]
    cancelled: tuple[str, ...]
    loose: tuple[str, ...]
    on: date
    grace: int

    @property
    def last(self) -> date | None:
        return self.spans[-1].end if self.spans else None

    @property
    def covered(self) -> bool | None:
        """Whether `on` is a day in supply; None when that is not known."""
        return any(span.start <= self.on <= span.end for span in self.spans) if self.spans else None

    @property
    def proportion(self) -> Decimal | None:
        """Proportion of days covered from the first delivery to the day before `on`; None when it cannot be told."""
        if not self.spans or self.on <= self.spans[0].start:
            return None
        until = self.on - timedelta(days=1)
        days = sum((min(span.end, until) - span.start).days + 1 for span in self.spans if span.start <= until)
        return Decimal(days) / (self.on - self.spans[0].start).days


def supply(deliveries: Iterable[Delivery], on: date, grace: int = GRACE) -> Supply:
    """The supply of one treatment up to the day `on`; deliveries after it are left out. grace: days, see GRACE."""
    rows = sorted((row for row in deliveries if row.day <= on), key=lambda row: (row.day, row.id))
    kept, cancelled, loose = _without_reversals(rows)
    spans = _spans(kept)
    gaps = _gaps(spans or (), on, grace)
    return Supply(kept, spans, gaps, cancelled, loose, on, grace)


def _without_reversals(rows: Sequence[Delivery]) -> tuple[tuple[Delivery, ...], tuple[str, ...], tuple[str, ...]]:
    """Each reversal takes its amount off the latest earlier row of the same product, one of the same amount first, else
    off the rows of one day together."""
    kept = [row for row in rows if not _is_reversal(row)]
    cancelled: list[str] = []
    loose: list[str] = []
    for reversal in (row for row in rows if _is_reversal(row)):
        answering = _answering(reversal, kept)
        if not answering:
            loose.append(reversal.id)
            continue
        cancelled.append(reversal.id)
        back = -(reversal.amount or Decimal(0))
        for row in answering:
            place, taken = kept.index(row), back if row.amount is None else min(back, row.amount)
            back -= taken
            if row.amount is None or row.amount == taken:
                cancelled.append(row.id)
                del kept[place]
            else:
                kept[place] = _cut(row, row.amount - taken)
    return tuple(kept), tuple(cancelled), tuple(loose)


def _answering(reversal: Delivery, kept: Sequence[Delivery]) -> list[Delivery]:
    """The rows that a reversal takes back, the last first; empty when none answers it."""
    back = -(reversal.amount or Decimal(0))
    earlier = [row for row in kept if row.product == reversal.product and row.day <= reversal.day]
    enough = [row for row in earlier if row.amount is None or row.amount >= back]
    if enough:
        return [max(enough, key=lambda row: (row.amount == back, row.day, row.id))]
    for day in sorted({row.day for row in earlier}, reverse=True):
        together = [row for row in reversed(earlier) if row.day == day]
        if sum((row.amount or Decimal(0) for row in together), Decimal(0)) >= back:
            return _needed(together, back)
    return []


def _needed(rows: Sequence[Delivery], amount: Decimal) -> list[Delivery]:
    """As many of the rows, in their order, as hold the amount together."""
    found: list[Delivery] = []
    for row in rows:
        if amount <= 0:
            break
        found.append(row)
        amount -= row.amount or Decimal(0)
    return found


def _is_reversal(row: Delivery) -> bool:
    return row.amount is not None and row.amount < 0


def _cut(row: Delivery, amount: Decimal) -> Delivery:
    """What is left of a row that was taken back in part lasts in proportion."""
    days = int(row.days * amount / row.amount) if row.days is not None and row.amount else None
    return replace(row, amount=amount, days=days)


def _spans(rows: Sequence[Delivery]) -> tuple[Span, ...] | None:
    """Spans of consecutive days; a delivery made before the last one ran out begins when that one ends, unless the
    regimen changed: then the older supply ends."""
    spans: list[Span] = []
    regimen: Hashable = None
    for row in rows:
        if row.days is None:
            return None
        if row.days < 1:
            continue
        start = row.day
        if spans and spans[-1].end >= row.day:
            if regimen == row.regimen:
                start = spans[-1].end + timedelta(days=1)
            else:
                spans[-1] = replace(spans[-1], end=max(row.day - timedelta(days=1), spans[-1].start))
        end = start + timedelta(days=row.days - 1)
        regimen = row.regimen
        if spans and spans[-1].end >= start - timedelta(days=1):
            spans[-1] = Span(spans[-1].start, end, (*spans[-1].deliveries, row.id))
        else:
            spans.append(Span(start, end, (row.id,)))
    return tuple(spans)


def _gaps(spans: Sequence[Span], on: date, grace: int) -> tuple[Span, ...]:
    """Days without supply between spans, and after the last one up to the day before `on`, longer than the grace."""
    ends = [span.end for span in spans]
    starts = [*(span.start for span in spans[1:]), on]
    day = timedelta(days=1)
    found = (
        Span(end + day, start - day) for end, start in zip(ends, starts, strict=False) if (start - end).days - 1 > grace
    )
    return tuple(found)
