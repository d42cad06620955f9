"""CSV of any header, for a map that is run as it is (`--map`): a table whose rows have the columns of its header.

Nothing is known of its columns: whether it is of one patient is for the map to know.
"""

import csv

from adapter.errors import SourceError
from adapter.issues import Issue
from adapter.sources.csv import SEPARATORS, column_name, columns_of, first_line, records_of, rows_of, text_of
from adapter.sources.csv_layout import Layout
from adapter.sources.csv_table import CsvModel, Row, Table
from adapter.sources.document import Document, Entry, Source

_LONGEST = 40
"""Characters of a name of a column: a longer one is a sentence."""


def recognise(data: bytes) -> bool:
    """True when the first of several lines has names, each once, between the same separators."""
    return b"\n" in data.strip() and _separator(first_line(data)) is not None


def read(source: Source) -> Document:
    """Read one CSV file, each row an entry. Issues: cp1252 text, rows with another number of fields than the header,
    rows that stand twice. Raises SourceError (encoding, broken quoting)."""
    issues: list[Issue] = []
    separator = _separator(first_line(source.data))
    if separator is None:
        raise SourceError("the first line is no header of a table", source=source.name)
    records = records_of(text_of(source, issues), separator, source)
    header = next(records)[1]
    layout = Layout("table", tuple(map(column_name, header)), required=(), patient=(), closed=frozenset())
    columns = columns_of(header, layout, source, issues)
    table = Table(layout, Row(0, layout.name), tuple(rows_of(records, columns, layout, source, issues)))
    document = Document("csv", source, source.sha256, table, CsvModel(), issues=issues, variant=layout.name)
    document.entries += [Entry(row, f"row {row.number}", None) for row in table.rows]
    return document


def _separator(line: str) -> str | None:
    """The separator that makes most columns of a header."""
    found = {separator: _names(line, separator) for separator in SEPARATORS}
    best = max(found, key=lambda separator: len(found[separator]))
    names = found[best]
    named = all(0 < len(name) <= _LONGEST for name in names) and len(set(names)) == len(names)
    return best if named and len(names) > 1 else None


def _names(line: str, separator: str) -> list[str]:
    return [column_name(name) for name in next(csv.reader([line], delimiter=separator), [])]
