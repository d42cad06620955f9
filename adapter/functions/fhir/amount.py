"""Parts of a Dosage that cannot be, or of which a part was left out: no daily dose may rest on the others.

Source: invariants tim-4 and tim-5, the binding of units of time (https://hl7.org/fhir/R4/datatypes.html#Timing).
"""

from typing import Any

_UNITS = ("s", "min", "h", "d", "wk", "mo", "a")
_BOUNDS = ("id", "boundsDuration", "boundsRange", "boundsPeriod")
_WORDS = frozenset(
    ("id", "extension", "text", "additionalInstruction", "patientInstruction", "site", "route", "method")
)


def distrust(part: dict[str, Any], node: dict[str, Any], type_: str) -> str:
    """Take out of the copy of a Timing.repeat, Dosage.doseAndRate or Dosage what can no longer be taken as it stands,
    and say why ("" when all can): a rhythm keeps its bounds, a dose goes, a Dosage loses its timing."""
    if type_ == "Timing.repeat" and (wrong := _lost(part, node) or _wrong_rhythm(part)):
        _drop(part, [name for name in part if name not in _BOUNDS])
        return f"{wrong}: its rhythm is left out"
    if type_ == "Dosage.doseAndRate" and (wrong := _wrong_dose(part)):
        _drop(part, list(part))
        return f"{wrong}: left out"
    if type_ == "Dosage" and "timing" in part and (wrong := _lost(part, node, _WORDS)):
        _drop(part, ["timing"])
        return f"{wrong}: its timing is left out"
    return ""


def distrust_others(dosages: list[dict[str, Any]], nodes: list[Any]) -> str:
    """The same for the Dosages of one line when one of them was left out: their sum is no longer that of the line."""
    timed = [dosage for dosage in dosages if "timing" in dosage]
    if len(dosages) == len(nodes) or not timed:
        return ""
    for dosage in timed:
        _drop(dosage, ["timing"])
    return "one dosage is not read: the timing of the others is left out"


def _drop(part: dict[str, Any], names: list[str]) -> None:
    for name in names:
        del part[name]


def _lost(part: dict[str, Any], node: dict[str, Any], harmless: frozenset[str] = frozenset()) -> str:
    """A frequency that is no number changes what its period says; a condition that is none, how often it is taken."""
    for name, value in node.items():
        if name.startswith(("_", "fhir_comments")) or name in harmless or value in (None, [], {}):
            continue
        kept = part.get(name)
        if kept is None or (isinstance(kept, list) and sum(item is not None for item in kept) < len(value)):
            return f"without '{name}' as it is written the rest says something else"
    return ""


def _wrong_rhythm(repeat: dict[str, Any]) -> str:
    for name in ("period", "periodMax", "duration", "durationMax"):
        if name in repeat and (repeat[name] < 0 or (name == "period" and repeat[name] == 0)):
            return f"a {name} of {repeat[name]}"
    for name in ("periodUnit", "durationUnit"):
        if name in repeat and repeat[name] not in _UNITS:
            return f"'{repeat[name]}' is no {name} of R4"
    return ""


def _wrong_dose(row: dict[str, Any]) -> str:
    between = row.get("doseRange") or {}
    for amount in (row.get("doseQuantity"), between.get("low"), between.get("high")):
        if amount and amount.get("value", 0) < 0:
            return f"a dose of {amount['value']}"
    return ""
