"""Quantity and timing of an order under one set of names: TQ1 segments, or the older TQ data type (ORC-7, RXE-1).

Source: HL7 v2.5.1 §4.5.4 (TQ1), v2.3.1 §4.4 (TQ).
"""

from dataclasses import dataclass, field

from adapter.sources.hl7v2_orders import Drug, Order
from adapter.sources.hl7v2_tree import Part, Segment

_TQ = (
    "quantity",
    "interval",
    "serviceDuration",
    "startDateTime",
    "endDateTime",
    "priority",
    "conditionText",
    "textInstruction",
    "conjunction",
    "orderSequencing",
    "occurrenceDuration",
    "totalOccurrences",
)
_TQ1 = (
    "quantity",
    "repeatPattern",
    "explicitTime",
    "relativeTimeAndUnits",
    "serviceDuration",
    "startDateTime",
    "endDateTime",
    "priority",
    "conditionText",
    "textInstruction",
    "conjunction",
    "occurrenceDuration",
    "totalOccurrences",
)


@dataclass(slots=True, eq=False)
class Timing:
    """One specification. parts: by the names of TQ1; `interval` (repeat pattern and times) is of the older form.

    A Timing of the older form may be completed by one of TQ1: each part says itself where it stands.
    """

    place: str
    parts: dict[str, list[Part]] = field(default_factory=dict)
    is_old: bool = False
    siblings: "list[Timing]" = field(default_factory=list, repr=False)  # all of the order, in their order

    def text(self, name: str) -> str:
        """All of a field that is text, "" when there is none."""
        return next((part.whole for part in self.parts.get(name, ())), "")


def timings_of(order: Order, drug: Drug | None) -> list[Timing]:
    """What is said of the timing of a drug, at least one Timing: TQ1 after it, else its own TQ, with what that leaves
    unsaid from the order: TQ1 before any drug or after RXO, else ORC-7. A delivery takes that of its order."""
    if found := [_of_segment(segment) for segment in (drug.of("TQ1") if drug else [])]:
        return found
    if drug is not None and drug in order.dispensed and order.drug is not None:
        return timings_of(order, order.drug)
    is_encoded = drug is not None and drug.segment.name == "RXE"
    own = [_of_field(part) for part in (drug.segment.occurrences("1") if drug and is_encoded else [])]
    asked = order.requested.of("TQ1") if order.requested else []
    ordered = [_of_segment(segment) for segment in (order.of("TQ1") or asked)]
    ordered = ordered or [_of_field(part) for part in (order.orc.occurrences("7") if order.orc else [])]
    if len(own) == len(ordered) == 1:
        return [Timing(own[0].place, _completed(own[0], ordered[0]), own[0].is_old)]
    return own or ordered or [Timing(_place(order, drug))]


def _place(order: Order, drug: Drug | None) -> str:
    segment = drug.segment if drug else order.orc
    return segment.place if segment else ""


def _completed(own: Timing, ordered: Timing) -> dict[str, list[Part]]:
    """A timing of dates only takes the rhythm, its duration and quantity from the order."""
    if "interval" in own.parts or "repeatPattern" in own.parts:
        return own.parts
    return ordered.parts | own.parts


def _of_segment(segment: Segment) -> Timing:
    parts = {name: segment.occurrences(name) for name in _TQ1}
    return Timing(segment.place, {name: found for name, found in parts.items() if found})


def _of_field(part: Part) -> Timing:
    parts = {name: part.parts(str(number)) for number, name in enumerate(_TQ, 1)}
    return Timing(part.place, {name: found for name, found in parts.items() if found}, is_old=True)
