"""What all resources of one plan share: its key, its day, its instant, and whom and what they refer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapter.fhir.canonical import BASE, DATA_ABSENT_REASON
from adapter.fhir.identifiers import full_url, stable_id


def profile(name: str) -> dict[str, Any]:
    """`meta` that claims a profile of profiles/."""
    return {"profile": [f"{BASE}/StructureDefinition/{name}"]}


@dataclass(frozen=True, slots=True)
class Draft:
    """key: derived from the sources, the reference day and what the call asserts; date: the reference day
    (YYYY-MM-DD); timestamp: see `latest_instant`; subject: Reference to the Patient; device: this program's fullUrl."""

    key: str
    date: str
    timestamp: str
    subject: Mapping[str, Any]
    device: str

    def id(self, *parts: str) -> str:
        """The id of one resource of this plan."""
        return stable_id(self.key, *parts)


def plan_key(report: Mapping[str, Any], bundles: Sequence[Mapping[str, Any]], asserted: str | None) -> str:
    """Ids of the plan derive from this: the sources (their Bundle and the SHA-256 of their bytes), the days of the
    call and the assertion; never from file names."""
    documents = [
        str(identifier.get("value"))
        for bundle in bundles
        for entry in bundle.get("entry", ())
        if entry["resource"]["resourceType"] == "DocumentReference"
        for identifier in entry["resource"].get("identifier", ())
    ]
    sources = [str(bundle["id"]) for bundle in bundles]
    return stable_id("plan", report["date"], report.get("admission") or "", asserted or "", *sources, *documents)


def latest_instant(date: str, bundles: Sequence[Mapping[str, Any]]) -> str:
    """The earliest moment at which the document can have been put together: not before its newest source (the latest
    `timestamp` of the mapped Bundles), nor before the reference day (00:00 UTC). It is no clock time."""
    start = f"{date}T00:00:00+00:00"
    stated = [str(b["timestamp"]) for b in bundles if _moment(b.get("timestamp")) is not None]
    return max((start, *stated), key=lambda instant: _moment(instant) or datetime.min.replace(tzinfo=UTC))


def subject_of(patient: Mapping[str, Any] | None) -> dict[str, Any]:
    """Reference to the Patient; without one, that it is unknown (never an invented Patient)."""
    if patient is None:
        return {"extension": [{"url": DATA_ABSENT_REASON, "valueCode": "unknown"}]}
    return {"reference": full_url(patient["id"])}


def _moment(instant: str | None) -> datetime | None:
    """None for what is no instant of the calendar: it orders nothing."""
    try:
        parsed = datetime.fromisoformat(instant or "")
    except ValueError:
        return None
    return parsed if parsed.tzinfo else None
