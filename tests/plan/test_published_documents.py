"""Plans of the published French documents: valid, whole, and accepted by the independent models."""

from pathlib import Path

import orjson
import pytest

from adapter.conformance import validate
from adapter.plan.source_resources import references
from adapter.sources.document import Source


@pytest.mark.shared
def test_the_plan_of_a_published_document_is_valid(shared: Path) -> None:
    from fhir.resources.R4B.bundle import Bundle

    from adapter.workflow.reconciled import reconcile

    paths = sorted((shared / "corpus" / "fr-cda").glob("*.xml"))
    assert paths
    for path in paths:
        plan = reconcile([Source(path.name, path.read_bytes())], date="2026-03-10").plan
        urls = {entry["fullUrl"] for entry in plan["entry"]}
        led = {ref for entry in plan["entry"] for ref in references(entry["resource"]) if not ref.startswith("#")}
        assert led <= urls, path.name
        assert [issue.line() for issue in validate(plan)] == [], path.name
        Bundle.model_validate_json(orjson.dumps(plan))
