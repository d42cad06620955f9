"""medrec drugs download: the official files of the drug database, then import."""

import argparse
import sys
from pathlib import Path
from typing import Any

from adapter.cli.drugs_commands.import_command import import_and_say

_WIDTH = 30
_MEGABYTE = 1_000_000


def register(commands: Any, help_: str) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "download",
        help=help_,
        description="Fetch the official files, resumed and checked, and import them.",
    )
    parser.add_argument("--from", dest="base", metavar="URL", help="the address that file names are added to")
    parser.add_argument("-o", "--output", metavar="FOLDER", help="keep the files there (default: in the data folder)")
    parser.add_argument("--no-import", action="store_true", help="fetch the files and leave the database as it is")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the date of the data (default: as the server says)")
    parser.add_argument("--issues", metavar="FILE", help="write the issues there as an OperationOutcome")


def run(options: argparse.Namespace) -> int:
    """0 done, 1 imported and some rows could not be read, 2 when a file cannot be fetched."""
    from adapter.medication.drugs.download import OFFICIAL, date_of, download
    from adapter.medication.drugs.folder import data_folder

    folder = Path(options.output) if options.output else data_folder() / "downloads"
    base = options.base or OFFICIAL
    base = base if base.endswith(("/", "=")) else f"{base}/"
    is_terminal = sys.stderr.isatty()
    found = download(folder, base=base, progress=_bar if is_terminal else lambda *_: None)
    if is_terminal:
        print(file=sys.stderr)
    for one in found:
        print(f"{one.name} {one.size} bytes sha256:{one.sha256}")
    sys.stdout.flush()
    return 0 if options.no_import else import_and_say([folder], options.date or date_of(found), options.issues)


def _bar(name: str, done: int, total: int | None) -> None:
    share = done / total if total else 0
    filled = "#" * int(_WIDTH * share)
    print(f"\r{name:24} [{filled:{_WIDTH}}] {done / _MEGABYTE:6.1f} MB", end="", file=sys.stderr, flush=True)
