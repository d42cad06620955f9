"""What the flag of a List entry says of its item (List.entry.flag): ceased, suspended.

Codes: HL7's list item flag, the Australian medicine item change, IHE pharmaceutical advice.
"""

from typing import Any

from adapter.sources.fhir_resources import array

STOPPED, HELD = "stopped", "on-hold"
_FLAGS = {
    "urn:oid:1.2.36.1.2001.1001.101.104.16592": {"03": STOPPED, "05": STOPPED, "06": HELD},
    "http://terminology.hl7.org.au/CodeSystem/medicine-item-change": {
        "cancelled": STOPPED,
        "ceased": STOPPED,
        "suspended": HELD,
    },
    "urn:oid:1.3.6.1.4.1.19376.1.9.2.1": {"CANCEL": STOPPED, "REFUSE": STOPPED, "SUSPEND": HELD},
}


def flagged(entry: dict[str, Any]) -> str | None:
    """`stopped` or `on-hold` for an entry of a List that its flag says so of; `stopped` also for a deleted one."""
    if entry.get("deleted") is True:
        return STOPPED
    flag = entry.get("flag")
    for coding in array(flag, "coding") if isinstance(flag, dict) else ():
        if not isinstance(coding, dict):
            continue
        if said := _FLAGS.get(str(coding.get("system")), {}).get(str(coding.get("code"))):
            return said
    return None
