"""One DetectedIssue for each discrepancy (https://hl7.org/fhir/R4/detectedissue.html).

No severity and no mitigation: a person sets them (law 4). The status stays `preliminary` until then.
"""

from collections.abc import Sequence
from typing import Any

from adapter.fhir.canonical import BASE
from adapter.fhir.identifiers import full_url
from adapter.plan.draft import Draft, profile
from adapter.plan.labels import discrepancy_text
from adapter.plan.source_resources import SourceResources
from adapter.plan.treatment import Treatment

DISCREPANCY_SYSTEM = f"{BASE}/CodeSystem/discrepancy-type"


def detected_issues(
    treatment: Treatment, statements: Sequence[dict[str, Any]], draft: Draft, resources: SourceResources
) -> list[dict[str, Any]]:
    """The discrepancies of one treatment in order; implicated: its statements; evidence: its lines in the sources."""
    return [
        {
            "resourceType": "DetectedIssue",
            "id": draft.id(treatment.id, "DetectedIssue", discrepancy["type"], str(number)),
            "meta": profile("plan-detected-issue"),
            "status": "preliminary",
            "code": {
                "coding": [{"system": DISCREPANCY_SYSTEM, "code": discrepancy["type"]}],
                "text": discrepancy_text(discrepancy["type"], discrepancy["message"]),
            },
            **({"patient": dict(draft.subject)} if "reference" in draft.subject else {}),
            "identifiedDateTime": draft.date,
            "author": {"reference": draft.device},
            "implicated": [{"reference": full_url(statement["id"])} for statement in statements],
            "evidence": [{"detail": [{"reference": resources.url(row["id"])} for row in treatment.lines]}],
            **({"detail": discrepancy["message"]} if discrepancy["message"] else {}),
        }
        for number, discrepancy in enumerate(treatment.discrepancies, start=1)
    ]
