"""GET [base]/[type]?… and POST [base]/[type]/_search (https://hl7.org/fhir/R4/http.html#search).

Oldest change first, in pages: who pulls with `_lastUpdated=ge…` and follows `next` misses nothing.
A parameter that is not known is refused, never ignored: a misspelt patient would answer with everyone's plans.
"""

import re
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Depends, Request, Response

from adapter.api.outcome import RequestError
from adapter.api.representation import fhir_response, with_version
from adapter.api.request_checks import bounded_body
from adapter.api.resource_types import require_readable
from adapter.api.search_parameters import PARAMETERS, time_range, tokens
from adapter.api.service import base_of, service_of
from adapter.store import Page, Query, Token
from adapter.store.query import Comparison

DEFAULT_COUNT = 50
MAX_COUNT = 200

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([A-Za-z0-9.-]{1,64})")

Given = list[tuple[str, str]]


def search(request: Request, type: str) -> Response:
    """The search in an address."""
    return _answer(request, type, request.query_params.multi_items())


def search_by_post(request: Request, type: str, body: Annotated[bytes, Depends(bounded_body)]) -> Response:
    """The same search in a form: keeps patient identifiers out of addresses and the logs on the way."""
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        message = "a search is posted as application/x-www-form-urlencoded"
        raise RequestError(415, "not-supported", message, location="http.Content-Type")
    try:
        posted = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise RequestError(400, "structure", "the form is not application/x-www-form-urlencoded in UTF-8") from None
    return _answer(request, type, request.query_params.multi_items() + posted)


def _answer(request: Request, type_: str, given: Given) -> Response:
    require_readable(type_)
    if type_ not in PARAMETERS:
        message = f"{type_} is read by id; search is for {' and '.join(PARAMETERS)}"
        raise RequestError(405, "not-supported", message, allow="")
    page = service_of(request).store.search(_query(type_, given))
    return fhir_response(_searchset(base_of(request), type_, given, page))


def _query(type_: str, given: Given) -> Query:
    groups: list[list[Token]] = []
    updated: list[tuple[Comparison, str]] = []
    once: dict[str, str] = {}
    for name, text in given:
        if name in PARAMETERS[type_]:
            groups.append(tokens(PARAMETERS[type_][name], text, name))
        elif name == "_lastUpdated":
            updated += time_range(text, name)
        elif name not in ("_count", "_cursor", "_format"):
            message = f"no search parameter '{name}'; there are {', '.join(PARAMETERS[type_])}, _lastUpdated, _count"
            raise RequestError(400, "not-supported", message, location=f"http.{name}")
        elif name in once:
            raise RequestError(400, "invalid", f"{name} is given twice", location=f"http.{name}")
        else:
            once[name] = text
    return Query(type_, groups, updated, _after(once.get("_cursor")), _count(once.get("_count")))


def _count(text: str | None) -> int:
    if text is None:
        return DEFAULT_COUNT
    if not (text.isascii() and text.isdecimal()):
        raise RequestError(400, "value", "_count is a number, 0 or more", location="http._count")
    return min(int(text[:9]), MAX_COUNT)


def _after(cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        message = "_cursor is not one that this service gave; start from the first page"
        raise RequestError(400, "value", message, location="http._cursor")
    return match.group(1), match.group(2)


def _searchset(base: str, type_: str, given: Given, page: Page) -> dict[str, Any]:
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": page.total}
    bundle["link"] = [{"relation": "self", "url": _address(base, type_, given)}]
    if page.next is not None:
        following = [(name, text) for name, text in given if name != "_cursor"] + [("_cursor", "~".join(page.next))]
        bundle["link"].append({"relation": "next", "url": _address(base, type_, following)})
    entries = [
        {"fullUrl": f"{base}/{type_}/{match.id}", "resource": with_version(match), "search": {"mode": "match"}}
        for match in page.matches
    ]
    return bundle | ({"entry": entries} if entries else {})


def _address(base: str, type_: str, given: Given) -> str:
    return f"{base}/{type_}" + (f"?{urlencode(given, quote_via=quote, safe='|:~')}" if given else "")
