"""The posology of an act as a person reads it in the narrative."""

import re
from typing import Any

from adapter.fhirpath.host_functions import of_each, of_first
from adapter.functions.cda.children import child, children, descendant, text_of
from adapter.functions.cda.dosing import states_rhythm, worded_parts
from adapter.functions.cda.instruction import own_instruction
from adapter.functions.cda.moment_columns import beside_cells, changing_comment, moment_cells
from adapter.functions.cda.narrative import cell_text, narrative, text_behind
from adapter.functions.cda.narrative_reference import referred, target_of, times_referred
from adapter.functions.cda.narrative_row import (
    POSOLOGY_HEADERS,
    has_headers,
    is_read_row,
    length_cell,
    rest_of_row,
    row_cells,
    row_of_act,
    sig_cell,
)
from adapter.functions.cda.once import once_of_one
from adapter.functions.cda.product import ANSWERS, name_of_product, product_material
from adapter.sources.xml_elements import by_name, local_name

_WORD = re.compile(r"\w+")
_TABLES = frozenset(("table", "tbody", "list"))
_HELD = tuple(f"{{*}}{name}" for name in sorted(_TABLES))
_CODES = frozenset(("code", "translation"))
_NAMES = ("displayName", "code", "codeSystemName")


@of_first
@once_of_one
def posology_narrative(context: Any, act: Any, *_: list) -> str | None:
    """substanceAdministration or supply → its posology as a person reads it in the narrative.

    What its parts in words alone say (C-CDA Medication Free Text Sig, Swiss dosage intake), else the texts behind
    the references of its coded doses and frequencies, else the cell of directions that its `text/reference` leads
    to, else the posology cells of the table row that it stands in, and those under the moments of the day. A quote
    without any number (`cp`) gives way to cells that have one. Where neither a dose nor a rhythm is coded or written,
    the instructions to the patient say how to take it; else the text of the act itself, when it is about this act alone
    and says more than the product's name ("sauf le dimanche" beside a coded daily rhythm), or the cells beside it.
    """
    if text := _worded(context, act) or _cells_or_quotes(context, act):
        return text
    is_coded = states_rhythm(act)
    if not is_coded and (said := own_instruction(context, act)):
        return said
    return _own_text(context, act) or (None if is_coded else _beside(context, act)) or None


def _cells_or_quotes(context: Any, act: Any) -> str:
    """What the coded doses and frequencies quote, unless only cells of the row say how many; and what other columns say
    of all its doses."""
    quoted = _referenced_posology(context, act)
    if not has_headers(context):
        return quoted
    text = quoted
    if not _has_number(quoted):
        cells = sig_cell(context, act) or _row_posology(context, act)
        text = cells if not quoted or _has_number(cells) else quoted
    comment = changing_comment(context, act) if text else []
    return " ; ".join(filter(None, (text, *comment, *beside_cells(context, act))))


@of_each
def worded_posology(context: Any, act: Any, *_: list) -> str | None:
    """Act → what the parts of its posology that are words alone say."""
    return _worded(context, act) or None


def _worded(context: Any, act: Any) -> str:
    texts = [text for part in worded_parts(act) for text in narrative(context, children(part, "text"))]
    return "; ".join(dict.fromkeys(texts))


def _row_posology(context: Any, act: Any) -> str:
    if not row_of_act(context, act):
        return ""
    parts = (row_cells(context, act, POSOLOGY_HEADERS), moment_cells(context, act))
    said = " ; ".join(part for part in parts if part)
    return " ; ".join(filter(None, (said, length_cell(context, act)))) if said else ""


def _beside(context: Any, act: Any) -> str:
    """What stands beside the name in a row without names of columns."""
    said = rest_of_row(context, act)
    return said if said and _says_more(context, act, said) else ""


def _own_text(context: Any, act: Any) -> str:
    """What the text of an act says, unless that is nothing but the name and the codes of its product."""
    text = child(act, "text")
    if text is None or not _says_one_entry(context, text):
        return ""
    said = text_behind(context, text) or ""
    return "" if said.casefold() in ANSWERS or not _says_more(context, act, said) else said


def _says_one_entry(context: Any, node: Any) -> bool:
    """Whether a text is written where it is, or refers to words that no other entry refers to and that neither hold a
    table or list nor are a row of which the columns are known; one that leads nowhere is about no other entry."""
    target = referred(context, node)
    if target is None or text_of(node):
        return True
    if local_name(target.tag) in _TABLES or (any(map(len, target)) and _holds_several(target)):
        return False
    if is_read_row(context, target):
        return False
    return times_referred(context, target) < 2


def _holds_several(target: Any) -> bool:
    """Whether words hold a table, or a list of more than one item."""
    return any(local_name(held.tag) != "list" or len(held) > 1 for held in target.iter(*_HELD))


def _says_more(context: Any, act: Any, said: str) -> bool:
    """Whether a text has words beside those of the names and codes of the product. A product that is null is that of
    the whole, of which this act is a part."""
    material, name = product_material(context, act), name_of_product(context, act)
    names = [name] if name else []
    if material is not None:
        if material.get("nullFlavor"):
            return True
        names += _other_names(context, referred(context, child(act, "text")), material)
    if said in names:
        return False
    own, theirs = said.casefold(), "\n".join(names).casefold()
    for word in own.split():  # mostly one is not there, and then no words need be cut
        if word not in theirs and word.isalnum():
            return True
    return not set(_WORD.findall(own)).issubset(_WORD.findall(theirs))


def _other_names(context: Any, own: Any, material: Any) -> list[str]:
    """The codes of a product and all names beside its first. A quote that leads nowhere is reported, needed or not; one
    of the very words that the act refers to (own) is shown only when it is the first name."""
    found: list[str] = []
    for node in material.iter():
        element = local_name(node.tag)
        if element in _CODES:
            found += [written for name in _NAMES if (written := node.get(name))]
        elif element == "originalText" and (own is None or referred(context, node) is not own):
            found += narrative(context, [node])
    return found


def _referenced_posology(context: Any, act: Any) -> str:
    """`1 cp à 2 cp 3 fois/j`: what the coded dose and period of this act quote from the narrative, in reading order."""
    doses = [dose for dose in children(act, "doseQuantity") if len(dose)]
    periods: list[Any] = []
    for time in children(act, "effectiveTime"):
        periods += _quoting_periods(time)
    if not doses and not periods:
        return ""
    said = [_referenced_dose(context, doses)] if doses else []
    return " ".join(text for text in (*said, *(_quoted_here(context, period) for period in periods)) if text)


def _referenced_dose(context: Any, doses: list[Any]) -> str:
    low, high = (_quoted(context, [kid for dose in doses for kid in children(dose, end)]) for end in ("low", "high"))
    dose = low or _quoted(context, doses)
    return f"{dose} à {high}" if dose and high and high != dose else dose


def _quoted(context: Any, nodes: list[Any]) -> str:
    return _quoted_here(context, nodes[0]) if nodes else ""


def _quoting_periods(time: Any) -> list[Any]:
    """The periods of a time, and of its parts, that may quote the narrative."""
    kids = by_name(time)
    found = [period for period in kids["period"] if len(period)] if "period" in kids else []
    for part in kids.get("comp", ()):
        found += _quoting_periods(part)
    return found


def _quoted_here(context: Any, node: Any) -> str:
    original = descendant(node, "translation", "originalText")
    return (_quiet_text(context, original) or "") if original is not None else ""


def _quiet_text(context: Any, original: Any) -> str | None:
    """Like `_text_behind`, without an Issue: a posology quote that leads nowhere still has its coded value."""
    reference = child(original, "reference")
    if reference is None:
        return cell_text(original)
    anchor = reference.get("value")
    target = target_of(context, anchor, original) if anchor else None
    return cell_text(target) if target is not None else None


def _has_number(text: str) -> bool:
    return any(character.isdigit() for character in text)
