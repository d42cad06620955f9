"""CSV → located tree. Layouts are told by their header (csv_layout.py), never by the file's name."""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from adapter.errors import PatientMismatch, SourceError
from adapter.issues import Issue
from adapter.sources.csv_layout import IDENTITY, Layout, layout_of
from adapter.sources.csv_table import UNPLACED, Cell, CsvModel, NotedCells, Part, Row, Table, compact
from adapter.sources.csv_width import check_shifted, cut_rows, placed
from adapter.sources.document import Document, Entry, Section, Source
from adapter.sources.patients import with_advice

SEPARATORS = (";", ",", "\t")
_HEADER_BYTES = 65536
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(r"[\r\n]")
_BEFORE_HEADER = re.compile(r'[\r\n]*(?:"?sep=[;,\t]"?[\r\n]+)?', re.IGNORECASE)  # `sep=;` is what spreadsheets add
_LOST = re.compile("[\udc80-\udcff]")  # bytes that are not UTF-8


def recognise(data: bytes) -> bool:
    """True when the first line is a header with at least two columns of a layout, whatever the separator."""
    return _header(first_line(data)) is not None


def read(source: Source) -> Document:
    """Read one CSV file of one patient; each row is an entry, each value of the list column a section.

    Issues: cp1252 text, unknown columns, rows with another number of fields than the header, rows without patient.
    Raises SourceError (encoding, missing or repeated column, broken quoting) and PatientMismatch (several patients).
    """
    issues: list[Issue] = []
    file = _file(source, issues)
    try:
        patient = _patient(file.rows, file.layout, source, issues)
    except PatientMismatch as error:
        places = [f"row {rows[0].number}" for rows in _by_patient(file, source, []).values()]
        raise with_advice(error, places) from None
    return _document(file, patient, file.rows, source, issues, source.sha256)


def read_each(source: Source) -> list[Document]:
    """As read(), of a file of several patients too: a document for each, in the order of the file, with the rows
    of the whole file. A row without patient is in none, with an Issue in each."""
    issues: list[Issue] = []
    file = _file(source, issues)
    said = list(issues)
    try:
        patient = _patient(file.rows, file.layout, source, issues)
        column = _identifier(file.rows, file.layout)
        if column not in patient.cells or all(column in row.cells for row in file.rows):
            return [_document(file, patient, file.rows, source, issues, source.sha256)]
    except PatientMismatch:
        pass
    groups = _by_patient(file, source, said)
    if not groups:
        raise SourceError("several patients, and no row that says which one it is about", source=source.name)
    return [_of_one(file, rows, source, list(said)) for rows in groups.values()]


class _File(NamedTuple):
    layout: Layout
    columns: list[str]
    rows: tuple[Row, ...]


def _file(source: Source, issues: list[Issue]) -> _File:
    text = text_of(source, issues)
    found = _header(line_of(text[:_HEADER_BYTES]))
    if found is None:
        raise SourceError("the first line is not a header of a layout that is read", source=source.name)
    layout, separator = found
    records = records_of(text, separator, source)
    columns = columns_of(next(records)[1], layout, source, issues)
    return _File(layout, columns, tuple(rows_of(records, columns, layout, source, issues)))


def _of_one(file: _File, rows: list[Row], source: Source, issues: list[Issue]) -> Document:
    patient = _patient(tuple(rows), file.layout, source, issues)
    return _document(file, patient, tuple(rows), source, issues, f"{source.sha256}#row {rows[0].number}")


def _document(
    file: _File, patient: Row, rows: tuple[Row, ...], source: Source, issues: list[Issue], identity: str
) -> Document:
    layout = file.layout
    table = Table(layout, patient, rows)
    document = Document("csv", source, identity, table, CsvModel(), issues=issues, variant=layout.name)
    others = [name for name in file.columns if name and name not in layout.columns]
    document.unread = {_not_of_layout(name, layout, source): (name,) for name in others}
    _place_rows(document, table)
    return document


def _by_patient(file: _File, source: Source, issues: list[Issue]) -> dict[str, list[Row]]:
    """Rows by the number of their patient; rows without one are left out, with an Issue."""
    column = _identifier(file.rows, file.layout)
    found: dict[str, list[Row]] = {}
    for row in file.rows:
        if column in row.cells:
            found.setdefault(compact(row.cells[column].text), []).append(row)
        else:
            message = f"no '{column}', in a file read for each of its patients: left out"
            issues.append(Issue("error", "required", message, source.name, f"row {row.number}"))
    return found


def first_line(data: bytes) -> str:
    head = data[:_HEADER_BYTES]
    if head.startswith(_UTF16):
        return line_of(head.decode("utf-16", errors="replace"))
    text = line_of(head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape"))
    return (
        text.encode("utf-8", errors="surrogateescape").decode("cp1252", errors="replace")
        if _LOST.search(text)
        else text
    )


def line_of(text: str) -> str:
    """The first line with text; lines end as on any system (`\\r` alone on old ones)."""
    return _LINE_END.split(_BEFORE_HEADER.sub("", text, count=1), maxsplit=1)[0]


def _header(line: str) -> tuple[Layout, str] | None:
    """Layout and separator of a header line: the separator that makes most columns known."""
    best: tuple[int, Layout, str] | None = None
    for separator in SEPARATORS:
        names = [column_name(field_) for field_ in next(csv.reader([line.strip("\r\n")], delimiter=separator), [])]
        layout = layout_of(names)
        if layout is not None and (best is None or layout.known(names) > best[0]):
            best = (layout.known(names), layout, separator)
    return best[1:] if best else None


def text_of(source: Source, issues: list[Issue]) -> str:
    if source.data.startswith(_UTF16):
        raise SourceError("the text is UTF-16; save the file as CSV in UTF-8", source=source.name)
    try:
        return source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
    try:
        text = source.data.decode("cp1252")
    except UnicodeDecodeError:
        raise SourceError(
            "neither UTF-8 nor cp1252 text; save the file as CSV in UTF-8", source=source.name, location=f"line {line}"
        ) from None
    message = "not UTF-8: read as cp1252 (Windows); check the accents, or save the file as CSV in UTF-8"
    issues.append(Issue("warning", "value", message, source.name, f"line {line}"))
    return text


def records_of(text: str, separator: str, source: Source) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line of the file at which it starts."""
    body = _BEFORE_HEADER.sub("", text, count=1)
    skipped = len(text[: len(text) - len(body)].splitlines())
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for record in reader:
            yield skipped + start, record
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the quotes of a field are broken ({error}); correct the line and send the file again"
        raise SourceError(message, source=source.name, location=f"line {reader.line_num}") from None


def column_name(written: str) -> str:
    return written.strip().strip("\ufeff").lower()


def _not_of_layout(name: str, layout: Layout, source: Source) -> Issue:
    message = f"the column '{name}' is not one of {layout.name}: no map that ships reads it"
    return Issue("information", "not-supported", message, source.name, "header")


def columns_of(header: list[str], layout: Layout, source: Source, issues: list[Issue]) -> list[str]:
    names = [column_name(written) for written in header]
    missing = layout.missing(names)
    if missing:
        found = ", ".join(name for name in names if name)
        message = f"{layout.name}: missing column {missing}; the columns found are {found}"
        raise SourceError(message, source=source.name, location="header")
    for name in names:
        if name and names.count(name) > 1:
            raise SourceError(f"the column '{name}' stands twice in the header", source=source.name, location="header")
        if name and name not in layout.columns:
            issues.append(_not_of_layout(name, layout, source))
    for name, consequence in layout.expected:
        if name not in names:
            issues.append(Issue("warning", "incomplete", f"no column '{name}': {consequence}", source.name, "header"))
    return names


def rows_of(
    records: Iterator[tuple[int, list[str]]], columns: list[str], layout: Layout, source: Source, issues: list[Issue]
) -> Iterator[Row]:
    read = [(line, [_value(written) for written in record]) for line, record in records]
    cut = cut_rows([values for _, values in read], columns, layout)
    seen: dict[tuple[str, ...], int] = {}
    for number, (line, values) in enumerate(read, 1):
        if not any(values):
            continue
        if (first := seen.setdefault(tuple(values), number)) != number:
            message = f"the same as row {first} in every column: it stays a line of its own"
            issues.append(Issue("warning", "duplicate", message, source.name, f"row {number}"))
        cells = {} if source.reads is None else NotedCells(source.reads)
        row = Row(number, layout.name, cells, line, cut.get(number - 1, ""))
        found = placed(values, columns, layout, row.cut)
        if found.message:
            issues.append(Issue("error", "structure", found.message, source.name, f"row {number}"))
        unplaced = " | ".join(value for value in found.unplaced if value)
        for column, value in (*found.cells, (UNPLACED, unplaced)):
            if value:
                row.cells[column] = Cell(row, column, value)
        yield row


def _value(written: str) -> str:
    """The text of a field; `="3400930000000"` is how spreadsheets are told to keep a long number as text."""
    text = " ".join(written.split())
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') and len(text) > 2 else text


def _patient(rows: tuple[Row, ...], layout: Layout, source: Source, issues: list[Issue]) -> Row:
    """What the rows say about the patient, each column from its first row. Several patients: PatientMismatch."""
    columns = (*layout.patient, *IDENTITY)
    patient = Row(0, layout.name, {} if source.reads is None else NotedCells(source.reads))
    identifier = _identifier(rows, layout)
    for row in rows:
        _same_patient(patient, row, identifier, source, issues)
        for column in columns:
            if column in row.cells:
                patient.cells.setdefault(column, row.cells[column])
    if identifier in patient.cells:
        check_shifted(patient.cells[identifier], rows, source)
    return patient


def _identifier(rows: tuple[Row, ...], layout: Layout) -> str:
    """The column that identifies the patient in this file."""
    return next((name for name in layout.patient if any(name in row.cells for row in rows)), layout.patient[0])


def _same_patient(patient: Row, row: Row, identifier: str, source: Source, issues: list[Issue]) -> None:
    where = f"row {row.number}"
    known, cell = patient.cells.get(identifier), row.cells.get(identifier)
    if known and cell and compact(known.text) != compact(cell.text):
        message = f"two patients in one file: '{identifier}' is not that of row {known.row.number}"
        raise PatientMismatch(message, source=source.name, location=where)
    if cell is None:
        message = f"no '{identifier}': taken as the patient of the file"
        issues.append(Issue("error" if known else "warning", "required", message, source.name, where))
    differing = [c for c in ("family_name", "birth_date") if _differs(patient, row, c)]
    if len(differing) == 2 and not (known and cell):
        message = "two patients in one file: name and birth date differ from the rows before"
        raise PatientMismatch(message, source=source.name, location=where)
    for column in differing:
        message = f"'{column}' differs from the rows before; the first is kept"
        issues.append(Issue("error", "conflict", message, source.name, where))


def _differs(patient: Row, row: Row, column: str) -> bool:
    known, cell = patient.cells.get(column), row.cells.get(column)
    return bool(known and cell and known.text.casefold() != cell.text.casefold())


def _place_rows(document: Document, table: Table) -> None:
    sections: dict[str, Section] = {}
    column = table.layout.list_column
    for row in table.rows:
        kind = row.cells[column].text.lower() if column in row.cells else ""
        if kind not in sections:
            sections[kind] = Section(Part(table.layout.name, kind), f"list {kind}".strip())
        document.entries.append(Entry(row, f"row {row.number}", sections[kind]))
    if not sections:
        kind = "discharge" if column else ""
        sections[kind] = Section(Part(table.layout.name, kind), f"list {kind}".strip())
    document.sections.extend(sections.values())
