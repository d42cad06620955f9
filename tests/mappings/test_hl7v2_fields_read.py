"""Which fields of a drug the maps that ship read: the table of those that they do not is held against a traced run."""

import re

import pytest
from hl7v2_message import mapped, message

from adapter.sources.document import Source
from adapter.sources.hl7v2_fields import FIELDS
from adapter.sources.hl7v2_unread import UNREAD
from adapter.workflow.traced import trace_source

COUNTERS = ("giveSubIdCounter", "administrationSubIdCounter", "dispenseSubIdCounter")
DATES = re.compile("date|Date")
NUMBERS = re.compile("amount|Amount|number|Number|Volume$|Strength$|Size$|interval|Interval")


def filled(segment: str) -> str:
    """A segment with a value in each field of the standard, as its name asks for."""

    def value(name: str, number: int) -> str:
        if name in ("quantityTiming", "completionStatus", "actionCode"):
            return {"quantityTiming": "^BID^^20260312", "completionStatus": "PA", "actionCode": "A"}[name]
        return "20260312" if DATES.search(name) else "2" if NUMBERS.search(name) else f"{number}^w{number}^L"

    return "|".join([segment, *(value(name, field.number) for name, field in FIELDS[segment].items())])


def unread_fields(segment: str) -> set[str]:
    data = message("ORC|NW|1", filled(segment), "RXR|PO")
    trace = trace_source(Source("f.hl7", data.encode())).trace
    numbers = {field.number: name for name, field in FIELDS[segment].items()}
    nodes = (node["place"] for entry in trace["unread"] for node in entry["nodes"])
    found = (re.match(rf"{segment}-(\d+)$", place) for place in nodes)
    return {numbers[int(match[1])] for match in found if match}


@pytest.mark.parametrize("segment", sorted(UNREAD))
def test_each_field_is_read_or_told(segment: str) -> None:
    assert unread_fields(segment) - set(COUNTERS) == set(UNREAD[segment])


def test_fields_that_are_not_read_are_said_once_for_their_segment() -> None:
    rxe = "RXE||X^P|1||TAB|||WARD" + "|" * 12 + "Y"
    result = mapped(message("ORC|NW|1", rxe, "ORC|NW|2", rxe))
    told = [(issue.severity, issue.location, issue.message) for issue in result.issues if "fields" in issue.message]
    assert told == [("information", "RXE", "fields that no map that ships reads: deliverToLocation, needsHumanReview")]
