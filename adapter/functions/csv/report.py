"""How a conversion reports what a CSV field says: an Issue placed at the row, with column and text in its message."""

from typing import Any

from adapter.issues import Issue, Severity
from adapter.sources.csv_table import Cell, Row


def report(context: Any, cell: Cell, severity: Severity, code: str, said: str, element: str = "") -> None:
    """Add an Issue about one field; `said` follows `'column' is 'text': `."""
    context.issue(_issue(context, cell.row, severity, code, f"'{cell.column}' is '{cell.text}': {said}", element))


def report_row(context: Any, row: Row, severity: Severity, code: str, message: str, element: str = "") -> None:
    """Add an Issue about a whole row."""
    context.issue(_issue(context, row, severity, code, message, element))


def _issue(context: Any, row: Row, severity: Severity, code: str, message: str, element: str) -> Issue:
    document = context.document
    return Issue(severity, code, message, document.source.name, document.model.place(row), element)
