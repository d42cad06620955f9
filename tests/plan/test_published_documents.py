"""Plans of the published French documents: valid, whole, and accepted by the independent models."""

from pathlib import Path

import orjson
import pytest

from adapter.conformance import validate
from adapter.errors import SourceError
from adapter.plan.source_resources import references
from adapter.sources.document import Source

DELIVERIES = ("CNAM-HR_2021.01.xml", "eDISP-MED_2024.01.xml")


@pytest.mark.shared
@pytest.mark.parametrize("name", DELIVERIES)
def test_a_document_of_deliveries_is_refused_as_a_discharge_document(shared: Path, name: str) -> None:
    from adapter.workflow.reconciled import reconcile

    data = (shared / "corpus" / "fr-cda" / name).read_bytes()
    with pytest.raises(SourceError, match="can be read as discharge"):
        reconcile([Source(name, data)], date="2026-03-10")


@pytest.mark.shared
def test_the_plan_of_a_published_document_is_valid(shared: Path) -> None:
    from fhir.resources.R4B.bundle import Bundle

    from adapter.workflow.reconciled import reconcile

    paths = sorted((shared / "corpus" / "fr-cda").glob("*.xml"))
    assert paths
    for path in (path for path in paths if path.name not in DELIVERIES):
        plan = reconcile([Source(path.name, path.read_bytes())], date="2026-03-10").plan
        urls = {entry["fullUrl"] for entry in plan["entry"]}
        led = {ref for entry in plan["entry"] for ref in references(entry["resource"]) if not ref.startswith("#")}
        assert led <= urls, path.name
        assert [issue.line() for issue in validate(plan)] == [], path.name
        Bundle.model_validate_json(orjson.dumps(plan))
