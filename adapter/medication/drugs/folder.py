"""Where the drug database of this user is kept."""

import os
import sys
from pathlib import Path

VARIABLE = "MEDREC_DATA"
FILE = "drugs.sqlite"


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
    return data_folder() / FILE
