"""Which drug data answer: the imported database of this user when there is one, else the formulary that ships."""

import os
from functools import cache, lru_cache
from pathlib import Path

from adapter.errors import StoreError
from adapter.medication.drugs.folder import VARIABLE, database_file
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.tables import JsonTables, SqliteTables

_SHIPPED = Path(__file__).resolve().parent.parent / "data" / "formulary.json"


def current() -> Drugs:
    """The drug data in use. Raises StoreError when the imported database is there and cannot be read, or when nobody
    can say in the folder that the caller named."""
    path = database_file()
    try:
        state = path.stat()
    except PermissionError as error:
        if VARIABLE in os.environ:
            raise StoreError(f"cannot be read: {error.strerror}", source=str(path)) from None
        return shipped()
    except OSError:
        return shipped()
    return opened(path, state.st_mtime_ns, state.st_ino)


@cache
def shipped() -> Drugs:
    """The formulary that ships with the package."""
    return Drugs(JsonTables(_SHIPPED.read_bytes()), is_complete=False)


@lru_cache(maxsize=1)
def opened(path: Path, changed: int, number: int) -> Drugs:
    """The database of a file in the state that its time of change and its number say: a new import is a new file."""
    return Drugs(SqliteTables(path.absolute()))
