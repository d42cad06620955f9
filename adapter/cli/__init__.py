"""The command line. Each command is one file, imported only when it is called, so that start-up stays light.

Exit status: 0 done, 1 done with errors in the data, 2 unusable call or unreadable input.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from adapter.errors import MedrecError
from adapter.version import VERSION

COMMANDS: tuple[tuple[str, str], ...] = (
    ("map", "any source → a FHIR R4 collection Bundle"),
    ("reconcile", "discharge and dispensing → one list, its discrepancies, a draft plan"),
    ("serve", "the FHIR service"),
    ("dosage", "posology text → FHIR Dosage"),
    ("coverage", "dispensing histories → days in supply, gaps and pattern of each treatment"),
    ("drugs", "the drug database: import, download, find, show"),
    ("validate", "check FHIR resources against R4 and the profiles of this project"),
    ("mappings", "for people who write maps: list, check, test, trace, print, watch"),
)

COLLECTED_AFTER = 50_000
"""New objects that Python's collector waits for, in place of 700: those of a document are some thousands and go by
themselves, and looking at them costs a tenth of a mapping. Only in a process of ours: a program that uses the package
keeps its own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; `arguments` default to those of the process."""
    gc.set_threshold(COLLECTED_AFTER)
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="medrec",
        description="Medication reconciliation between hospital and community, in FHIR R4.",
        epilog="medrec COMMAND --help tells more. Exit status: 0 done, 1 done with errors in the data, 2 unusable call "
        "or unreadable input. Issues go to standard error, one a line.",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=16),
    )
    parser.add_argument("--version", action="version", version=f"medrec {VERSION}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = given[0] if given else ""
    for name, help_ in COMMANDS:
        if name == wanted:
            import_module(f"adapter.cli.{name}").register(subparsers)
        else:
            subparsers.add_parser(name, help=help_)
    options = parser.parse_args(given)
    try:
        return int(import_module(f"adapter.cli.{options.command}").run(options))
    except MedrecError as error:
        print(error.line(), file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
