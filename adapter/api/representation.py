"""Resources as responses: FHIR JSON, and the version in `meta`, ETag and Last-Modified.

https://hl7.org/fhir/R4/http.html#versioning and https://hl7.org/fhir/R4/http.html#mime-type
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import orjson
from fastapi import Response

from adapter.store import Stored

FHIR_JSON = "application/fhir+json; charset=utf-8"


def fhir_response(resource: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A resource as FHIR JSON."""
    return Response(orjson.dumps(resource), status, headers, media_type=FHIR_JSON)


def with_version(stored: Stored) -> dict[str, Any]:
    """The resource as the service gives it: with its version and the time of it in `meta`."""
    body = stored.body
    meta = body.get("meta", {}) | {"versionId": str(stored.version), "lastUpdated": stored.last_updated}
    return {"resourceType": stored.type, "id": stored.id, "meta": meta} | {k: v for k, v in body.items() if k != "meta"}


def version_headers(stored: Stored) -> dict[str, str]:
    """ETag (weak: the version, not the bytes) and Last-Modified."""
    return {"ETag": etag(stored), "Last-Modified": format_datetime(moment(stored), usegmt=True)}


def etag(stored: Stored) -> str:
    return f'W/"{stored.version}"'


def moment(stored: Stored) -> datetime:
    """When this version was stored."""
    return datetime.fromisoformat(stored.last_updated)
