"""medrec drugs import PATH...: files of the drug database → the database of this user."""

import argparse
import sys
from pathlib import Path
from typing import Any

from adapter.cli.files import exit_status, report_issues


def register(commands: Any, help_: str) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help=help_,
        description="Files of the French public drug database → the database of this user. Imports accumulate: codes "
        "no longer published stay known, with the date they were last seen.",
    )
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a BDPM folder, a CIS→ATC table, a table of UCD or MV codes"
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the date of the data (default: in the folder's name)")
    parser.add_argument("--issues", metavar="FILE", help="write the issues there as an OperationOutcome")


def run(options: argparse.Namespace) -> int:
    """0 done, 1 done and some rows could not be read, 2 when a path is no drug data."""
    return import_and_say([Path(path) for path in options.paths], options.date, options.issues)


def import_and_say(paths: list[Path], day: str | None, issues_file: str | None) -> int:
    """Import and print what is known now; steps go to the terminal, if standard error is one."""
    from adapter.medication.drugs.folder import database_file
    from adapter.medication.drugs.importing import import_drugs

    target = database_file()
    found = import_drugs(paths, target, day=day, say=say if sys.stderr.isatty() else lambda _: None)
    report_issues(found.issues, issues_file)
    counts = ", ".join(f"{number} {name}" for name, number in found.counts.items())
    sys.stdout.write(f"{found.label}: {counts}\n{target}\n")
    return exit_status(found.issues)


def say(step: str) -> None:
    print(step, file=sys.stderr, flush=True)
