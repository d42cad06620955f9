"""The nodes of a CSV file, and how maps walk them: a table has rows, a row has cells."""

from dataclasses import dataclass, field
from typing import Any

from adapter.sources.csv_layout import Layout
from adapter.sources.reads import Reads

UNPLACED = "unplaced_fields"
"""The column of values that are not known to be of any (csv_width.py)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its column and its text, never empty."""

    row: "Row" = field(repr=False)
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `number` counts from 1 after the header, blank lines included; `line` is where it
    starts in the file; `cut` as in csv_width.py. Empty fields have no cell."""

    number: int
    layout: str
    cells: dict[str, Cell] = field(default_factory=dict, repr=False, compare=False)
    line: int = field(default=0, compare=False)
    cut: str = field(default="", compare=False)


def compact(text: str) -> str:
    """An identifier as it is compared: the same with spaces in it, and in small letters."""
    return text.replace(" ", "").upper()


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one list: `kind` is the text of the list column, "" where the layout has none."""

    layout: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file. `patient` is a row of what the rows together say about the patient."""

    layout: Layout
    patient: Row
    rows: tuple[Row, ...]


class CsvModel:
    """A table has `patient` and `row`, a row has its columns by their lower-case names, a list has `kind`."""

    notes_reads = True

    def children(self, node: Any, name: str) -> list[Any]:
        match node:
            case Row():
                cell = node.cells.get(name)
                return [cell] if cell else []
            case Table():
                return {"patient": [node.patient] if node.patient.cells else [], "row": list(node.rows)}.get(name, [])
            case Part():
                return [node.kind] if name == "kind" and node.kind else []
        return []

    def all_children(self, node: Any) -> list[Any]:
        if isinstance(node, Row):
            return list(node.cells.values())
        return list(node.rows) if isinstance(node, Table) else []

    def scalar(self, node: Any) -> str | None:
        return node.text if isinstance(node, Cell) else None

    def type_name(self, node: Any) -> str | None:
        return None

    def place(self, node: Any) -> str:
        if isinstance(node, Cell):
            return f"{self.place(node.row)}:{node.column}"
        return f"row {node.number}" if isinstance(node, Row) and node.number else ""

    def line(self, node: Any) -> int | None:
        """The line of the file at which a row or a field's row starts."""
        row = node.row if isinstance(node, Cell) else node
        return (row.line or None) if isinstance(row, Row) else None


class NotedCells(dict[str, Cell]):
    """The cells of a row that note which of them are taken."""

    def __init__(self, reads: Reads) -> None:
        super().__init__()
        self._reads = reads

    def __getitem__(self, column: str) -> Cell:
        cell = super().__getitem__(column)
        self._reads.note(cell, "", cell.text)
        return cell

    def get(self, column: str, default: Any = None) -> Any:
        return self[column] if column in self.keys() else default
