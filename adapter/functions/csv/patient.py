"""The patient of a CSV file: national identifier or a local one, and sex."""

import re
from typing import Any

from adapter.functions.csv.report import report
from adapter.sources.csv_table import Cell

INS_NIR = "urn:oid:1.2.250.1.213.1.4.8"

# Form of a NIR: sex, year, month (20-42, 50-99 where not known), department (2A, 2B in Corsica), commune, order.
_NIR = re.compile(r"[123478]\d\d(?:0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d)(?:\d\d|2A|2B)\d{6}(?P<key>\d\d)?")
_GENDERS = {
    "male": ("m", "h", "1", "male", "masculin", "homme"),
    "female": ("f", "2", "female", "féminin", "feminin", "femme"),
    "other": ("i", "indéterminé", "indetermine", "other", "autre"),
    "unknown": ("u", "unknown", "inconnu"),
}


def patient_identifier(context: Any, focus: list, *_: list) -> list:
    """`patient_id` → Identifier: INS-NIR when it is a NIR whose key is right (15 characters, or 13 to which the key is
    added), else a local one without system, because the file does not say whose it is."""
    return [_identifier(context, cell) for cell in focus]


def local_identifier(context: Any, focus: list, *_: list) -> list:
    """A pseudonym (`NUM_ENQ`, `BEN_NIR_PSA`) → Identifier without system."""
    return [{"value": cell.text} for cell in focus]


def gender(context: Any, focus: list, *_: list) -> list:
    """M/F, H/F, 1/2, I (indeterminate), or words → administrative-gender. Anything else: Issue, nothing."""
    found = []
    for cell in focus:
        code = next((code for code, words in _GENDERS.items() if cell.text.casefold() in words), None)
        if code:
            found.append(code)
        else:
            report(
                context, cell, "warning", "code-invalid", "not a sex that is known (M or F); left out", "Patient.gender"
            )
    return found


def _identifier(context: Any, cell: Cell) -> dict[str, str]:
    value = cell.text.replace(" ", "").upper()
    match = _NIR.fullmatch(value)
    if match is None:
        return {"value": cell.text}
    key = _key(value[:13])
    if match["key"] is None:
        message = f"13 characters of a NIR; its key, {key}, is added to compare it with an INS"
        report(context, cell, "information", "value", message, "Patient.identifier")
    elif match["key"] != key:
        message = "has the form of a NIR but not its key: taken as a local identifier"
        report(context, cell, "warning", "value", message, "Patient.identifier")
        return {"value": value}
    return {"use": "official", "system": INS_NIR, "value": value[:13] + key}


def _key(number: str) -> str:
    """97 - n mod 97, Corsican departments 2A and 2B counted as 19 and 18."""
    return f"{97 - int(number.replace('2A', '19').replace('2B', '18')) % 97:02d}"
