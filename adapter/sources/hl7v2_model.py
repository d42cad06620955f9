"""How maps walk an HL7 v2 file: `order.RXE.giveCode.identifier`, or by numbers: `` order.RXE.`2`.`1` ``."""

from dataclasses import dataclass, field
from typing import Any

from adapter.sources.hl7v2_lines import Line
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Part, Segment


@dataclass(slots=True, eq=False)
class OrderList:
    """The lines of one list. kind: `prescription` (orders), `dispensing`, `planned` (doses to give), `administered`;
    notes: NTE about the patient, of the first list of the file."""

    kind: str
    lines: list[Line] = field(default_factory=list, repr=False)
    notes: list[Segment] = field(default_factory=list, repr=False)


@dataclass(slots=True, eq=False)
class File:
    """A whole file. patient, stay: the PID and PV1 that speak for it."""

    messages: list[list[Segment]]
    envelope: list[Segment]
    patient: Segment | None = None
    stay: Segment | None = None

    @property
    def header(self) -> Segment:
        """FHS or BHS where there is one, else the header of the last message: what dates the file."""
        headers = [segment for segment in self.envelope if segment.name in ("FHS", "BHS")]
        return next((h for h in headers if h.text("7")), self.messages[-1][0])


class Hl7v2Model:
    """A file has `header`, `patient`, `stay` and `MSH`; a line has its segments by name, `timing`, `order` (of a
    delivery), `original` (of an encoded order) and `prior`; a timing has the fields of TQ1; a segment has its fields,
    a result its NTE, and a field its components, by name or number."""

    notes_reads = True

    def children(self, node: Any, name: str) -> list[Any]:
        match node:
            case Segment():
                return node.occurrences(name) if name != "NTE" else list(node.notes)
            case Part():
                return node.parts(name)
            case Line():
                return _of_line(node, name)
            case Timing():
                return node.parts.get(name, [])
            case File():
                return _of_file(node, name)
            case OrderList():
                return _of_list(node, name)
        return []

    def all_children(self, node: Any) -> list[Any]:
        match node:
            case Segment():
                return list(node.parts())
            case Part():
                return node.children()
            case Line():
                own = [node.drug.segment, *node.drug.attached]
                return [*([node.order.orc] if node.order.orc else []), *node.order.loose, *own]
            case Timing():
                return [part for parts in node.parts.values() for part in parts]
            case File():
                return [segment for message in node.messages for segment in message]
        return []

    def scalar(self, node: Any) -> str | None:
        return node.text or None if isinstance(node, Part) else None

    def type_name(self, node: Any) -> str | None:
        return node.type or None if isinstance(node, Part) else None

    def place(self, node: Any) -> str:
        return node.place if isinstance(node, (Segment, Part, Line, Timing)) else ""

    def line(self, node: Any) -> int | None:
        """The line of the file that a node's segment starts on."""
        match node:
            case Segment():
                return node.line
            case Part():
                return node.segment.line
            case Line():
                return node.drug.segment.line
        return None


def _of_line(line: Line, name: str) -> list[Any]:
    if len(name) == 3 and name.isupper():
        return line.segments(name)
    match name:
        case "timing":
            return list(line.timings())
        case "order":
            return [found] if (found := line.ordered()) else []
        case "original":
            return [found] if (found := line.original()) else []
        case "prior":
            return [line.prior] if line.prior else []
    return []


def _of_list(node: OrderList, name: str) -> list[Any]:
    found: dict[str, list[Any]] = {"kind": [node.kind], "line": list(node.lines), "NTE": list(node.notes)}
    return found.get(name, [])


def _of_file(file: File, name: str) -> list[Any]:
    named: dict[str, Segment | None] = {"header": file.header, "patient": file.patient, "stay": file.stay}
    if name in named:
        return [found] if (found := named[name]) is not None else []
    return [segment for message in file.messages for segment in message if segment.name == name]
