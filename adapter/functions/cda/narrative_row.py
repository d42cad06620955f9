"""Rows of tables of the narrative that an act, or a text in it, refers to: what stands under which header.

Source: HL7 CDA R2 §4.3.5.13 (tables of section.text).
"""

import re
from typing import Any

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, children, descendants, text_of
from adapter.functions.cda.narrative import cell_text
from adapter.functions.cda.narrative_reference import referred, times_referred
from adapter.sources.xml_elements import local_name

_PRODUCT_HEADERS = (
    *("medication", "medications", "medication name", "drug", "drug name", "medicine", "product", "name"),
    *("médicament", "médicaments", "nom", "nom du médicament", "dénomination", "spécialité", "traitement"),
    *("medikament", "arzneimittel", "präparat", "präparatename", "präpartename"),
)
POSOLOGY_HEADERS = (
    *("posologie", "dose", "dosage", "dose prescrite", "sig", "directions", "dosierung", "instructions"),
    *("fréquence", "frequence", "fréquence d'administration", "frequency", "freq", "freq."),
    *("rythme", "rythme admin.", "rythme d'administration", "périodicité"),
    *("modalités", "modalités de prise", "prise", "prises", "posologie et durée", "posologie / durée", "schéma"),
    *("dose/frequency", "dose and frequency", "how to take", "how to take this", "when to take", "einnahme"),
)
_LENGTH_HEADERS = ("durée", "durée de traitement", "durée du traitement", "duration", "dauer", "anwendungsdauer")
_ROUTE_HEADERS = ("voie", "voie admin.", "voie d'administration", "route")
COMMENT_HEADERS = (
    "commentaire",
    "commentaires",
    "remarque",
    "remarques",
    "motif d'arrêt",
    "motif de l'arrêt",
    "comment",
    "comments",
    *("observation", "observations", "consigne", "consignes", "précisions", "note", "notes"),
    *("bemerkung", "bemerkungen", "hinweis", "hinweise", "anmerkung", "anmerkungen"),
)
_STATUS_HEADERS = ("status", "statut", "état", "stato")
WHOLE_POSOLOGY = frozenset(("posologie", "sig", "directions", "instructions", "dosierung"))
_OTHER_HEADERS = frozenset((*POSOLOGY_HEADERS, *_ROUTE_HEADERS, *COMMENT_HEADERS))
# Cells that say when a treatment was noted or whether it is taken, not how.
_ASIDE = re.compile(
    r"active|inactive|actif|aktiv|completed|stopped|discontinued|oui|non|yes|no|(\d{1,4}([./-]\d{1,4}){1,2}[ –-]*)+"
)
_YEAR = re.compile(r"\d{4}")
_WHOLE = frozenset(("tr", "tbody", "table", "list"))


@of_each
def route_cell(context: Any, act: Any, *_: list) -> str | None:
    """substanceAdministration or supply → the route as the table row of its narrative writes it."""
    return _written(context, act, _ROUTE_HEADERS)


def product_cell(context: Any, node: Any) -> str:
    """The product cell of the table row that this text refers to, or in another cell of which it refers to; "" when it
    refers to none."""
    if not has_headers(context) or (target := referred(context, node)) is None:
        return ""
    if not (is_whole_row(context, node) or _cell(context, target)[0] in _OTHER_HEADERS):
        return ""
    return _under(_row_of(context, target), _PRODUCT_HEADERS)


def length_cell(context: Any, act: Any) -> str:
    """For how long, as the table row of its narrative writes it in a column of its own; "" for dates."""
    said = row_cells(context, act, _LENGTH_HEADERS)
    return "" if _YEAR.search(said) else said


def rest_of_row(context: Any, act: Any) -> str:
    """What the cells after the one that an act refers to say, where the columns of the row have no names: "" for a row
    that is read by them, for one that other medications refer to, and of dates and statuses."""
    target = _row_target(context, act)
    if target is None or times_referred(context, target) > 1:
        return ""
    cell = _cell_around(target)
    if cell is None or _row(context, cell.getparent()) or _holds_another(context, cell):
        return ""
    texts = [cell_text(other) for other in cell.itersiblings("{*}td")]
    return " ; ".join(text for text in texts if text and not _ASIDE.fullmatch(text.casefold()))


def _holds_another(context: Any, cell: Any) -> bool:
    """Whether a medication refers to another cell of the row of this one."""
    others = (node for other in cell.getparent() if other is not cell for node in other.iter("*"))
    return any(node.get("ID") and times_referred(context, node) for node in others)


def status_cell(context: Any, act: Any) -> str:
    """What the table row of its narrative writes in a column of statuses."""
    return row_cells(context, act, _STATUS_HEADERS) if has_headers(context) else ""


def comment_cells(context: Any, act: Any) -> list[str]:
    """The comment cells of the table row of an act, one by one."""
    row = row_of_act(context, act) if has_headers(context) else []
    return [text for _, header, text in row if header in COMMENT_HEADERS]


@of_each
def comment_cell(context: Any, act: Any, *_: list) -> str | None:
    """substanceAdministration or supply → the comment cell of the table row that its `text/reference` stands in."""
    return _written(context, act, COMMENT_HEADERS)


def _written(context: Any, act: Any, wanted: tuple[str, ...]) -> str | None:
    return (row_cells(context, act, wanted) or None) if has_headers(context) else None


def is_whole_row(context: Any, node: Any) -> bool:
    """Whether a text refers to a whole row or table, which says more than one thing."""
    target = referred(context, node)
    return target is not None and local_name(target.tag) in _WHOLE


def is_read_row(context: Any, target: Any) -> bool:
    """Whether an element of the narrative is a row of which the columns are known."""
    return has_headers(context) and target.tag.endswith("}tr") and bool(_row(context, target))


def sig_cell(context: Any, act: Any) -> str:
    """The cell that an act refers to, when its header says that it holds the whole posology; else ""."""
    text = child(act, "text")
    header, said = _cell(context, referred(context, text)) if text is not None else ("", "")
    return said if header in WHOLE_POSOLOGY else ""


def _cell_around(target: Any) -> Any:
    return target if target.tag.endswith("}td") else next(target.iterancestors("{*}td"), None)


def _cell(context: Any, target: Any) -> tuple[str, str]:
    """Header and text of the table cell that an element is or stands in; empty when there is none."""
    if target is None or not has_headers(context):
        return "", ""
    cell = _cell_around(target)
    if cell is None or not (read := _row(context, cell.getparent())):
        return "", ""
    _, header, text = read[list(cell.getparent().iterchildren("{*}td", "{*}th")).index(cell)]
    return header, text


def row_cells(context: Any, act: Any, wanted: tuple[str, ...]) -> str:
    """The cells under these headers of the table row that an act, else the code of its product, refers to."""
    return _under(row_of_act(context, act), wanted)


def row_of_act(context: Any, act: Any) -> list[tuple[int, str, str]]:
    """Number and text of the header, and text, of each cell of the table row that an act, else the code of its product,
    refers to; nothing when it refers to none."""
    rows: dict[Any, list[tuple[int, str, str]]] = context.document.memo.setdefault("cda rows of acts", {})
    if act not in rows:
        target = _row_target(context, act) if has_headers(context) else None
        rows[act] = _row_of(context, target) if target is not None else []
    return rows[act]


def _row_target(context: Any, act: Any) -> Any:
    for text in children(act, "text"):
        if (target := referred(context, text)) is not None:
            return target
    for consumable in children(act, "consumable"):
        for original in consumable.iter("{*}originalText"):
            if child(original, "reference") is not None:
                return referred(context, original)
    return None


def _row_of(context: Any, target: Any) -> list[tuple[int, str, str]]:
    """The cells of the row that an element stands in."""
    row = target if target.tag.endswith("}tr") else next(target.iterancestors("{*}tr"), None)
    return _row(context, row) if row is not None else []


def _under(cells: list[tuple[int, str, str]], wanted: tuple[str, ...]) -> str:
    """The cells under these headers; those under one spanning header read on."""
    if not cells:
        return ""
    chosen: dict[int, list[str]] = {}
    for number, header, text in cells:
        if header in wanted and text:
            chosen.setdefault(number, []).append(text)
    return " ; ".join(" ".join(texts) for texts in chosen.values())


def _row(context: Any, row: Any) -> list[tuple[int, str, str]]:
    rows: dict[Any, list[tuple[int, str, str]]] = context.document.memo.setdefault("cda narrative rows", {})
    if row not in rows:
        rows[row] = _read_row(context, row)
    return rows[row]


def _read_row(context: Any, row: Any) -> list[tuple[int, str, str]]:
    """Number and text of the header, and text, of each cell; nothing when cells and headers do not pair."""
    table = next(row.iterancestors("{*}table"), None)
    headers = _headers(context, table) if table is not None else []
    if not headers or any(cell.get("colspan") for cell in row):
        return []
    cells = [cell_text(cell) for cell in row.iterchildren("{*}td", "{*}th")]
    if len(headers) != len(cells):
        return []
    return [(number, header, text) for (number, header), text in zip(headers, cells, strict=True)]


def has_headers(context: Any) -> bool:
    """Whether any table of the document names its columns."""
    memo = context.document.memo
    known: bool | None = memo.get("cda narrative has headers")
    if known is None:
        known = memo["cda narrative has headers"] = next(context.document.root.iter("{*}thead"), None) is not None
    return known


def _headers(context: Any, table: Any) -> list[tuple[int, str]]:
    """Number and text of the header of each column; read once a table."""
    tables: dict[Any, list[tuple[int, str]]] = context.document.memo.setdefault("cda narrative headers", {})
    if table not in tables:
        tables[table] = [
            (number, text_of(cell).lower())
            for number, cell in enumerate(descendants(table, "thead", "tr", "th"))
            for _ in range(_span(cell))
        ]
    return tables[table]


def _span(cell: Any) -> int:
    span = cell.get("colspan") or "1"
    return int(span) if span.isdecimal() and len(span) < 3 else 1
