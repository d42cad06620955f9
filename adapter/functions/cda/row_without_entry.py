"""Rows of a list's narrative that no entry refers to: a treatment that stands in words alone, beside others.

Source: HL7 CDA R2 §4.3.4.2 (the narrative is what was signed; entries may leave some of it out).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from adapter.functions.cda.children import child, children
from adapter.functions.cda.narrative import cell_text
from adapter.functions.cda.narrative_reference import elements_of
from adapter.functions.cda.once import once
from adapter.functions.cda.report import report
from adapter.sources.xml_elements import local_name

_WIDTHS = 64  # that are remembered
_ROWS = {"tbody": "tr", "list": "item"}


@once
def rows_without_entry(context: Any, focus: list, *_: list) -> list:
    """section element → the text of each row (or list item) that no entry refers to, where entries refer to others of
    its shape in the same table, with an Issue. Nothing where as many entries refer to none: the rows may be theirs."""
    found = []
    for section in focus:
        if rows := _unsaid(context, section):
            message = f"no entry refers to '{'; '.join(rows)}': kept as a note of the list, no line is made of it"
            report(context, section, "warning", "incomplete", message)
            found.extend(rows)
    return found


def _unsaid(context: Any, section: Any) -> list[str]:
    text, entries = child(section, "text"), children(section, "entry")
    if text is None or not entries or not any(True for _ in islice(_rows(text), len(entries), None)):
        return []
    told = [set(_rows_told(context, section, entry)) for entry in entries]
    alike = list(_rows_alike(set().union(*told)))
    unplaced = sum(not rows for rows in told)
    left = [row for row in alike if _is_named(row)]
    return [said for row in left if (said := cell_text(row))] if len(left) > unplaced else []


def _rows_told(context: Any, section: Any, entry: Any) -> Iterator[Any]:
    """The rows around what an entry refers to."""
    for reference in entry.iter("{*}reference"):
        for element in elements_of(context, reference.get("value") or "", section):
            while element is not section:
                if _is_row(element):
                    yield element
                element = element.getparent()


def _rows_alike(told: set[Any]) -> Iterator[Any]:
    """The other rows of the same tables, as wide as one that is told, in document order."""
    shapes: dict[Any, set[int]] = {}
    for row in told:
        if _is_named(row):
            shapes.setdefault(row.getparent(), set()).add(len(row))
    for table in sorted(shapes, key=_order):
        rows = [row for cells in shapes[table] for row in _so_wide(table, cells) if row not in told]
        yield from sorted(filter(_is_row, rows), key=_order)


def _so_wide(table: Any, cells: int) -> Iterator[Any]:
    """The rows of a table that have so many cells. A narrative may have ten thousand, few of them so wide."""
    if cells:
        return (cell.getparent() for cell in _last_cells(cells)(table))
    return (row for row in table if not len(row))


@lru_cache(_WIDTHS)
def _last_cells(number: int) -> Any:
    """Finds the cells of this number that are the last of their row: a seventh of the time that counting them takes."""
    return etree.XPath(f"*/*[{number}][not(following-sibling::*)]")


def _order(element: Any) -> Any:
    """Where an element stands in the document."""
    return [above.getparent().index(above) for above in (*reversed(list(element.iterancestors())), element)[1:]]


def _is_row(element: Any) -> bool:
    above = element.getparent()
    return above is not None and _ROWS.get(local_name(above.tag)) == local_name(element.tag)


def _rows(text: Any) -> Iterator[Any]:
    for around in text.iter(*(f"{{*}}{name}" for name in _ROWS)):
        yield from around.iterchildren(f"{{*}}{_ROWS[local_name(around.tag)]}")


def _is_named(row: Any) -> bool:
    """Whether its first cell says something, one column wide: others go on with the row before."""
    cells = row.findall("{*}td")
    return not any(cell.get("colspan") for cell in cells) and bool(cell_text(cells[0] if cells else row))
