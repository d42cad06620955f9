"""POST [base]/$reconcile: documents in, the plan document out (profiles/OperationDefinition-reconcile.json).

https://hl7.org/fhir/R4/operations.html and, for Prefer, https://hl7.org/fhir/R4/http.html#ops
"""

from typing import Annotated

from fastapi import Depends, Request, Response

from adapter.api.call import Call
from adapter.api.outcome import RequestError, outcome_of
from adapter.api.reconcile_form import call_of_form
from adapter.api.reconcile_parameters import call_of_parameters
from adapter.api.representation import fhir_response, version_headers, with_version
from adapter.api.request_checks import bounded_body
from adapter.api.service import base_of, service_of


def reconcile(request: Request, body: Annotated[bytes, Depends(bounded_body)]) -> Response:
    """201 with the plan when it is new, 200 when it was stored before; `Link` names what was found on the way.

    `Prefer: return=OperationOutcome` gives that instead of the plan, `return=minimal` neither.
    Raises SourceError, CallError, PatientMismatch, StoreError, RequestError; nothing is stored then.
    """
    service = service_of(request)
    call = _call(request.headers.get("content-type", ""), body)
    result = service.reconcile(
        call.documents["discharge"],
        call.documents["dispensing"],
        call.documents["history"],
        date=call.values.get("date"),
        admission=call.values.get("admission"),
        same_patient=call.values.get("samePatient"),
    )
    outcome = outcome_of(result.issues)
    saved = service.store.save_plan(result.plan, outcome, service.clock())
    base, kept = base_of(request), saved.bundle
    headers = version_headers(kept) | {
        "Location": f"{base}/Bundle/{kept.id}/_history/{kept.version}",
        "Link": f'<{base}/OperationOutcome/{kept.id}>; rel="describedby"',
    }
    status = 201 if saved.created else 200
    match _preferred(request.headers.get("prefer", "")):
        case "minimal":
            return Response(status_code=status, headers=headers)
        case "operationoutcome":
            return fhir_response(outcome, status, headers)
    return fhir_response(with_version(kept), status, headers)


def _call(content_type: str, body: bytes) -> Call:
    media_type = content_type.split(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        call = call_of_form(content_type, body)
    elif media_type in ("application/fhir+json", "application/json"):
        call = call_of_parameters(body)
    else:
        message = f"'{media_type}' is not taken; post Parameters as application/fhir+json, or a multipart/form-data"
        raise RequestError(415, "not-supported", message, location="http.Content-Type")
    call.require_discharge()
    return call


def _preferred(prefer: str) -> str:
    """The `return` preference of RFC 7240, lower case; "" when there is none."""
    for part in prefer.replace(";", ",").split(","):
        name, _, value = part.partition("=")
        if name.strip().lower() == "return":
            return value.strip().strip('"').lower()
    return ""
