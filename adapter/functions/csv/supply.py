"""What was delivered: boxes, units of a split pack, days, renewal, substitution."""

import re
from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import UCUM
from adapter.functions.csv.report import report
from adapter.medication.product import number
from adapter.sources.csv_table import Cell, Row

_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?")
_BOXES = re.compile(r"\s+(?:boîtes?|boites?|btes?)\.?$", re.IGNORECASE)
_DAYS = re.compile(r"\s*(?:j|jours?|days?)\.?$", re.IGNORECASE)
_NO_UNIT = re.compile(r"(?!)")
_RENEWAL = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")
_FLAGS = {"1": True, "oui": True, "true": True, "o": True, "0": False, "non": False, "false": False, "n": False}


def boxes(context: Any, focus: list, *_: list) -> list:
    """Boxes delivered → Quantity in `{box}`; a negative number is a reversal and stays so. No number: Issue."""
    found = []
    for cell in focus:
        value = _number(context, cell, _BOXES)
        if value is None:
            continue
        if not value:
            report(context, cell, "warning", "value", "no box delivered", "MedicationDispense.quantity")
        found.append({"value": number(value), "unit": "boîte", "system": UCUM, "code": "{box}"})
    return found


def split_units(context: Any, focus: list, *_: list) -> list:
    """Units of a split pack (PHA_DEC_QSU) → Quantity; what the units are is not stated, so they have no code."""
    values = (_number(context, cell) for cell in focus)
    return [{"value": number(value), "unit": "unité"} for value in values if value]


def is_split(context: Any, focus: list, *_: list) -> list:
    """Row of `snds-dcir` → whether the pack was split (PHA_DEC_TOP is `D`) and its units are counted."""
    return [_says(row, "pha_dec_top") == "D" and _says(row, "pha_dec_qsu") not in ("", "0") for row in focus]


def days_supply(context: Any, focus: list, *_: list) -> list:
    """Days that the delivery is meant for → Quantity in `d`. Not a positive number: Issue, nothing."""
    found = []
    for cell in focus:
        value = _number(context, cell, _DAYS)
        if value is not None and value <= 0:
            report(context, cell, "warning", "value", "not a number of days; left out", "MedicationDispense.daysSupply")
        elif value is not None:
            found.append({"value": number(value), "unit": "jour", "system": UCUM, "code": "d"})
    return found


def renewal(context: Any, focus: list, *_: list) -> list:
    """`1/3` (first of three renewals) → text of MedicationDispense.type: `renouvellement 1/3`."""
    return [f"renouvellement {done}/{allowed}" for cell in focus for done, allowed in _renewal(context, cell)]


def renewals_allowed(context: Any, focus: list, *_: list) -> list:
    """`1/3` → 3, numberOfRepeatsAllowed of the prescription."""
    return [allowed for cell in focus for _, allowed in _renewal(context, cell)]


def flag(context: Any, focus: list, *_: list) -> list:
    """0/1, non/oui, false/true → boolean. Anything else: Issue, nothing."""
    found = []
    for cell in focus:
        value = _FLAGS.get(cell.text.casefold())
        if value is None:
            report(context, cell, "warning", "value", "neither 0 nor 1; left out")
        else:
            found.append(value)
    return found


def _says(row: Row, column: str) -> str:
    return row.cells[column].text.upper() if column in row.cells else ""


def _renewal(context: Any, cell: Cell) -> list[tuple[int, int]]:
    match = _RENEWAL.fullmatch(cell.text)
    if match and int(match[1]) <= int(match[2]):
        return [(int(match[1]), int(match[2]))]
    report(context, cell, "warning", "value", "not a renewal n/m with n up to m; left out", "MedicationDispense.type")
    return []


def _number(context: Any, cell: Cell, unit: re.Pattern[str] = _NO_UNIT) -> Decimal | None:
    """The number of a field, also with the unit that its column counts in beside it (`2 boîtes`)."""
    text = unit.sub("", cell.text.replace("\N{MINUS SIGN}", "-"))
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    report(context, cell, "error", "value", "not a number; the value is left out")
    return None
