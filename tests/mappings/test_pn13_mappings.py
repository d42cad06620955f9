"""PN13-SIPh messages → FHIR R4: one folder a situation."""

import json
from pathlib import Path

import pytest
from compact_bundle import mapped_case

CASES = Path(__file__).parent / "pn13" / "cases"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_message_is_mapped_as_the_format_says(case: str) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert mapped_case(CASES / case / "source.xml") == expected
