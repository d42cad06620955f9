"""The tables. One row of `resource` is one version of one resource; `token` is what its current version is found by.

A new version of these tables raises SCHEMA_VERSION; a store written by a newer program is refused at start (store.py).
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

SCHEMA_VERSION = 1

METADATA = MetaData()

schema_version = Table("schema_version", METADATA, Column("version", Integer, primary_key=True, autoincrement=False))

resource = Table(
    "resource",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("type", String(64), nullable=False),
    Column("id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("last_updated", String(24), nullable=False),  # UTC, milliseconds, fixed width: text order is time order
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("type", "id", "version", name="one_version"),
    Index("by_time", "type", "current", "last_updated", "id"),
)

token = Table(
    "token",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("resource", Integer, ForeignKey("resource.key"), nullable=False),
    Column("parameter", String(64), nullable=False),
    Column("system", String, nullable=False),
    Column("value", String, nullable=False),
    Index("by_value", "parameter", "value", "system"),
    Index("by_resource", "resource"),
)
