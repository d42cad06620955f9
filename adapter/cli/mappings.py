"""medrec mappings COMMAND: tools for people who write maps, one file a sub-command (mappings_commands/)."""

import argparse
from importlib import import_module
from typing import Any

SUBCOMMANDS: tuple[tuple[str, str], ...] = (
    ("list", "every map in force"),
    ("check", "what is wrong with maps and ConceptMaps, with file, line and column"),
    ("test", "run a suite: sources, and what they must become"),
    ("trace", "where each element comes from, and what became of a line"),
    ("watch", "check and test again whenever a file changes"),
)


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "mappings",
        help="check, test and list maps",
        description="For people who write maps (mappings/README.md): what is in force, what is wrong, what comes out.",
    )
    commands = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    for name, help_ in SUBCOMMANDS:
        _module(name).register(commands, help_)


def run(options: argparse.Namespace) -> int:
    return int(_module(options.subcommand).run(options))


def _module(name: str) -> Any:
    return import_module(f"adapter.cli.mappings_commands.{name}")
