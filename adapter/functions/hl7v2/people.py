"""People and organisations of a message: the same one twice in a file is one resource."""

from itertools import islice
from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.functions.hl7v2.coding import authority_system
from adapter.functions.hl7v2.text import said, spaced
from adapter.sources.hl7v2_lines import Line
from adapter.sources.hl7v2_orders import ORDERING
from adapter.sources.hl7v2_tree import Part

_NAME = (6, 3, 4, 2, 5)  # prefix, given, further given, family, suffix


def requesters(context: Any, focus: list, *_: list) -> list:
    """Line of an order → the XCN of who orders: ORC-12, else RXE-13 or RXO-14, else the ordering provider of a PRT, the
    first that names somebody."""
    memo = context.document.memo.setdefault("hl7v2 requesters", {})
    found: list[Part] = []
    for line in focus:
        if line not in memo:
            memo[line] = _requester(line)
        found += memo[line]
    return found


def _requester(line: Line) -> list[Part]:
    fields = [(segment, "12") for segment in line.segments("ORC")]
    segment = line.drug.segment
    fields += [(segment, {"RXE": "13", "RXO": "14"}[segment.name])] if segment.name in ("RXE", "RXO") else []
    fields += [(prt, "5") for prt in line.participations() if prt.text("4").upper() == ORDERING]
    parts = (part for holder, name in fields for part in holder.occurrences(name) if _key(part) != ("",) * 3)
    return list(islice(parts, 1))


def participant_id(context: Any, focus: list, *args: list) -> list:
    """XCN, XON or CWE, and a resource type → the id of that resource in this file."""
    return [stable_id(context.document.identity, str(args[0][0]), *_key(part)) for part in focus]


def participant_reference(context: Any, focus: list, *args: list) -> list:
    """As participantId(), as Reference with the name as display."""
    found = []
    for part in focus:
        body = {"reference": full_url(participant_id(context, [part], *args)[0])}
        if name := _display(part):
            body["display"] = name
        found.append(body)
    return found


def person_identifier(context: Any, focus: list, *_: list) -> list:
    """XCN → Identifier of its number, under its authority (component 9)."""
    found = []
    for part in focus:
        if value := part.get(1):
            names = [part.get(9, sub) for sub in (1, 2, 3)]
            system = authority_system(*names)
            body: dict[str, Any] = {"system": system} if system else {}
            body["value"] = value
            if names[0] and not system:
                body["assigner"] = {"display": names[0]}
            found.append(body)
    return found


def organization_name(context: Any, focus: list, *_: list) -> list:
    """XON or CWE → name of the organisation: in an XON its first component, in a CWE its text."""
    return [name for part in focus if (name := part.get(1) if part.type == "XON" else said(part))]


def is_person(context: Any, focus: list, *_: list) -> list:
    """XCN → whether it has a number or a family name."""
    return [_key(part) != ("",) * 3 for part in focus]


def _display(part: Part) -> str:
    if part.type != "XCN":
        return part.get(1) if part.type == "XON" else said(part)
    return " ".join(word for number in _NAME if (word := spaced(part.get(number))))


def _key(part: Part) -> tuple[str, ...]:
    if part.type == "XON":
        return (part.get(1), part.get(3), part.get(10))
    return (part.get(1), spaced(part.get(2)), spaced(part.get(3)))
