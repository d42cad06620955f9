"""medrec mappings check [PATH...]: what is wrong with maps and ConceptMaps."""

import argparse
from typing import TYPE_CHECKING, Any

from adapter.cli.files import json_bytes, write

if TYPE_CHECKING:
    from adapter.authoring.diagnostics import Diagnostic


def register(subparsers: Any, help: str) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check",
        help=help,
        description="Parse and link maps with those that ship, and look at ConceptMaps. 0: no error, 1: errors, "
        "2: nothing to check.",
    )
    parser.add_argument("path", nargs="*", metavar="PATH", help="folders or files (default: the maps that ship)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """0 without errors (warnings do not count), else 1. Raises CallError."""
    from adapter.authoring.check import checked, checked_as_shipped

    found, files = checked(options.path) if options.path else checked_as_shipped()
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    if options.json:
        write(None, json_bytes([diagnostic.as_json() for diagnostic in found]))
    else:
        write(None, report(found, files))
    return 1 if errors else 0


def report(found: list["Diagnostic"], files: int) -> str:
    """The diagnostics for people, and their sum."""
    text = "".join(f"{diagnostic.shown()}\n" for diagnostic in found)
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    return f"{text}{_count(files, 'file')}: {_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}\n"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
