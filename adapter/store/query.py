"""What is searched for and what comes back: values, no SQL outside this file's `conditions`."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from adapter.store import schema

Comparison = Literal["<", "<=", ">", ">="]

_COMPARE: dict[Comparison, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Token:
    """A value to find. system None: in whatever system; "": in no system."""

    parameter: str
    value: str
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Resources of one type, oldest change first.

    tokens: each group must match, by any of its tokens; updated: comparisons of meta.lastUpdated with an instant of the
    store's form; after: (lastUpdated, id) of the last resource already given; count: how many at most.
    """

    type: str
    tokens: Sequence[Sequence[Token]] = ()
    updated: Sequence[tuple[Comparison, str]] = ()
    after: tuple[str, str] | None = None
    count: int = 50


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of one resource as it is kept; `last_updated` is a FHIR instant."""

    type: str
    id: str
    version: int
    last_updated: str
    body: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """total: of all pages; next: what to give as `after` for the next page, None on the last."""

    total: int
    matches: list[Stored]
    next: tuple[str, str] | None


def conditions(query: Query) -> list[ColumnElement[bool]]:
    """The WHERE of a query, without its place in the pages."""
    table = schema.resource.c
    found: list[ColumnElement[bool]] = [table.type == query.type, table.current.is_(True)]
    found += [_COMPARE[comparison](table.last_updated, instant) for comparison, instant in query.updated]
    return found + [_has_one_of(group) for group in query.tokens]


def page_start(query: Query) -> list[ColumnElement[bool]]:
    """The condition that skips what earlier pages gave."""
    if query.after is None:
        return []
    return [tuple_(schema.resource.c.last_updated, schema.resource.c.id) > tuple_(*query.after)]


def _has_one_of(tokens: Sequence[Token]) -> ColumnElement[bool]:
    table = schema.token.c
    wanted = []
    for token in tokens:
        parts = [table.parameter == token.parameter, table.value == token.value]
        wanted.append(and_(*parts) if token.system is None else and_(*parts, table.system == token.system))
    return schema.resource.c.key.in_(select(table.resource).where(or_(*wanted)))
