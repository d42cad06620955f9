"""What every request must pass before its endpoint: called as this machine, FHIR JSON accepted, a body of bounded size.

https://hl7.org/fhir/R4/http.html#mime-type (_format overrides Accept) and https://hl7.org/fhir/R4/http.html#parameters
"""

from urllib.parse import urlsplit

from fastapi import Request

from adapter.api.outcome import RequestError
from adapter.api.service import service_of

MAX_BODY = 48 * 1024 * 1024
"""One document of the largest size that is read (32 MiB), in base64, and room for the rest."""

JSON_FORMATS = ("json", "application/json", "application/fhir+json", "text/json")
JSON_RANGES = (*JSON_FORMATS, "*/*", "application/*")


async def local_only(request: Request) -> None:
    """Refuse what a web page elsewhere can make a browser send here: another Host (DNS rebinding) or Origin."""
    hosts = service_of(request).hosts
    if request.url.hostname not in hosts:
        raise RequestError(403, "forbidden", "this service answers only under its own name", location="http.Host")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).hostname not in hosts:
        message = "this service takes no request from pages of other sites"
        raise RequestError(403, "forbidden", message, location="http.Origin")


async def json_only(request: Request) -> None:
    """Refuse a request that accepts no JSON."""
    wanted = request.query_params.get("_format")
    if wanted is not None:
        if _media_type(wanted.replace(" ", "+")) not in JSON_FORMATS:
            message = f"the format '{wanted[:40]}' is not offered, only json"
            raise RequestError(406, "not-supported", message, location="http._format")
        return
    ranges = [_media_type(part) for part in request.headers.get("accept", "*/*").split(",")]
    if not any(range_ in JSON_RANGES for range_ in ranges):
        raise RequestError(406, "not-supported", "only application/fhir+json is offered", location="http.Accept")


async def bounded_body(request: Request) -> bytes:
    """The whole body; refused as soon as it is known to be too large."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise _too_large()
    portions, size = [], 0
    async for portion in request.stream():
        size += len(portion)
        if size > MAX_BODY:
            raise _too_large()
        portions.append(portion)
    return b"".join(portions)


def _too_large() -> RequestError:
    message = f"the request is larger than {MAX_BODY} bytes; send the documents of one patient only"
    return RequestError(413, "too-long", message)


def _media_type(text: str) -> str:
    return text.split(";")[0].strip().lower()
