"""medrec drugs COMMAND: what is known of drug products, one file a sub-command (drugs_commands/)."""

from typing import Any

from adapter.cli.subcommands import Subcommands

SUBCOMMANDS = Subcommands(
    "adapter.cli.drugs_commands.{}_command",
    (
        ("import", "files of the drug database → the database of this user"),
        ("download", "the official files, then import"),
        ("find", "label or text → the product it names, accepted or not"),
        ("show", "what is known of a code: CIP13, CIP7, CIS, UCD, MV, ATC"),
    ),
)


def register(subparsers: Any) -> None:
    description = "Drug products by code and by label. Without an import the formulary that ships answers."
    SUBCOMMANDS.register(subparsers.add_parser, "drugs", "the drug database: import, download, find, show", description)


run = SUBCOMMANDS.run
