"""The lines of the medication lists of a file: one for each order, each delivery, each dose to give and each
administration, and which order version each one replaces."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.hl7v2_orders import DRUGS, Drug, Order
from adapter.sources.hl7v2_timing import Timing, timings_of
from adapter.sources.hl7v2_tree import Part, Segment

_PHARMACY = ("OMP", "RDE", "RDS", "RGV", "RRE", "RRD", "ORP", "RRG")
_OTHER_ORDERS = frozenset(("OBR", "RQD", "RQ1", "ODS", "ODT", "BPO", "BPX", "IPC", "IVC", "SCH", "TXA", "PR1"))
_REPLACED, _REPLACEMENT = ("RP", "RU", "RQ"), "RO"


@dataclass(slots=True, eq=False)
class Line:
    """drug: of this order; of an order that names none (ORC alone), the drug of the same order earlier in the file.

    prior: the line whose order this one replaces or changes; successor: the line that does so to this one.
    """

    order: Order
    drug: Drug
    prior: "Line | None" = None
    successor: "Line | None" = None
    delivered: Drug | None = None  # where this is the order of a delivery
    read: list[Timing] = field(default_factory=list, repr=False)
    found: dict[str, list[Any]] = field(default_factory=dict, repr=False)  # maps ask for one thing many times

    @property
    def is_delivery(self) -> bool:
        return self.drug.segment.name == "RXD"

    @property
    def is_inherited(self) -> bool:
        order = self.order
        return self.drug not in (order.encoded, order.requested, *order.dispensed, *order.planned, *order.given)

    @property
    def place(self) -> str:
        if self.is_inherited and self.order.orc is not None:
            return self.order.orc.place
        return self.drug.segment.place

    @property
    def control(self) -> str:
        return self.order.orc.text("1").upper() if self.order.orc else ""

    def segments(self, name: str) -> list[Segment]:
        """Segments of this line by name: its own, else of its order; the same list each time, not to be changed."""
        if name not in self.found:
            self.found[name] = self._segments(name)
        return self.found[name]

    def _segments(self, name: str) -> list[Segment]:
        if name == "ORC":
            return [self.order.orc] if self.order.orc else []
        if name in DRUGS:
            return [self.drug.segment] if self.drug.segment.name == name else []
        if name == "NTE":
            return [*self.order.of(name), *self.drug.of(name)]
        if found := self.drug.of(name) or self.order.of(name):
            return found
        others = (self.order.encoded, self.order.requested)
        following = [other.of(name) for other in others if other and other is not self.drug and name == "RXR"]
        return next((found for found in following if found), []) or [s for s in self.order.header if s.name == name]

    def participations(self) -> list[Segment]:
        """PRT of the order and of its drug (from 2.7 on)."""
        return [*self.order.of("PRT"), *self.drug.of("PRT")]

    def timings(self) -> list[Timing]:
        """At least one; the same objects each time."""
        if not self.read:
            self.read = timings_of(self.order, self.drug)
            is_cyclic = any(tq2.text("2").upper() == "C" or tq2.occurrences("7") for tq2 in self.segments("TQ2"))
            for timing in self.read:
                timing.siblings, timing.is_cyclic = self.read, is_cyclic
        return self.read

    def ordered(self) -> "Line | None":
        """The order that a delivery belongs to: the same object each time."""
        drug = self.order.drug
        if "order" not in self.found:
            is_there = self.is_delivery and drug is not None
            self.found["order"] = [Line(self.order, drug, delivered=self.drug)] if is_there and drug else []
        return next(iter(self.found["order"]), None)

    def original(self) -> "Line | None":
        """The order as it was asked, where the pharmacy encoded another one: the same object each time."""
        requested = self.order.requested
        if "original" not in self.found:
            is_there = requested and self.drug is self.order.encoded
            self.found["original"] = [Line(self.order, requested)] if is_there and requested else []
        return next(iter(self.found["original"]), None)


@dataclass(slots=True, eq=False)
class Lines:
    """orders, deliveries (RXD), doses to give (RXG) and administrations (RXA) in the order of the file."""

    orders: list[Line] = field(default_factory=list)
    deliveries: list[Line] = field(default_factory=list)
    planned: list[Line] = field(default_factory=list)
    given: list[Line] = field(default_factory=list)


def lines_of(orders: list[Order], source: Source, issues: list[Issue]) -> Lines:
    """The lines of all orders of a file. Issues: orders of a pharmacy message that name no drug; an order number that
    stands in several messages, with or without the same drug."""
    found = Lines()
    latest: dict[tuple[str, ...], Line] = {}
    replaced: Line | None = None
    _note_shared(orders, source, issues)
    for order in orders:
        found.deliveries.extend(Line(order, drug) for drug in order.dispensed)
        found.planned.extend(Line(order, drug) for drug in order.planned)
        found.given.extend(Line(order, drug) for drug in order.given)
        numbers = _numbers(order)
        before = next((latest[number] for number in numbers if number in latest), None)
        if order.dispensed or _is_told_again(order, before):
            continue
        line = _line(order, before, source, issues)
        if line is None:
            continue
        if before is not None and before.order.header[0] is not order.header[0]:
            _replace(line, before, source, issues)
        elif line.control == _REPLACEMENT and replaced and replaced.order.header[0] is order.header[0]:
            line.prior = replaced
            replaced.successor = line
        replaced = line if line.control in _REPLACED else replaced
        found.orders.append(line)
        latest.update(dict.fromkeys(numbers, line))
    return found


def _is_told_again(order: Order, before: Line | None) -> bool:
    """An order that a message of what was done on it repeats, or does not: not another line of the orders."""
    if not (order.planned or order.given):
        return False
    return order.drug is None or (before is not None and same_product(order.drug.segment, before.drug.segment))


def _note_shared(orders: list[Order], source: Source, issues: list[Issue]) -> None:
    for first, second in pairwise(orders):
        if second.orc is not None and second.orc is first.orc and second.drug is not None:
            message = f"a second drug under {first.orc.place}: taken as ordered with it"
            issues.append(Issue("warning", "structure", message, source.name, second.drug.segment.place))


def _line(order: Order, before: Line | None, source: Source, issues: list[Issue]) -> Line | None:
    if order.drug is not None:
        return Line(order, order.drug)
    if before is not None:
        return Line(order, before.drug)
    if order.orc is not None and (why := _without_drug(order)):
        issues.append(Issue("error", "required", f"{why}: no line can be made of it", source.name, order.orc.place))
    return None


def _without_drug(order: Order) -> str:
    """Why an order that should be of a drug has none; "" for an order of something else."""
    control = order.orc.text("1") if order.orc else ""
    named = f"an order ({control or 'no order control'})"
    if "RX1" in order.others:  # its fields are others than those of the segments after it
        return f"{named} in the segment of version 2.1 (RX1), which is not read"
    if order.header[0].text("9") in _PHARMACY and not order.others & _OTHER_ORDERS:
        return f"{named} that names no drug, and that no order before it does"
    return ""


def _replace(line: Line, before: Line, source: Source, issues: list[Issue]) -> None:
    place = line.order.orc.place if line.order.orc else line.place
    if not line.is_inherited and not same_product(line.drug.segment, before.drug.segment):
        message = f"the number of the order at {before.place}, with another drug: both stay as they are"
        issues.append(Issue("warning", "conflict", message, source.name, place))
        return
    line.prior, before.successor = before, line
    message = f"the order at {before.place} again ({line.control or 'no order control'}): the later one is in force"
    issues.append(Issue("information", "business-rule", message, source.name, place))


def same_product(one: Segment, other: Segment) -> bool:
    """Whether two segments give one code or one name to their drug."""
    left, right = _give_code(one), _give_code(other)
    if left is None or right is None:
        return left is right
    codes = {left.get(1).casefold(), left.get(4).casefold()} & {right.get(1).casefold(), right.get(4).casefold()}
    return bool(codes - {""}) or (bool(left.get(2)) and left.get(2).casefold() == right.get(2).casefold())


GIVE_CODE = {"RXO": "1", "RXE": "2", "RXD": "2", "RXG": "4", "RXA": "5"}


def _give_code(segment: Segment) -> Part | None:
    return next(iter(segment.occurrences(GIVE_CODE[segment.name])), None)


def _numbers(order: Order) -> list[tuple[str, ...]]:
    """Placer and filler numbers with their authorities."""
    orc = order.orc
    parts = [(field_, part) for field_ in ("2", "3") for part in (orc.occurrences(field_) if orc else [])]
    return [(field_, part.get(1), part.get(2), part.get(3)) for field_, part in parts if part.get(1)]
