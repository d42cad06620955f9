"""The patient and the stay: sex, use of a name, class of an encounter."""

from typing import Any

from adapter.functions.cda.time import convert
from adapter.functions.entry import not_stated
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.tables import translated
from adapter.functions.hl7v2.text import spaced

_GENDERS = {"M": "male", "F": "female", "O": "other", "A": "other", "U": "unknown", "N": "unknown", "X": "other"}
_USES = {"L": "official", "B": "official", "D": "usual", "M": "maiden", "N": "nickname", "A": "anonymous",
         "S": "anonymous", "T": "temp"}  # fmt: skip


def gender(context: Any, focus: list, *_: list) -> list:
    """PID-8 (table 0001) → administrative-gender; another code: Issue, nothing."""
    found = []
    for part in focus:
        code = _GENDERS.get(part.text.upper())
        if code:
            found.append(code)
        else:
            report(context, part, "warning", "code-invalid", f"'{part.whole}' is not a sex of table 0001; left out")
    return found


def name_use(context: Any, focus: list, *_: list) -> list:
    """XPN → name-use of its type (table 0200: L the legal name, B at birth, D the one used, M maiden)."""
    return [use for part in focus if (use := _USES.get(part.get(7).upper()))]


def given_names(context: Any, focus: list, *_: list) -> list:
    """XPN or XCN → given names, further ones too."""
    numbers = {"XCN": (3, 4)}
    return [name for part in focus for n in numbers.get(part.type, (2, 3)) if (name := spaced(part.get(n)))]


def stay_class(context: Any, focus: list, *_: list) -> list:
    """PV1 → Coding of its class (PV1-2, table 0004, as v3 ActCode); one that says "unknown" when that says none."""
    found: list = []
    for segment in focus:
        rows = [translated(context, "patient-class", part.text) for part in segment.occurrences("2")]
        coded = [{"system": row.system, "code": row.code, "display": row.display} for row in rows if row]
        found.extend(coded[:1] or not_stated(context, []))
    return found


def stay_status(context: Any, focus: list, *_: list) -> list:
    """PV1 → Encounter.status: `finished` when its discharge is not after the message, else `unknown`."""
    found = []
    for segment in focus:
        left, sent = convert(segment.text("45")), convert(context.document.root.header.text("7"))
        found.append("finished" if left and (not sent or left[:10] <= sent[:10]) else "unknown")
    return found
