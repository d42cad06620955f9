"""Rows of a list's narrative that no entry refers to: a treatment that stands in words alone, beside others.

Source: HL7 CDA R2 §4.3.4.2 (the narrative is what was signed; entries may leave some of it out).
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from adapter.functions.cda.children import child, children
from adapter.functions.cda.narrative import cell_text
from adapter.functions.cda.once import once
from adapter.functions.cda.report import report
from adapter.sources.xml_elements import local_name


@once
def rows_without_entry(context: Any, focus: list, *_: list) -> list:
    """section element → the text of each row (or list item) that no entry refers to, where entries refer to others of
    its shape in the same table, with an Issue. Nothing where as many entries refer to none: the rows may be theirs."""
    found = []
    for section in focus:
        if rows := _unsaid(section):
            message = f"no entry refers to '{'; '.join(rows)}': kept as a note of the list, no line is made of it"
            report(context, section, "warning", "incomplete", message)
            found.extend(rows)
    return found


def _unsaid(section: Any) -> list[str]:
    text, entries = child(section, "text"), children(section, "entry")
    if text is None or not entries or len(rows := list(_rows(text))) <= len(entries):
        return []
    anchors = [{_anchor(reference) for reference in entry.iter("{*}reference")} for entry in entries]
    referred = set(chain.from_iterable(anchors))
    told = {row for row in rows if not referred.isdisjoint(_ids(row))}
    shapes = {(row.getparent(), len(row)) for row in told if _is_named(row)}
    left = [row for row in rows if row not in told and (row.getparent(), len(row)) in shapes and _is_named(row)]
    known = set(chain.from_iterable(map(_ids, told)))
    unplaced = sum(known.isdisjoint(found) for found in anchors)
    return [said for row in left if (said := cell_text(row))] if len(left) > unplaced else []


def _rows(text: Any) -> Iterator[Any]:
    for around in text.iter("{*}tbody", "{*}list"):
        yield from children(around, "item" if local_name(around.tag) == "list" else "tr")


def _anchor(reference: Any) -> str:
    return (reference.get("value") or "").lstrip("#").strip()


def _ids(row: Any) -> list[str]:
    return [id_ for element in row.iter("*") if (id_ := element.get("ID"))]


def _is_named(row: Any) -> bool:
    """Whether its first cell says something, one column wide: others go on with the row before."""
    cells = row.findall("{*}td")
    return not any(cell.get("colspan") for cell in cells) and bool(cell_text(cells[0] if cells else row))
