"""Segments of a message → orders, read in sequence: RXR, TQ1, RXC, NTE, OBX … belong to the last RXO, RXE, RXD, RXG or
RXA seen, and so do local segments (Z), for maps of one's own.

Source: HL7 v2.5.1 §4A (OMP, RDE, RDS, RGV, RAS). Real messages leave segments out and in another order: none of that
costs one.
"""

from dataclasses import dataclass, field

from adapter.sources.hl7v2_tree import Segment

DRUGS = ("RXO", "RXE", "RXD", "RXG", "RXA")
ATTACHED = ("RXR", "RXC", "TQ1", "TQ2", "NTE", "OBX", "FT1", "PRT", "CDO")
ORDERING = "OP"  # PRT-4 (table 0912): the ordering provider
_BEFORE_ORDERS = (
    "MSH",
    "SFT",
    "UAC",
    "MSA",
    "ERR",
    "PID",
    "PD1",
    "ARV",
    "NK1",
    "PV1",
    "PV2",
    "IN1",
    "IN2",
    "IN3",
    "GT1",
)

_OF_PATIENT = ("PID", "PD1", "NK1", "PV1", "PV2")


@dataclass(slots=True, eq=False)
class Drug:
    """One of DRUGS with what stands after it."""

    segment: Segment
    attached: list[Segment] = field(default_factory=list)

    def of(self, name: str) -> list[Segment]:
        return [segment for segment in self.attached if segment.name == name]


@dataclass(slots=True, eq=False)
class Order:
    """An order group. dispensed: RXD; planned: doses to give (RXG); given: administrations (RXA). loose: segments that
    stand before its first drug. header: MSH and what stands before orders."""

    header: list[Segment]
    orc: Segment | None = None
    requested: Drug | None = None
    encoded: Drug | None = None
    dispensed: list[Drug] = field(default_factory=list)
    planned: list[Drug] = field(default_factory=list)
    given: list[Drug] = field(default_factory=list)
    loose: list[Segment] = field(default_factory=list)
    others: set[str] = field(default_factory=set)  # names of segments of it that are not of a drug (OBR, …)

    @property
    def drug(self) -> Drug | None:
        """The encoded order where there is one, else the requested one."""
        return self.encoded or self.requested

    def of(self, name: str) -> list[Segment]:
        """Segments of the order itself, before any drug."""
        return [segment for segment in self.loose if segment.name == name]


def orders_of(message: list[Segment]) -> tuple[list[Order], list[Segment]]:
    """The order groups of one message, and the segments that belong to none."""
    orders: list[Order] = []
    header: list[Segment] = []
    unread: list[Segment] = []
    order: Order | None = None
    last: Drug | None = None
    for segment in message:
        if segment.name in _BEFORE_ORDERS or (is_local(segment) and order is None):
            order, last = (None, None) if segment.name == "PID" else (order, last)
            header = [*header, segment]
        elif segment.name == "ORC":
            order, last = Order(header, orc=segment), None
            orders.append(order)
        elif segment.name in DRUGS:
            if order is None or _is_full(order, segment.name):
                order = Order(header, orc=order.orc if order else None)
                orders.append(order)
            last = _add(order, segment)
        elif (segment.name in ATTACHED or is_local(segment)) and order is not None:
            (last.attached if last else order.loose).append(segment)
        else:
            unread.append(segment)
            if order is not None:
                order.others.add(segment.name)
    return orders, unread


def patient_notes(message: list[Segment]) -> list[Segment]:
    """NTE that stand after the patient or the stay, before any order or result: they are about the patient."""
    found: list[Segment] = []
    before = ""
    for segment in message:
        if segment.name != "NTE":
            if segment.name not in _BEFORE_ORDERS and not is_local(segment):
                break
            before = segment.name
        elif before in _OF_PATIENT:
            found.append(segment)
    return found


def is_local(segment: Segment) -> bool:
    """A segment that the two sides of an interface agreed on: its name begins with Z (HL7 v2.5.1 §2.5.1)."""
    return segment.name.startswith("Z")


def _is_full(order: Order, name: str) -> bool:
    """An order has one RXO, then one RXE, then what was done on it: another RXO or RXE after that is another order
    under the same ORC."""
    if name not in ("RXO", "RXE"):
        return False
    done = order.dispensed or order.planned or order.given
    return bool(order.encoded or done or (name == "RXO" and order.requested))


def _add(order: Order, segment: Segment) -> Drug:
    drug = Drug(segment)
    if segment.name == "RXO":
        order.requested = drug
    elif segment.name == "RXE":
        order.encoded = drug
    else:
        {"RXD": order.dispensed, "RXG": order.planned, "RXA": order.given}[segment.name].append(drug)
    return drug
