"""A command that is several: each sub-command is a module with `register(commands, help)` and `run(options)`."""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple


class Subcommands(NamedTuple):
    """module: where a sub-command lies, `{}` its name; rows: (name, help), in the order of the help."""

    module: str
    rows: Sequence[tuple[str, str]]

    def register(self, add_parser: Callable[..., Any], name: str, help_: str, description: str) -> None:
        """Add the command and its sub-commands to a parser's sub-parsers."""
        parser: argparse.ArgumentParser = add_parser(name, help=help_, description=description)
        commands = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
        for row, told in self.rows:
            import_module(self.module.format(row)).register(commands, told)

    def run(self, options: argparse.Namespace) -> int:
        """Run the sub-command that was asked for; its exit status."""
        return int(import_module(self.module.format(options.subcommand)).run(options))
