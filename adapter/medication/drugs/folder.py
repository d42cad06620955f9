"""Where the drug database of this user is kept."""

import os
import sys
from functools import lru_cache
from pathlib import Path

VARIABLE = "MEDREC_DATA"
FILE = "drugs.sqlite"
_VARIABLES = (VARIABLE, "LOCALAPPDATA", "XDG_DATA_HOME", "HOME", "USERPROFILE")


def data_folder() -> Path:
    """`$MEDREC_DATA`, else `medrec` in the user's data folder by the custom of the system (XDG on Linux)."""
    if given := os.environ.get(VARIABLE):
        return Path(given)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "medrec"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "medrec"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "medrec"


def database_file() -> Path:
    """The file that `medrec drugs import` writes and every command reads; it need not be there."""
    return _file(tuple(map(os.environ.get, _VARIABLES)))


@lru_cache(maxsize=8)
def _file(environment: tuple[str | None, ...]) -> Path:
    """Every line of a list asks; the place changes only with the environment."""
    return data_folder() / FILE
