"""What a pharmacist reads on the page of HL7 v2 messages is French; what is for the sender stays in English."""

from pathlib import Path

import pytest
from hl7v2_message import mapped, message

from adapter.review.issue_messages import issue_in_language

CASES = Path(__file__).parent / "hl7v2" / "cases"
ORDERS = (
    ("ORC|ZZ|1", "RXE||X^P^ODD|1,5|0,5|TAB", "TQ1|1||5XD|0800^2500|||20260230|20260101"),
    ("ORC|UC|2", "RXE|1^BID^^20260301^20260201|X^P|0||TAB", "TQ1|1|2^mg|TID"),
    ("RXE||^|-1||TAB", "TQ1|1||BID^on dialysis days^HL70335||2^h", "TQ1|2||QAM^le soir^HL70335"),
    ("ORC|DC|4", "RXD|1|X^P||0|TAB", "RXR|PO~SL"),
    ("ORC|DF|5", "RXE||X^P|1||TAB", "TQ1|1||QD|0800~2000||4^XX|202603010800", "TQ2|1|S"),
    ("ORC|NW|6",),
)


@pytest.mark.parametrize("segments", ORDERS, ids=lambda segments: segments[0])
def test_a_doubt_about_an_order_is_said_in_french(segments: tuple[str, ...]) -> None:
    issues = mapped(message(*segments)).issues
    assert issues
    assert not [issue.message for issue in issues if issue_in_language(issue.message, "fr") == issue.message]


@pytest.mark.parametrize("case", sorted(path.parent.name for path in CASES.glob("*/source.*")))
def test_what_is_said_of_a_message_is_said_in_french(case: str) -> None:
    issues = mapped((CASES / case / "source.hl7").read_bytes()).issues
    assert not [issue.message for issue in issues if issue_in_language(issue.message, "fr") == issue.message]
