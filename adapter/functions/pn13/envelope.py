"""What a line takes from the prescription and the message around it: number, date, stay, units of the hospital."""

from typing import Any

from adapter.functions.pn13.time import date_time
from adapter.sources.pn13 import children, text

_UNITS = (("Unité_hébergement", "Unité d’hébergement"), ("Unité_resp_médicale", "Unité responsable médicale"))


def message_id(context: Any, focus: list, *_: list) -> list:
    """Any node → Phast-id_message of the file. Two public samples have the same: it names no document by itself."""
    values = (node.getroottree().getroot().get("Phast-id_message") for node in focus)
    return [value for value in values if value]


def authored_on(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → date of its prescription."""
    return [date for line in focus for date in date_time(context, children(line.getparent(), "Dh_prescription")[:1])]


def stay_number(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → number of the stay of its message."""
    return [number for line in focus if (number := text(line.getparent().getparent(), "Séjour", "Id_séjour"))]


def unit_references(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → References by identifier to the units that lodge and treat the patient."""
    return [
        {"type": "Organization", "identifier": {"value": number}, "display": display}
        for line in focus
        for name, display in _UNITS
        if (number := text(line.getparent(), name))
    ]
