"""medrec drugs show CODE: what is known of a product code."""

import argparse
import sys
from typing import Any

from adapter.cli.files import json_bytes, write


def register(commands: Any, help_: str) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "show", help=help_, description="What is known of one code, and which source says it."
    )
    parser.add_argument("code", metavar="CODE", help="CIP13, CIP7, CIS, UCD, MV or ATC")
    parser.add_argument("--json", action="store_true", help="JSON instead of lines of text")


def run(options: argparse.Namespace) -> int:
    """0 when the code is known, 1 when it is not."""
    from adapter.medication.drugs.current import current
    from adapter.medication.drugs.shown import shown

    found = shown(options.code, current())
    if options.json:
        write(None, json_bytes(found))
    else:
        from adapter.medication.drugs.wording import sheet

        sys.stdout.buffer.write(sheet(found).encode("utf-8", "replace"))
    return 0 if found["found"] else 1
