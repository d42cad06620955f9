"""medrec mappings list [PATH]: every map and ConceptMap in force."""

import argparse
import sys
import textwrap
from typing import Any

from adapter.cli.files import json_bytes, write
from adapter.errors import MappingError


def register(subparsers: Any, help: str) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "list", help=help, description="Every map and ConceptMap in force, and what a folder of your own changes."
    )
    parser.add_argument("path", nargs="?", metavar="PATH", help="a folder of maps of your own")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """0, or 1 when a file is broken: it is said on standard error, and the others are listed."""
    from adapter.authoring.listing import listed_maps
    from adapter.workflow.user_maps import read_user_maps

    broken: list[MappingError] = []
    rows = listed_maps(None if options.path is None else read_user_maps(options.path, broken))
    lines = [*map(_described, rows), *([_own(rows, options.path)] if options.path is not None else [])]
    write(None, json_bytes(rows) if options.json else "\n".join(lines) + "\n")
    for error in broken:
        print(error.line(), file=sys.stderr)
    return 1 if broken else 0


def _own(rows: list[dict[str, Any]], path: str) -> str:
    """The last line: what of all this is the user's."""
    own = [row for row in rows if row["own"]]
    if not own:
        return f"{path} holds no map and no ConceptMap (files .map, .fml or .json)"
    changed = [name for row in own for name in row.get("overrides", {})]
    changed += [row["replaces"] for row in own if "replaces" in row]
    changed += [row["file"] for row in rows if "replacedBy" in row and row["kind"] == "concept-map"]
    of_none = sum(row.get("format") == "" for row in own)
    said = f"{path}: {len(own)} of these; in place of what ships: {', '.join(changed) or 'nothing'}"
    return said + (f"; {of_none} of no format, which only --map runs" if of_none else "")


def _described(row: dict[str, Any]) -> str:
    head = f"{row.get('format', 'ConceptMap') or 'no format'}: {row['file']}"
    if "replacedBy" in row:
        head += f" (replaced by {row['replacedBy']})"
    if "replaces" in row:
        head += f" (in place of {row['replaces']})"
    lines = [head, f"    {row['url']}"]
    if row["kind"] == "map" and "replacedBy" not in row:
        overrides = row.get("overrides", {})
        names = [f"{name} (for {overrides[name]})" if name in overrides else name for name in row["groups"]]
        lines += textwrap.wrap(", ".join(names), 110, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)
