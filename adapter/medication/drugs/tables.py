"""Where the facts lie: named tables of text key → JSON value, in memory from JSON, or in a read-only SQLite file."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import orjson

from adapter.errors import StoreError

FORMAT = "2"
"""Of the rows. Raise it when a row is written in another way."""
NAMES = "1"
"""How names are read (adapter.medication.label), which is done at import. Raise it when names are read in another way:
a file of before is asked no more, and an import adds to it all the same."""
_FIRST_NAMES = "1"  # of files that do not say
TABLES = (
    *("meta", "products", "boxes", "codes", "identities", "parts"),
    *("names", "synonyms", "atc", "strengths", "narrow"),
)
"""meta: format, names, version, sources. products: CIS → row. boxes: CIP7 → CIS. codes: `ucd 3400…`, `mv …` → CIS.
identities, parts: number → row. names: first word of a name → the names that begin with it, each with what bears it.
synonyms: any name of a substance → the name it is compared by. atc: code → sets of substances. strengths: substance →
its labelled strengths. narrow: substances of the narrow-margin list."""


class Tables(Protocol):
    def get(self, table: str, key: str) -> Any:
        """The value of a key, None when the table does not have it."""

    def keys(self, table: str) -> Iterable[str]:
        """All keys of a table."""

    def items(self, table: str) -> Iterable[tuple[str, Any]]:
        """All keys of a table with their values."""


class JsonTables:
    """Tables of one JSON object, wholly in memory."""

    def __init__(self, data: bytes) -> None:
        self._tables: Mapping[str, Mapping[str, Any]] = orjson.loads(data)

    def get(self, table: str, key: str) -> Any:
        return self._tables[table].get(key)

    def keys(self, table: str) -> Iterable[str]:
        return self._tables[table].keys()

    def items(self, table: str) -> Iterable[tuple[str, Any]]:
        return self._tables[table].items()


class SqliteTables:
    """Tables of one SQLite file that nobody changes: it is replaced as a whole.

    Threads share the connection: SQLite serialises them. Raises StoreError when the file cannot be read, is no drug
    database of this format, has names read in another way (unless any_names), or is damaged where it is asked.
    """

    def __init__(self, path: Path, *, any_names: bool = False) -> None:
        self._path = path
        try:
            path.open("rb").close()
        except OSError as error:
            raise StoreError(f"cannot be read: {error.strerror or error}", source=str(path)) from None
        try:
            self._file = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged(error) from None
        found = self.get("meta", "format")
        if found != FORMAT:
            message = f"is a drug database of format {found}, this version reads {FORMAT}; delete it and import again"
            raise StoreError(message, source=str(path))
        if not any_names and (self.get("meta", "names") or _FIRST_NAMES) != NAMES:
            message = "was written by another version, which read names in another way; run `medrec drugs import` again"
            raise StoreError(f"{message} with one of its files or folders: what it knows is kept", source=str(path))

    def get(self, table: str, key: str) -> Any:
        try:
            row = self._file.execute(f"SELECT value FROM {table} WHERE key = ?", (key,)).fetchone()
            return None if row is None else orjson.loads(row[0])
        except (sqlite3.Error, orjson.JSONDecodeError) as error:
            raise self._damaged(error) from None

    def keys(self, table: str) -> Iterable[str]:
        return [key for key, _ in self.items(table, "'null'")]

    def items(self, table: str, value: str = "value") -> Iterator[tuple[str, Any]]:
        try:
            for key, text in self._file.execute(f"SELECT key, {value} FROM {table} ORDER BY key"):
                yield key, orjson.loads(text)
        except (sqlite3.Error, orjson.JSONDecodeError) as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> StoreError:
        message = f"cannot be read as a drug database ({error}); delete it and import again"
        return StoreError(message, source=str(self._path))
