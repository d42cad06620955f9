"""A catalogue → the tables that are asked, and the tables → one file: SQLite, or JSON with one entry a line."""

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from adapter.errors import CallError
from adapter.medication.drugs.catalogue import HOMEOPATHIC, Catalogue
from adapter.medication.drugs.names import name_tables
from adapter.medication.drugs.rows import identity_number, product_row
from adapter.medication.drugs.tables import FORMAT, NAMES, TABLES
from adapter.medication.strength import ratio

_ATC_SUBSTANCE = 7


class _Numbered:
    """Rows kept once, by their number."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}
        self._numbers: dict[str, int] = {}

    def add(self, row: list[Any]) -> int:
        key = json.dumps(row, ensure_ascii=False)
        if key not in self._numbers:
            number = self._numbers[key] = len(self._numbers)
            self.rows[str(number)] = row
        return self._numbers[key]


def tables_of(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """All tables of adapter.medication.drugs.tables, each ordered by the order of CIS or of its keys."""
    identities, parts = _Numbered(), _Numbered()
    products, boxes = {}, {}
    numbers: dict[str, int] = {}
    for cis, product in catalogue.products.items():
        kind = HOMEOPATHIC if cis in catalogue.homeopathic else ""
        products[cis] = product_row(product, kind, identities.add, parts.add)
        numbers[cis] = int(identity_number(products[cis]))
        boxes.update({pack.cip7: cis for pack in product.packs})
    named = [one for one in catalogue.products.values() if one.cis not in catalogue.homeopathic]
    return {
        "meta": {"format": FORMAT, "names": NAMES, "version": catalogue.version, "sources": list(catalogue.sources)},
        "products": products,
        "boxes": boxes,
        "codes": dict(sorted((catalogue.codes or {}).items())),
        "identities": identities.rows,
        "parts": parts.rows,
        "names": name_tables(named, numbers),
        "synonyms": {key: min(found) for key, found in sorted(catalogue.synonyms.items()) if len(found) == 1},
        **_of_substances(catalogue, named),
    }


def write_sqlite(tables: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Write the file beside its place and put it there whole: a reader sees the old one or the new one.

    Raises CallError when the place cannot be written.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        _fill(temporary, tables)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise CallError(f"cannot be written: {error}", source=str(path)) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def json_text(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """JSON with one entry a line, so that a change reads in a diff."""
    parts = []
    for name, table in tables.items():
        rows = (f"{_compact(key)}:{_compact(value)}" for key, value in table.items())
        parts.append(f"{json.dumps(name)}:{{\n" + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _fill(path: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
    file = sqlite3.connect(path)
    try:
        file.execute("PRAGMA page_size = 4096")
        for name in TABLES:
            file.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
            rows = sorted((key, _compact(value)) for key, value in tables[name].items())
            file.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)
        file.commit()
        file.execute("VACUUM")
    finally:
        file.close()


def _of_substances(catalogue: Catalogue, named: list[Any]) -> dict[str, dict[str, Any]]:
    """ATC code → its substances; substance → its labelled strengths; substances of the narrow-margin list."""
    sets: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    strengths: dict[str, set[str]] = defaultdict(set)
    narrow: dict[str, int] = {}
    for product in named:
        for code in product.atc:
            if len(code) == _ATC_SUBSTANCE:
                sets[code].add(tuple(one.name for one in product.ingredients))
        for one in product.ingredients:
            if one.strength is not None:
                strengths[one.name].add(strength_text(one.strength))
        if product.narrow_margin:
            narrow[product.ingredients[0].name] = 1
    return {
        "atc": {code: sorted(found) for code, found in sorted(sets.items())},
        "strengths": {name: sorted(found) for name, found in sorted(strengths.items())},
        "narrow": dict(sorted(narrow.items())),
    }


def strength_text(strength: Any) -> str:
    """A strength for one of what it is for, as text that compares: `75mg`, `100[iU]/mL`."""
    value, unit, per = ratio(strength)
    return f"{value:f}{unit}/{per}" if per else f"{value:f}{unit}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
