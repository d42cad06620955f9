"""Prescribers by RPPS and pharmacies by FINESS: the same number in one file is one resource."""

import re
from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.functions.csv.report import report
from adapter.sources.csv_table import Cell

RPPS = "https://rpps.esante.gouv.fr"
FINESS = "https://finess.esante.gouv.fr"


def rpps_identifier(context: Any, focus: list, *_: list) -> list:
    """11 digits, or 12 with the prefix 8 of the national form (IDNPS) → Identifier. Another number has no system."""
    found = []
    for cell in focus:
        match = re.fullmatch(r"8?(\d{11})", _compact(cell))
        found.append({"system": RPPS, "value": match[1]} if match else _unknown(context, cell, "no RPPS (11 digits)"))
    return found


def finess_identifier(context: Any, focus: list, *_: list) -> list:
    """9 characters (2A and 2B in Corsica), or 10 with the prefix 1 of the national form (IDNST) → Identifier."""
    found = []
    for cell in focus:
        match = re.fullmatch(r"1?(\d[0-9AB]\d{7})", _compact(cell))
        found.append(
            {"system": FINESS, "value": match[1]} if match else _unknown(context, cell, "no FINESS (9 characters)")
        )
    return found


def participant_id(context: Any, focus: list, *args: list) -> list:
    """A field that numbers a person or an organisation, and a resource type → the id of that resource in this file."""
    return [stable_id(context.document.identity, str(args[0][0]), _compact(cell)) for cell in focus]


def participant_reference(context: Any, focus: list, *args: list) -> list:
    """Like participantId(), as Reference."""
    return [{"reference": full_url(id_)} for id_ in participant_id(context, focus, *args)]


def _unknown(context: Any, cell: Cell, said: str) -> dict[str, str]:
    report(context, cell, "warning", "value", f"{said}; kept as an identifier without system")
    return {"value": cell.text}


def _compact(cell: Cell) -> str:
    return cell.text.replace(" ", "").upper()
