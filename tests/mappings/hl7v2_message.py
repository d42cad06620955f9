"""HL7 v2 messages of tests: a header, a patient, and what a test adds."""

from typing import Any

from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_source

PID = "PID|1||42^^^HOP^PI||DUPONT^Jean||19400101|M"


def message(*segments: str, version: str = "2.5.1", type_: str = "RDE^O11", pid: str = PID, **header: str) -> str:
    """One message, its segments ended by CR. header: `sent` (MSH-7), `charset` (MSH-18), `processing` (MSH-11)."""
    known = {"sent": "20260312083000", "charset": "", "processing": "P"} | header
    msh = f"MSH|^~\\&|A|B|C|D|{known['sent']}||{type_}|1|{known['processing']}|{version}||||||{known['charset']}"
    return "".join(f"{segment}\r" for segment in (msh.rstrip("|"), *([pid] if pid else ()), *segments))


def mapped(data: str | bytes) -> Mapped:
    return map_source(Source("f.hl7", data.encode() if isinstance(data, str) else data))


def lines(result: Mapped) -> list[dict[str, Any]]:
    types = ("MedicationRequest", "MedicationDispense", "MedicationAdministration")
    return [e["resource"] for e in result.bundle["entry"] if e["resource"]["resourceType"] in types]


def order(*timings: str, rxe: str = "RXE||X^PARACETAMOL 1 G|1||TAB", orc: str = "ORC|NW|1") -> dict[str, Any]:
    """The one request of a message with these TQ1 segments."""
    (found,) = lines(mapped(message(orc, rxe, *timings, "RXR|PO")))
    return found


def problems(result: Mapped) -> list[tuple[str, str]]:
    """Severity and place of each Issue that is not for information."""
    return [(issue.severity, issue.location) for issue in result.issues if issue.severity != "information"]
