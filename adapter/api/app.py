"""The service put together: its routes, written out in order, what each request must pass, and how errors answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import Depends, FastAPI
from starlette.exceptions import HTTPException

from adapter.api.access_log import AccessLog
from adapter.api.document import document
from adapter.api.health import health
from adapter.api.metadata import metadata
from adapter.api.outcome import http_error, medrec_error, unexpected_error
from adapter.api.read import read
from adapter.api.reconcile import reconcile as reconcile_operation
from adapter.api.request_checks import json_only, local_only
from adapter.api.search import search, search_by_post
from adapter.api.service import Reconcile, Service
from adapter.api.vread import vread
from adapter.errors import MedrecError
from adapter.store import Store

LOOPBACK = ("localhost", "127.0.0.1", "::1")

ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/fhir/metadata", metadata),
    ("POST", "/fhir/$reconcile", reconcile_operation),
    ("GET", "/fhir/{type}/{id}/$document", document),
    ("GET", "/fhir/{type}/{id}/_history/{version}", vread),
    ("POST", "/fhir/{type}/_search", search_by_post),
    ("GET", "/fhir/{type}/{id}", read),
    ("GET", "/fhir/{type}", search),
)
"""The endpoints are plain functions: they run in threads, so that work on documents never holds up the event loop."""


def create_app(
    store: Store, *, reconcile: Reconcile, clock: Callable[[], datetime], hosts: tuple[str, ...] = LOOPBACK
) -> FastAPI:
    """The FHIR service over a store and a workflow.

    clock: the time now with its zone, for meta.lastUpdated; hosts: the names under which this machine may be called.
    """
    app = FastAPI(title="medrec", openapi_url=None, dependencies=[Depends(local_only)])
    app.state.service = Service(store, reconcile, clock, hosts)
    app.add_api_route("/health", health, methods=["GET"])
    for method, path, endpoint in ROUTES:
        app.add_api_route(path, endpoint, methods=[method], dependencies=[Depends(json_only)], response_model=None)
    app.add_exception_handler(MedrecError, medrec_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, unexpected_error)
    app.add_middleware(AccessLog)
    return app
