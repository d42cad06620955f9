"""GET [base]/Composition/[id]/$document, and CarePlan likewise.

https://hl7.org/fhir/R4/composition-operation-document.html

The document was made with the plan: it is found, not assembled again.
"""

from fastapi import Request, Response

from adapter.api.outcome import RequestError
from adapter.api.read import not_found
from adapter.api.representation import fhir_response, version_headers, with_version
from adapter.api.resource_types import require_readable
from adapter.api.service import service_of

TYPES = ("CarePlan", "Composition")


def document(request: Request, type: str, id: str) -> Response:
    """The newest document Bundle that holds this Composition or CarePlan."""
    require_readable(type)
    if type not in TYPES:
        raise RequestError(404, "not-supported", f"$document is for {' and '.join(TYPES)}")
    stored = service_of(request).store.document_of(type, id)
    if stored is None:
        raise not_found(type, id)
    return fhir_response(with_version(stored), headers=version_headers(stored))
