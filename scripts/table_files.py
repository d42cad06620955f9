"""The command of the scripts that make tables of the facts: read the facts folder, write each table to a folder."""

import sys
from collections.abc import Callable
from pathlib import Path


def main(tables: Callable[[Path], dict[str, str]], script: str) -> int:
    """Write what `tables` (facts folder → file name → text) makes. Exit status 2 when the call names no two folders."""
    if len(sys.argv) != 3:
        print(f"usage: {Path(script).name} FACTS_FOLDER OUTPUT_FOLDER", file=sys.stderr)
        return 2
    for name, text in tables(Path(sys.argv[1])).items():
        (Path(sys.argv[2]) / name).write_text(text, encoding="utf-8")
    return 0
