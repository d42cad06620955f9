"""The FHIRPath suite of R4: what passes, and by name and cause what does not."""

import json
from pathlib import Path

import pytest
from fhirpath_suite import SuiteCase, cases, failure, resource_of

pytestmark = pytest.mark.shared
KNOWN_FAILURES = json.loads((Path(__file__).parent / "known_failures.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "suites" / "fhirpath-r4" / "tests-fhir-r4.xml"


def outcomes(suite: Path) -> list[tuple[SuiteCase, str | None]]:
    return [
        (case, failure(case, resource)) for case in cases(suite) if (resource := resource_of(case, suite)) is not None
    ]


def test_every_case_passes_but_those_known_to_fail(suite: Path):
    failed = {case.name: why for case, why in outcomes(suite) if why is not None}
    assert {name: why for name, why in failed.items() if name not in KNOWN_FAILURES} == {}


def test_what_is_listed_as_failing_does_fail(suite: Path):
    passed = {case.name for case, why in outcomes(suite) if why is None}
    assert passed & set(KNOWN_FAILURES) == set()


def test_most_cases_are_run(suite: Path):
    assert len(outcomes(suite)) > 600
