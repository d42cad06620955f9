"""The stay of the header: encompassingEncounter → status and class of Encounter."""

from typing import Any

from adapter.functions.cda.children import child
from adapter.functions.cda.coding import codings
from adapter.functions.cda.time import bounds
from adapter.functions.entry import not_stated

_V3_ACT_CODE = "2.16.840.1.113883.5.4"


def stay_status(context: Any, focus: list, *_: list) -> list:
    """encompassingEncounter → Encounter.status: `finished` when it has an end, else `unknown`."""
    return ["finished" if bounds(stay)[1] else "unknown" for stay in focus]


def stay_class(context: Any, focus: list, *_: list) -> list:
    """encompassingEncounter → Coding of its class where the document codes it (v3 ActCode: `IMP`, `AMB`, …), else one
    that says "unknown": R4 requires the element."""
    found = []
    for stay in focus:
        code = child(stay, "code")
        coded = code is not None and code.get("codeSystem") == _V3_ACT_CODE and code.get("code")
        found.extend(codings(context, [code]) if coded else not_stated(context, []))
    return found
