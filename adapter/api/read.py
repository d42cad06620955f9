"""GET [base]/[type]/[id] (https://hl7.org/fhir/R4/http.html#read), with conditional read (#cread)."""

from email.utils import parsedate_to_datetime

from fastapi import Request, Response

from adapter.api.outcome import RequestError
from adapter.api.representation import etag, fhir_response, moment, version_headers, with_version
from adapter.api.resource_types import require_readable
from adapter.api.service import service_of
from adapter.store import Stored


def read(request: Request, type: str, id: str) -> Response:
    """The current version; 304 without a body when the caller has it already."""
    require_readable(type)
    stored = service_of(request).store.read(type, id)
    if stored is None:
        raise not_found(type, id)
    headers = version_headers(stored)
    if _has_it(request, stored):
        return Response(status_code=304, headers=headers)
    return fhir_response(with_version(stored), headers=headers)


def not_found(type_: str, id_: str) -> RequestError:
    return RequestError(404, "not-found", f"no {type_} with the id '{id_[:64]}'")


def _has_it(request: Request, stored: Stored) -> bool:
    """If-None-Match decides when it is there, else If-Modified-Since (RFC 9110, 13.2.2)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        return "*" in tags or etag(stored).removeprefix("W/") in tags
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return moment(stored).replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False  # a date that is not one is ignored (RFC 9110, 13.1.3)
