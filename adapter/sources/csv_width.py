"""Rows with another number of fields than the header: which of their values belong to which column.

A separator or a line break that stands in a field without quotes makes more fields, or two lines of one row. What
stands behind it is another column's value, and a posology is cut where it stands in one.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from adapter.errors import PatientMismatch
from adapter.sources.csv_layout import Layout
from adapter.sources.csv_table import UNPLACED, Cell, Row, compact
from adapter.sources.document import Source


class Placed(NamedTuple):
    """cells: (column, value) that are sure; unplaced: the other values in order; message: what is wrong, "" nothing."""

    cells: list[tuple[str, str]]
    unplaced: list[str]
    message: str


def placed(values: Sequence[str], columns: Sequence[str], layout: Layout, cut: str) -> Placed:
    """The values of a row under their columns. cut: `before` or `behind`, the end of the row or its beginning when a
    line break stands in a field of it (cut_rows), else ""."""
    surplus = any(values[len(columns) :])
    pairs = [(column, value) for column, value in zip(columns, values, strict=False) if column]
    what = f"{len(values)} fields where the header has {len(columns)}"
    if cut == "behind":
        message = f"{what}: the rest of the row before it, which a line break cuts; none is taken, the line notes them"
        return Placed([], list(values), message)
    if cut:
        last = columns[len(values) - 1]
        message = f"{what}, and the rest on the next line: '{last}' may be cut and is not taken, the line notes it"
        return Placed(pairs[:-1], [values[-1]], message)
    if surplus:
        sure = _closed(columns, layout)
        message = f"{what}: behind '{columns[sure - 1]}'" if sure else f"{what}:"
        message += " none is taken, as it may be another column's; the line notes them"
        return Placed(pairs[:sure], list(values[sure:]), message)
    short = f"{what}, columns may be shifted: the last ones are taken as empty"
    return Placed(pairs, [], short if len(values) < len(columns) else "")


def _closed(columns: Sequence[str], layout: Layout) -> int:
    """How many of the first columns hold what no separator can stand in: identifiers, dates and codes."""
    return next((n for n, column in enumerate(columns) if column not in layout.closed), len(columns))


def cut_rows(records: Sequence[Sequence[str]], columns: Sequence[str], layout: Layout) -> dict[int, str]:
    """Index of a record → `before` or `behind`, for two lines that are too short and together have the fields of one
    row, the second without the first's patient."""
    found: dict[int, str] = {}
    patient = next((columns.index(name) for name in layout.patient if name in columns), 0)
    for index, (record, following) in enumerate(pairwise(records)):
        are_one = min(len(record), len(following)) > 0 and len(record) + len(following) == len(columns) + 1
        is_other = record[patient : patient + 1] != following[patient : patient + 1]
        if are_one and is_other and index not in found and max(len(record), len(following)) < len(columns):
            found[index], found[index + 1] = "before", "behind"
    return found


def check_shifted(known: Cell, rows: Sequence[Row], source: Source) -> None:
    """Raise PatientMismatch for a row with values that are of no column and without the number of the patient (known):
    it is about him only where that stands among these values, in a row that is cut in either half."""
    for row, following in pairwise((*rows, None)):
        if row is None or row.cut == "behind" or known.column in row.cells or UNPLACED not in row.cells:
            continue
        halves = [half for half in (row, following if row.cut else None) if half is not None]
        values = [
            value for half in halves if UNPLACED in half.cells for value in half.cells[UNPLACED].text.split(" | ")
        ]
        if compact(known.text) not in map(compact, values):
            message = f"a row without the '{known.column}' of row {known.row.number}, whose columns are shifted"
            message += ": it may be about another patient"
            raise PatientMismatch(message, source=source.name, location=f"row {row.number}")
