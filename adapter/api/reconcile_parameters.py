"""The call of $reconcile as a FHIR Parameters resource (https://hl7.org/fhir/R4/parameters.html).

A document is a parameter with a `resource` (a FHIR resource, or a Binary of any document) or a `valueAttachment`.
"""

import base64
import binascii
from typing import Any

import orjson

from adapter.api.call import ROLES, VALUES, Call, unknown_name
from adapter.api.outcome import RequestError
from adapter.sources.document import Source
from adapter.sources.fhir_json import decode, parse

VALUE_ELEMENTS = {"date": "valueDate", "admission": "valueDate", "samePatient": "valueString"}


def call_of_parameters(body: bytes) -> Call:
    """The call that a Parameters resource makes. Raises SourceError (line, column), RequestError (element)."""
    source = Source("body", body)
    if not body.strip():
        raise RequestError(400, "structure", "the request has no body; post Parameters or multipart/form-data")
    resource = parse(decode(source), source)
    type_ = resource.get("resourceType") if isinstance(resource, dict) else None
    if type_ != "Parameters":
        got = f"a {type_}" if isinstance(type_, str) else "JSON without a resourceType"
        message = f"expected a Parameters resource, got {got}; put documents in parameters {', '.join(ROLES)}"
        raise RequestError(400, "structure", message, location=str(type_ or ""))
    parameters = resource.get("parameter", [])
    if not isinstance(parameters, list):
        raise RequestError(400, "structure", "must be an array", location="Parameters.parameter")
    call = Call()
    for number, parameter in enumerate(parameters):
        _add(call, parameter, f"Parameters.parameter[{number}]")
    return call


def _add(call: Call, parameter: Any, place: str) -> None:
    name = parameter.get("name") if isinstance(parameter, dict) else None
    if name in ROLES:
        title, data, where = _document(parameter, place)
        call.add_document(name, title or name, data, where)
    elif name in VALUES:
        element = VALUE_ELEMENTS[name]
        value = parameter.get(element)
        if not isinstance(value, str) or not value.strip():
            raise RequestError(400, "required", f"'{name}' needs a {element}", location=f"{place}.{element}")
        call.add_value(name, value, f"{place}.{element}")
    else:
        raise unknown_name(str(name), f"{place}.name")


def _document(parameter: dict[str, Any], place: str) -> tuple[str, bytes, str]:
    """Its name, bytes and place."""
    resource, attachment = parameter.get("resource"), parameter.get("valueAttachment")
    if isinstance(attachment, dict):
        where, title = f"{place}.valueAttachment", attachment.get("title")
        return title if isinstance(title, str) else "", _data(attachment, where), where
    if not isinstance(resource, dict):
        raise RequestError(400, "required", "a document is a 'resource' or a 'valueAttachment'", location=place)
    if resource.get("resourceType") == "Binary":
        return "", _data(resource, f"{place}.resource"), f"{place}.resource"
    return "", orjson.dumps(resource), f"{place}.resource"


def _data(element: dict[str, Any], place: str) -> bytes:
    """The bytes of a base64 `data`; nothing is fetched from a `url`."""
    data = element.get("data")
    if not isinstance(data, str):
        hint = "; this service fetches nothing, send the document itself" if "url" in element else ""
        raise RequestError(400, "required", f"the document has no 'data'{hint}", location=f"{place}.data")
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RequestError(400, "value", "'data' is not base64", location=f"{place}.data") from None
