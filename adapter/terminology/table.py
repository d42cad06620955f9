"""Reading the tables that ship beside this module (made by scripts/terminology.py)."""

from pathlib import Path
from typing import Any

import orjson

_FOLDER = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[Any]:
    """The rows of the table `name`, in the order of the facts."""
    found: list[Any] = orjson.loads((_FOLDER / f"{name}.json").read_bytes())
    return found
