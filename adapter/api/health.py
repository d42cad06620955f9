"""GET /health: 200 when the service and its store answer, 503 otherwise. For those who run it; no FHIR."""

from fastapi import Request
from fastapi.responses import JSONResponse

from adapter.api.service import service_of
from adapter.version import VERSION


def health(request: Request) -> JSONResponse:
    service_of(request).store.check()
    return JSONResponse({"status": "ok", "version": VERSION})
