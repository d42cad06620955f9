"""Quantity and timing of an order under one set of names: TQ1 segments, or the older TQ data type (ORC-7, RXE-1).

Source: HL7 v2.5.1 §4.5.4 (TQ1), v2.3.1 §4.4 (TQ).
"""

import re
from dataclasses import dataclass, field

from adapter.sources.hl7v2_orders import Drug, Order
from adapter.sources.hl7v2_tree import Part, Segment

_TABLE = re.compile(r"HL7\d{4}")
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
    siblings: "list[Timing]" = field(default_factory=list, repr=False)  # all of the order, in their order
    is_cyclic: bool = False  # in turns with another order (TQ2)
    passed_over: list[Part] = field(default_factory=list, repr=False)  # rhythms of the older form beside this one

    def text(self, name: str) -> str:
        """All of a field that is text, "" when there is none."""
        return next((part.whole for part in self.parts.get(name, ())), "")


_OWN_TQ = {"RXE": "1", "RXG": "3"}


def timings_of(order: Order, drug: Drug | None) -> list[Timing]:
    """What is said of the timing of a drug, at least one Timing: TQ1 after it, then its own TQ; without TQ1 of its own
    also what the order says: TQ1 before any drug or after RXO, then ORC-7. Where each of these is one, the first is
    completed by what only the next ones say. A delivery takes the timing of its order; a dose to give and an
    administration do not."""
    own = [_of_segment(segment) for segment in (drug.of("TQ1") if drug else [])]
    if not own and drug is not None and drug in order.dispensed and order.drug is not None:
        return timings_of(order, order.drug)
    is_encoded = drug is not None and drug.segment.name == "RXE"
    is_done = drug is not None and drug in (*order.planned, *order.given)
    field_ = _OWN_TQ.get(drug.segment.name, "") if drug else ""
    encoded = [_of_field(part) for part in (drug.segment.occurrences(field_) if drug and field_ else [])]
    asked = order.of("TQ1") or (order.requested.of("TQ1") if order.requested else [])
    general = [_of_field(part) for part in (order.orc.occurrences("7") if order.orc else [])]
    ordered = () if own or is_done else ([_of_segment(segment) for segment in asked], general)
    said = [found for found in (own, encoded, *ordered) if found]
    if not said:
        return [Timing(_place(order, drug))]
    if any(len(found) > 1 for found in said):
        return said[0]
    has_amount = drug is not None and is_encoded and bool(drug.segment.occurrences("giveAmountMinimum"))
    first, *others = (found[0] for found in said)
    for other in others:
        first = _completed(first, other, without_quantity=has_amount)
    if own and encoded:  # two forms of one statement; what was asked (ORC-7) may be another one
        names = ("repeatPattern", "interval") if _RHYTHM & own[0].parts.keys() else ()
        first.passed_over = [part for name in names for part in encoded[0].parts.get(name, ())]
    return [first]


def _place(order: Order, drug: Drug | None) -> str:
    segment = drug.segment if drug else order.orc
    return segment.place if segment else ""


_RHYTHM = frozenset(("repeatPattern", "interval", "explicitTime", "relativeTimeAndUnits"))
_SPAN = frozenset(("startDateTime", "endDateTime", "serviceDuration"))


def _completed(first: Timing, other: Timing, *, without_quantity: bool) -> Timing:
    """A timing with what another one of the same order says and it does not: its rhythm as a whole, its dates and
    duration as a whole; a quantity only where the drug states no amount itself."""
    left_out = {"quantity"} if without_quantity else set()
    for whole in (_RHYTHM, _SPAN):
        if whole & first.parts.keys() and not (whole is _SPAN and _only_start(first)):
            left_out |= whole
    added = {name: parts for name, parts in other.parts.items() if name not in left_out}
    return Timing(first.place, added | first.parts)


def _only_start(timing: Timing) -> bool:
    return timing.parts.keys() & _SPAN == {"startDateTime"}


def _of_segment(segment: Segment) -> Timing:
    parts = {name: segment.occurrences(name) for name in _TQ1}
    return Timing(segment.place, {name: found for name, found in parts.items() if found})


def _of_field(part: Part) -> Timing:
    parts = {name: part.parts(str(number)) for number, name in enumerate(_TQ, 1)}
    if any(_TABLE.fullmatch(length.text) for length in parts["serviceDuration"]):  # `1^QAM^HL70335`: of the interval
        del parts["serviceDuration"]
    return Timing(part.place, {name: found for name, found in parts.items() if found})
