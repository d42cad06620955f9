"""The service with a workflow of our own making, whose plans depend on the bytes that were posted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from adapter.api.app import create_app
from adapter.errors import PatientMismatch, SourceError
from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.store import Store


@dataclass
class Result:
    plan: dict[str, Any]
    issues: list[Issue]


@dataclass
class Workflow:
    """Reconciles nothing: remembers what it was called with. The text of a source says what happens."""

    make_plan: Callable[..., dict[str, Any]]
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __call__(
        self, discharge: Sequence[Source], dispensing: Sequence[Source], history: Sequence[Source], **values: str | None
    ) -> Result:
        sources = [*discharge, *dispensing, *history]
        self.calls.append({"discharge": discharge, "dispensing": dispensing, "history": history, **values})
        for source in sources:
            if b"unreadable" in source.data:
                raise SourceError("not a document", source=source.name, location="line 3, column 7")
            if b"another patient" in source.data:
                raise PatientMismatch("two patients", source=source.name)
            if b"defect" in source.data:
                raise ValueError("Jeanne Inventée takes a secret drug")
        patient = (
            "299019999999999" if any(b"second patient" in source.data for source in sources) else "160012345678901"
        )
        issue = Issue("warning", "incomplete", "one posology is not read", sources[0].name, "row 2")
        return Result(self.make_plan("".join(source.sha256 for source in sources), patient), [issue])


@dataclass
class Clock:
    """Starts on a spring day and stands still until it is told to go."""

    now: datetime = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'plans.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workflow(make_plan: Callable[..., dict[str, Any]]) -> Workflow:
    return Workflow(make_plan)


@pytest.fixture
def client(store: Store, workflow: Workflow, clock: Clock) -> Iterator[TestClient]:
    app = create_app(store, reconcile=workflow, clock=clock)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def post(client: TestClient) -> Callable[..., Any]:
    """Post files to $reconcile: role → text."""

    def _post(headers: dict[str, str] | None = None, **texts: str) -> Any:
        files = [(role, (f"{role}.csv", text.encode())) for role, text in texts.items()]
        return client.post("/fhir/$reconcile", files=files, headers=headers)

    return _post
