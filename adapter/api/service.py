"""What the endpoints work with: the store, the workflow and the clock, given to the app once at start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from fastapi import Request

from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.store import Store


class Reconciled(Protocol):
    """What a reconciliation gives: the plan document Bundle and what was found on the way (workflow.Outcome)."""

    @property
    def plan(self) -> dict[str, Any]: ...

    @property
    def issues(self) -> list[Issue]: ...


class Reconcile(Protocol):
    """The workflow that the service calls (workflow.reconcile)."""

    def __call__(
        self,
        discharge: Sequence[Source],
        dispensing: Sequence[Source],
        history: Sequence[Source],
        *,
        date: str | None,
        admission: str | None,
        same_patient: str | None,
    ) -> Reconciled: ...


@dataclass(frozen=True, slots=True)
class Service:
    """hosts: the names under which this machine may be called; clock: the time now, with its zone."""

    store: Store
    reconcile: Reconcile
    clock: Callable[[], datetime]
    hosts: tuple[str, ...]


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def base_of(request: Request) -> str:
    """The service base URL, without a final slash."""
    return f"{request.base_url}fhir"
