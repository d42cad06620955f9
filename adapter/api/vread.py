"""GET [base]/[type]/[id]/_history/[vid]: one version (https://hl7.org/fhir/R4/http.html#vread)."""

from fastapi import Request, Response

from adapter.api.outcome import RequestError
from adapter.api.representation import fhir_response, version_headers, with_version
from adapter.api.resource_types import require_readable
from adapter.api.service import service_of


def vread(request: Request, type: str, id: str, version: str) -> Response:
    require_readable(type)
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    stored = service_of(request).store.read(type, id, number)
    if stored is None:
        raise RequestError(404, "not-found", f"no version '{version[:64]}' of a {type} with the id '{id[:64]}'")
    return fhir_response(with_version(stored), headers=version_headers(stored))
