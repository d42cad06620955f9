"""The store: saves plans, reads and finds resources. One object holds one engine; no engine is global.

Every failure of the database comes out as StoreError, without the statement or its values: those may be clinical.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, create_engine, event, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from adapter.errors import StoreError
from adapter.store import schema
from adapter.store.contents import Content, plan_contents
from adapter.store.query import Page, Query, Stored, Token, conditions, page_start

BUSY_MILLISECONDS = 10_000
RACES = 5
"""Two posts of one plan can both find nothing and both insert: the second is told by the unique key and looks again."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The document Bundle as it is in the store; `created` is False when it was there already, unchanged."""

    bundle: Stored
    created: bool


class Store:
    """A database of plans. `url` as SQLAlchemy writes it; the tables are created when absent.

    Raises StoreError when the database cannot be used or was written by a newer program.
    """

    def __init__(self, url: str) -> None:
        try:
            address = make_url(url)
            if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
                raise StoreError(
                    "a store in memory cannot be shared by the threads of a service; give a file: sqlite:///FILE"
                )
            self._engine = create_engine(address, hide_parameters=True)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise StoreError(f"cannot use the store: {error}; write for example sqlite:///medrec.sqlite") from None
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _prepare_sqlite)
        self.address = address.render_as_string(hide_password=True)
        self._prepare()

    def close(self) -> None:
        self._engine.dispose()

    def check(self) -> None:
        """Raise StoreError unless the database answers."""
        with self._transaction() as connection:
            connection.execute(select(schema.schema_version.c.version))

    def save_plan(self, bundle: dict[str, Any], outcome: dict[str, Any], at: datetime) -> Saved:
        """Keep a document Bundle, the OperationOutcome of its run and its resources; what is there unchanged stays.

        at: the time of saving, meta.lastUpdated of every new version. The same plan again, even at once, is kept once.
        """
        contents = plan_contents(bundle, outcome)
        for attempt in range(RACES):
            try:
                with self._transaction() as connection:
                    written = _write(connection, contents, instant(at))
                break
            except IntegrityError:
                if attempt == RACES - 1:
                    raise StoreError("the store is too busy with the same plan; post it again") from None
        kept = self.read("Bundle", contents[0].id)
        if kept is None:
            raise StoreError("the plan was written and is not there; the store is not reliable")
        return Saved(kept, ("Bundle", kept.id) in written)

    def read(self, type_: str, id_: str, version: int | None = None) -> Stored | None:
        """The current version of a resource, or the one asked for."""
        table = schema.resource.c
        which = table.current.is_(True) if version is None else table.version == version
        with self._transaction() as connection:
            wanted = select(schema.resource).where(table.type == type_, table.id == id_, which)
            row = connection.execute(wanted).first()
        return None if row is None else _stored(row)

    def search(self, query: Query) -> Page:
        """One page of the resources that match, oldest change first."""
        table = schema.resource.c
        where = conditions(query)
        wanted = select(schema.resource).where(*where, *page_start(query)).order_by(table.last_updated, table.id)
        with self._transaction() as connection:
            total = connection.execute(select(func.count()).select_from(schema.resource).where(*where)).scalar_one()
            rows = connection.execute(wanted.limit(query.count + 1)).all() if query.count else []
        given = rows[: query.count]
        more = (given[-1].last_updated, given[-1].id) if len(rows) > len(given) else None
        return Page(total, [_stored(row) for row in given], more)

    def document_of(self, type_: str, id_: str) -> Stored | None:
        """The newest document Bundle that holds this Composition or CarePlan."""
        table = schema.resource.c
        where = conditions(Query("Bundle", [[Token("entry", f"{type_}/{id_}")]]))
        newest = select(schema.resource).where(*where).order_by(table.last_updated.desc(), table.id.desc())
        with self._transaction() as connection:
            row = connection.execute(newest.limit(1)).first()
        return None if row is None else _stored(row)

    def _prepare(self) -> None:
        with self._transaction() as connection:
            schema.METADATA.create_all(connection)
            found = connection.execute(select(func.max(schema.schema_version.c.version))).scalar()
            if found is None:
                connection.execute(insert(schema.schema_version).values(version=schema.SCHEMA_VERSION))
            elif found > schema.SCHEMA_VERSION:
                raise StoreError(
                    f"the store {self.address} was written by a newer program (schema {found}, this one knows "
                    f"{schema.SCHEMA_VERSION}); use that program, or another store"
                )

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or type(error).__name__
            raise StoreError(f"the store {self.address} cannot be used: {reason}") from None


def instant(at: datetime) -> str:
    """A time as the store keeps it and FHIR writes it: UTC, to the millisecond, always as wide."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _write(connection: Connection, contents: Sequence[Content], last_updated: str) -> set[tuple[str, str]]:
    """Insert a new version of each resource that is new or changed; which they were."""
    known = _current(connection, [content.id for content in contents])
    written = set()
    for content in contents:
        before = known.get((content.type, content.id))
        if before is not None and before.digest == content.digest:
            continue
        if before is not None:
            connection.execute(update(schema.resource).where(schema.resource.c.key == before.key).values(current=False))
        _insert(connection, content, 1 if before is None else before.version + 1, last_updated)
        written.add((content.type, content.id))
    return written


def _insert(connection: Connection, content: Content, version: int, last_updated: str) -> None:
    row = {"type": content.type, "id": content.id, "version": version, "current": True, "last_updated": last_updated}
    statement = insert(schema.resource).values(**row, digest=content.digest, body=content.body)
    key = connection.execute(statement.returning(schema.resource.c.key)).scalar_one()
    tokens = [{"resource": key, "parameter": p, "system": s, "value": v} for p, s, v in content.tokens]
    connection.execute(insert(schema.token), tokens)


def _current(connection: Connection, ids: list[str]) -> dict[tuple[str, str], Any]:
    """The current versions of these ids, by type and id, in portions that every database takes."""
    table = schema.resource.c
    columns = select(table.key, table.type, table.id, table.version, table.digest).where(table.current.is_(True))
    found = {}
    for start in range(0, len(ids), 500):
        for row in connection.execute(columns.where(table.id.in_(ids[start : start + 500]))):
            found[row.type, row.id] = row
    return found


def _stored(row: Any) -> Stored:
    return Stored(row.type, row.id, row.version, row.last_updated, orjson.loads(row.body))


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Readers do not wait for the writer (WAL); a writer waits for another one instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys=ON")
