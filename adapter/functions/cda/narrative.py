"""Narrative: the text behind `reference`, and the posology cells of the table row an entry points to.

Source: HL7 CDA R2 §4.3.4.1 (section.text, content/@ID, reference). An anchor such as `#MED-001` is never itself text.
"""

from collections import Counter
from typing import Any

from lxml import etree

from adapter.functions.cda.children import child, children, descendants, text_of
from adapter.functions.cda.report import report
from adapter.sources.xml_elements import local_name

_BREAKS = frozenset(("br", "tr", "td", "th", "item", "paragraph", "list", "table"))
_PRODUCT_HEADERS = (
    *("medication", "medications", "medication name", "drug", "drug name", "medicine", "product", "name"),
    *("médicament", "médicaments", "nom", "nom du médicament", "dénomination", "spécialité", "traitement"),
    *("medikament", "arzneimittel", "präparat", "präparatename", "präpartename"),
)
POSOLOGY_HEADERS = (
    *("posologie", "dose", "dosage", "dose prescrite", "sig", "directions", "dosierung", "instructions"),
    *("fréquence", "frequence", "fréquence d'administration", "frequency"),
    *("rythme", "rythme admin.", "rythme d'administration", "périodicité"),
)
_ROUTE_HEADERS = ("voie", "voie admin.", "voie d'administration", "route")
_COMMENT_HEADERS = (
    "commentaire",
    "commentaires",
    "remarque",
    "remarques",
    "motif d'arrêt",
    "motif de l'arrêt",
    "comment",
    "comments",
)
WHOLE_POSOLOGY = frozenset(("posologie", "sig", "directions", "instructions", "dosierung"))
_OTHER_HEADERS = frozenset((*POSOLOGY_HEADERS, *_ROUTE_HEADERS, *_COMMENT_HEADERS))
_WHOLE = frozenset(("tr", "tbody", "table", "list"))
_EMPTY_CELLS = frozenset(("", "-", "--", "—"))
_WITH_ID: Any = etree.XPath("descendant-or-self::*/@ID/..")  # a fifth of a walk over a long narrative


def narrative(context: Any, focus: list, *_: list) -> list:
    """text / originalText element → the text it holds or refers to; nothing (and an Issue) for a reference without
    target."""
    texts = context.document.memo.setdefault("cda texts", {})
    found = []
    for node in focus:
        if isinstance(node, str):
            continue
        if node not in texts:
            texts[node] = _text_behind(context, node)
        if text := texts[node]:
            found.append(text)
    return found


def plain_text(context: Any, focus: list, *_: list) -> list:
    """Element with text (a name, a title) → its text, spaces collapsed; nothing for an empty one."""
    return [text for node in focus if (text := node.strip() if isinstance(node, str) else text_of(node))]


def route_cell(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration or supply → the route as the table row of its narrative writes it."""
    return [text for act in focus if (text := row_cells(context, act, _ROUTE_HEADERS))]


def product_cell(context: Any, node: Any) -> str:
    """The product cell of the table row that this text refers to, or in another cell of which it refers to; "" when it
    refers to none."""
    target = _referred(context, node)
    if target is None or not _has_headers(context):
        return ""
    if not (is_whole_row(context, node) or _cell(context, target)[0] in _OTHER_HEADERS):
        return ""
    return _under(_row_of(context, target), _PRODUCT_HEADERS)


def comment_cell(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration or supply → the comment cell of the table row that its `text/reference` stands in."""
    return [text for act in focus if (text := row_cells(context, act, _COMMENT_HEADERS))]


def is_whole_row(context: Any, node: Any) -> bool:
    """Whether a text refers to a whole row or table, which says more than one thing."""
    target = _referred(context, node)
    return target is not None and local_name(target.tag) in _WHOLE


def says_one_entry(context: Any, node: Any) -> bool:
    """Whether a text is written where it is, or refers to words that no other entry refers to and that neither hold a
    table or list nor are a row of which the columns are known; one that leads nowhere is about no other entry."""
    target = _referred(context, node)
    if target is None or text_of(node):
        return True
    if len(target) and next(target.iter("{*}table", "{*}tbody", "{*}list"), None) is not None:
        return False
    if _has_headers(context) and target.tag.endswith("}tr") and _row(context, target):
        return False
    return _times_referred(context, target) < 2


def _referred(context: Any, node: Any) -> Any:
    """The element of the narrative that a text refers to, None when it refers to none."""
    known: dict[Any, Any] = context.document.memo.setdefault("cda referred", {})
    if node not in known:
        reference = child(node, "reference")
        known[node] = target_of(context, reference.get("value") or "", node) if reference is not None else None
    return known[node]


def sig_cell(context: Any, act: Any) -> str:
    """The cell that an act refers to, when its header says that it holds the whole posology; else ""."""
    text = child(act, "text")
    header, said = _cell(context, _referred(context, text)) if text is not None else ("", "")
    return said if header in WHOLE_POSOLOGY else ""


def _cell(context: Any, target: Any) -> tuple[str, str]:
    """Header and text of the table cell that an element is or stands in; empty when there is none."""
    if target is None or not _has_headers(context):
        return "", ""
    cell = target if target.tag.endswith("}td") else next(target.iterancestors("{*}td"), None)
    if cell is None or not (read := _row(context, cell.getparent())):
        return "", ""
    _, header, text = read[list(cell.getparent().iterchildren("{*}td", "{*}th")).index(cell)]
    return header, text


def _times_referred(context: Any, target: Any) -> int:
    """How many medications of the document refer to the same words by their text."""
    memo = context.document.memo
    if "cda narrative counts" not in memo:
        acts = context.document.root.iter("{*}substanceAdministration")
        memo["cda narrative counts"] = Counter(
            [_referred(context, text) for act in acts for text in children(act, "text")]
        )
    return int(memo["cda narrative counts"][target])


def _text_behind(context: Any, node: Any) -> str | None:
    own = text_of(node)
    if own not in _EMPTY_CELLS and not own.startswith("#"):  # words written in the entry itself are surely its own
        return own
    reference = child(node, "reference")
    anchor = reference.get("value") if reference is not None else own if own.startswith("#") and " " not in own else ""
    if not anchor:
        return None
    target = _referred(context, node) if reference is not None else target_of(context, anchor, node)
    if target is not None:
        return cell_text(target)
    said = f"the narrative has no element with ID '{anchor.lstrip('#')}'"
    report(context, node, "information", "not-found", said)
    return None


def row_cells(context: Any, act: Any, wanted: tuple[str, ...]) -> str:
    """The cells under these headers of the table row that an act, else the code of its product, refers to."""
    return _under(row_of_act(context, act), wanted)


def row_of_act(context: Any, act: Any) -> list[tuple[int, str, str]]:
    """Number and text of the header, and text, of each cell of the table row that an act, else the code of its product,
    refers to; nothing when it refers to none."""
    rows: dict[Any, list[tuple[int, str, str]]] = context.document.memo.setdefault("cda rows of acts", {})
    if act not in rows:
        target = _row_target(context, act) if _has_headers(context) else None
        rows[act] = _row_of(context, target) if target is not None else []
    return rows[act]


def _row_target(context: Any, act: Any) -> Any:
    for text in children(act, "text"):
        if (target := _referred(context, text)) is not None:
            return target
    for consumable in children(act, "consumable"):
        for original in consumable.iter("{*}originalText"):
            if child(original, "reference") is not None:
                return _referred(context, original)
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


def _has_headers(context: Any) -> bool:
    """Whether any table of the document names its columns."""
    memo = context.document.memo
    if "cda narrative has headers" not in memo:
        memo["cda narrative has headers"] = next(context.document.root.iter("{*}thead"), None) is not None
    return bool(memo["cda narrative has headers"])


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


def target_of(context: Any, anchor: str, node: Any) -> Any:
    """The narrative element with this ID: in the node's own section first, else anywhere in the document."""
    index = context.document.memo.get("cda narrative ids")
    found = (_ids(context) if index is None else index).get(anchor.lstrip("#").strip())
    if found is None or len(found) == 1:
        return found and found[0][1]
    section = next(node.iterancestors("{*}section"), None)
    return next((element for within, element in found if within is section), found[0][1])


def _ids(context: Any) -> dict[str, list[tuple[Any, Any]]]:
    """ID → the elements of this ID in all narratives of the document, each with its section; made once for a
    document."""
    index: dict[str, list[tuple[Any, Any]]] = {}
    for located in context.document.sections:
        for text in children(located.node, "text"):
            for element in _WITH_ID(text):
                index.setdefault(element.get("ID"), []).append((located.node, element))
    context.document.memo["cda narrative ids"] = index
    return index


def cell_text(node: Any) -> str:
    """Text of a narrative element, its line breaks as spaces; a dash alone means nothing was written."""
    if len(node):
        parts: list[str] = []
        _collect(node, parts)
        text = " ".join("".join(parts).split())
    else:
        text = " ".join((node.text or "").split())
    return "" if text in _EMPTY_CELLS else text


def _collect(node: Any, parts: list[str]) -> None:
    if node.text:
        parts.append(node.text)
    for part in node:
        if local_name(part.tag) in _BREAKS:
            parts.append(" ")
        _collect(part, parts)
        if part.tail:
            parts.append(part.tail)
