"""The stories of examples/: how each is called, and what it writes."""

from pathlib import Path

from adapter.cli.files import json_bytes
from adapter.review.summary import summary
from adapter.sources.document import Source
from adapter.workflow.reconciled import Outcome, reconcile

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
STORIES: dict[str, dict[str, str]] = {
    "antibiotic-course-ended": {"date": "2026-04-15", "admission": "2026-04-08"},
    "generic-swap": {},
    "hl7v2-orders-at-discharge": {},
    "hospital-prescription": {},
    "stop-omission-dose-change": {},
    "swiss-prescription": {},
    "us-discharge-summary": {},
}


def reconciled(story: str) -> Outcome:
    sources = EXAMPLES / story / "sources"
    discharge, dispensing = (
        [Source(file.name, file.read_bytes()) for file in sorted(sources.glob(f"{role}*"))]
        for role in ("discharge", "dispensing")
    )
    return reconcile(discharge, dispensing, **STORIES[story])


def outputs(story: str) -> dict[str, str]:
    """File name → text of what a run of the story writes."""
    outcome = reconciled(story)
    return {
        "plan.json": json_bytes(outcome.plan).decode(),
        "report.json": json_bytes(outcome.report).decode(),
        "summary.txt": summary(outcome.report, outcome.issues, "en"),
    }
