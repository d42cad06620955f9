"""What a pharmacist reads on the page is French, of every format: what the cases of the maps make the adapter say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapter.review.issue_messages import issue_in_language
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

MAPPINGS = Path(__file__).parents[1] / "mappings"
FOR_WHO_WRITES_MAPS = "expected only one"
"""An error of a rule: for who writes maps, and in English."""


def messages(format_: str) -> Iterator[str]:
    for path in sorted((MAPPINGS / format_ / "cases").glob("*/source.*")):
        yield from (issue.message for issue in map_source(Source(path.name, path.read_bytes())).issues)


@pytest.mark.parametrize("format_", ["cda", "fhir", "pn13"])
def test_what_is_said_of_the_cases_is_said_in_french(format_: str) -> None:
    said = set(messages(format_))
    assert said
    english = {message for message in said if issue_in_language(message, "fr") == message}
    assert not {message for message in english if FOR_WHO_WRITES_MAPS not in message}
