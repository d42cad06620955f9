"""Errors and issues → OperationOutcome and HTTP status: here and nowhere else.

https://hl7.org/fhir/R4/operationoutcome.html and https://hl7.org/fhir/R4/http.html#Status-Codes
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from adapter.api.representation import fhir_response
from adapter.errors import CallError, MappingError, MedrecError, PatientMismatch, SourceError, StoreError
from adapter.issues import Issue, operation_outcome


class RequestError(MedrecError):
    """A request that this service does not carry out. code: of http://hl7.org/fhir/issue-type.

    location: the place in the body, or `http.NAME` for a header or parameter, as R4 writes it in OperationOutcome.
    """

    def __init__(
        self, status: int, code: str, message: str, *, source: str = "", location: str = "", allow: str | None = None
    ) -> None:
        super().__init__(message, source=source, location=location)
        self.status = status
        self.code = code
        self.allow = allow


STATUS: tuple[tuple[type[MedrecError], int, str], ...] = (
    (SourceError, 400, "structure"),
    (CallError, 400, "invalid"),
    (PatientMismatch, 422, "business-rule"),
    (StoreError, 503, "transient"),
    (MappingError, 500, "exception"),
    (MedrecError, 500, "exception"),
)
"""The first class that fits."""


def outcome_of(issues: Iterable[Issue]) -> dict[str, Any]:
    """Issues of a run as one OperationOutcome."""
    return operation_outcome(issues)


async def medrec_error(request: Request, error: Exception) -> Response:
    """Whatever the program refuses, with its place. Raised in an endpoint, answered here."""
    assert isinstance(error, MedrecError)
    if isinstance(error, RequestError):
        headers = {} if error.allow is None else {"Allow": error.allow}
        return _response(error.status, error.code, error, headers)
    status, code = next((status, code) for class_, status, code in STATUS if isinstance(error, class_))
    return _response(status, code, error, {"Retry-After": "5"} if status == 503 else {})


async def http_error(request: Request, error: Exception) -> Response:
    """What the routing refuses: no such address, or not with this method."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        message, code = f"{request.method} is not supported at this address", "not-supported"
    elif error.status_code == 404:
        message, code = "this service has nothing at this address; GET /fhir/metadata says what it has", "not-found"
    else:
        message, code = str(error.detail), "invalid"
    return _response(error.status_code, code, MedrecError(message), error.headers or {})


async def unexpected_error(request: Request, error: Exception) -> Response:
    """A defect of the program: the caller learns that, and nothing of the data that met it."""
    return _response(500, "exception", MedrecError("the service failed; its log says where"), {})


def _response(status: int, code: str, error: MedrecError, headers: Mapping[str, str]) -> Response:
    issue = Issue("error", code, error.message, error.source, error.location)
    return fhir_response(outcome_of([issue]), status, headers)
