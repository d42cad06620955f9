"""medrec drugs COMMAND: what is known of drug products, one file a sub-command (drugs_commands/)."""

import argparse
from importlib import import_module
from typing import Any

SUBCOMMANDS: tuple[tuple[str, str], ...] = (
    ("import", "files of the drug database → the database of this user"),
    ("download", "the official files, then import"),
    ("find", "label or text → the product it names, accepted or not"),
    ("show", "what is known of a code: CIP13, CIP7, CIS, UCD, MV, ATC"),
)


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "drugs",
        help="the drug database: import, download, find, show",
        description="Drug products by code and by label. Without an import the formulary that ships answers.",
    )
    commands = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    for name, help_ in SUBCOMMANDS:
        _module(name).register(commands, help_)


def run(options: argparse.Namespace) -> int:
    return int(_module(options.subcommand).run(options))


def _module(name: str) -> Any:
    return import_module(f"adapter.cli.drugs_commands.{name}_command")
