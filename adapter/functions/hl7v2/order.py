"""What order control and status say of an order, what it replaces, and what a substitution code allows."""

from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.functions.hl7v2.quantity import decimal
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.tables import translated
from adapter.sources.hl7v2_lines import Line

_OPEN = ("active", "unknown")
_REPLACED = ("RP", "RU", "RQ")
_ALLOWED = {"0": None, "1": False, "2": True, "3": True, "4": True, "5": True, "7": False, "8": True,
            "G": True, "N": False, "T": True}  # fmt: skip
_DONE = {"0": False, "1": False, "7": False, "N": False, "G": True, "T": True}
_CANCELLED = ("CA", "OC", "CR")
_UNCHANGED = ("DF", "MC", "NA", "NR", "RE", "SN", "SR", "SS")  # say nothing new of an order that is known


def request_status(context: Any, focus: list, *_: list) -> list:
    """Line of an order → MedicationRequest.status from order control (ORC-1) and order status (ORC-5); a version that a
    later order of the same number follows is over."""
    return [_status(context, line) for line in focus]


def prior_reference(context: Any, focus: list, *_: list) -> list:
    """Line → Reference to the order that it replaces: in the file, else the parent order (ORC-8) by its number."""
    found: list[dict[str, Any]] = []
    for line in focus:
        if line.prior is not None:
            id_ = stable_id(context.document.identity, line.prior.place, "MedicationRequest")
            found.append({"reference": full_url(id_)})
        elif line.control in (*_REPLACED, "RO") and (parent := _parent(context, line)):
            found.append({"identifier": parent})
    return found


def dispense_status(context: Any, focus: list, *_: list) -> list:
    """Line of a delivery → MedicationDispense.status: `completed`, or `cancelled` when the message cancels it;
    `declined`, with an Issue, when it is of none (RXD-4 is 0); `unknown`, with an Issue, when it stops or holds the
    order: whether this was delivered before is not said."""
    found = []
    for line in focus:
        status = line.order.orc.text("5").upper() if line.order.orc else ""
        said = translated(context, "order-control", line.control) if line.control else None
        if line.control in _CANCELLED or status == "CA":
            found.append("cancelled")
        elif said is not None and said.code in ("stopped", "on-hold"):
            message = f"order control {line.control} beside a delivery: whether it was delivered is not said"
            report(context, line.order.orc, "warning", "incomplete", message, "MedicationDispense.status")
            found.append("unknown")
        else:
            found.append("declined" if _is_of_none(context, line) else "completed")
    return found


def _is_of_none(context: Any, line: Line) -> bool:
    for part in line.drug.segment.occurrences("4")[:1]:
        if decimal(part.text) == 0:
            report(context, part, "information", "value", "a quantity of 0: nothing was handed over")
            return True
    return False


def is_allowed(context: Any, focus: list, *_: list) -> list:
    """Code of table 0161 or 0167 → whether another product may be, or was, given for the one ordered."""
    return [allowed for part in focus if (allowed := _ALLOWED.get(part.text.upper())) is not None]


def was_substituted(context: Any, focus: list, *_: list) -> list:
    """Code of table 0167 of a delivery → whether another product was given; nothing where it only says that one may
    have been."""
    return [done for part in focus if (done := _DONE.get(part.text.upper())) is not None]


def order_category(context: Any, focus: list, *_: list) -> list:
    """ORC-29 (table 0482) → category of the request: inpatient or outpatient."""
    table = {"I": ("inpatient", "Inpatient"), "O": ("outpatient", "Outpatient")}
    system = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
    rows = [row for part in focus if (row := table.get(part.text.upper()))]
    return [{"coding": [{"system": system, "code": code, "display": display}]} for code, display in rows]


def _status(context: Any, line: Line) -> str:
    if line.successor is not None:
        return "cancelled" if line.successor.control in _CANCELLED else "stopped"
    return _own_status(context, line)


def _own_status(context: Any, line: Line) -> str:
    """The status as of this message; codes that change nothing leave what the order was before."""
    if line.control in _UNCHANGED and line.prior is not None and _by_status(context, line) is None:
        return _own_status(context, line.prior)
    by_control = _by_control(context, line)
    by_status = _by_status(context, line)
    if by_control in _OPEN and by_status is not None:
        return by_status
    return by_control or by_status or "unknown"


def _by_control(context: Any, line: Line) -> str:
    control = line.control
    if line.order.orc is None:
        report(context, line, "warning", "required", "no ORC: whether the order is in force is not said")
        return "unknown"
    if control in _REPLACED:
        return "active" if _parent(context, line) else _unsaid(context, line, control)
    found = translated(context, "order-control", control) if control else None
    if found is None:
        said = f"'{control}' is not an order control that is known" if control else "no order control (ORC-1)"
        report(context, line.order.orc, "warning", "code-invalid", f"{said}: whether the order is in force is not said")
        return "unknown"
    if found.code == "unknown":
        _unsaid(context, line, control)
    elif control == "DF":
        message = "a refill is denied (DF): the order is as it was, and whether it goes on is not said"
        report(context, line.order.orc, "warning", "business-rule", message, "MedicationRequest.status")
    return found.code


def _unsaid(context: Any, line: Line, control: str) -> str:
    message = f"order control {control} does not say whether the order is in force"
    is_done = line.delivered is not None or line.order.planned or line.order.given  # RE is how these are told
    if line.order.orc is not None and not line.order.orc.text("5") and not is_done:
        report(context, line.order.orc, "warning", "incomplete", message, "MedicationRequest.status")
    return "unknown"


def _by_status(context: Any, line: Line) -> str | None:
    for part in line.order.orc.occurrences("5") if line.order.orc else ():
        found = translated(context, "order-status", part.text)
        if found is not None and found.code == "unknown":
            message = f"order status {part.text} does not say whether the order is in force"
            report(context, part, "warning", "incomplete", message, "MedicationRequest.status")
        if found is not None:
            return found.code
        message = f"'{part.text}' is not an order status that is known (table 0038); order control alone is read"
        report(context, part, "warning", "code-invalid", message, "MedicationRequest.status")
    return None


def _parent(context: Any, line: Line) -> dict[str, Any] | None:
    for part in line.order.orc.occurrences("8") if line.order.orc else ():
        for number in (1, 2):
            value = part.get(number, 1)
            if value:
                return {
                    "value": value,
                    **({"assigner": {"display": part.get(number, 2)}} if part.get(number, 2) else {}),
                }
    return None
