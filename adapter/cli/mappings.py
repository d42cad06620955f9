"""medrec mappings COMMAND: tools for people who write maps, one file a sub-command (mappings_commands/)."""

from typing import Any

from adapter.cli.subcommands import Subcommands

SUBCOMMANDS = Subcommands(
    "adapter.cli.mappings_commands.{}",
    (
        ("list", "every map in force"),
        ("check", "what is wrong with maps and ConceptMaps, with file, line and column"),
        ("test", "run a suite: sources, and what they must become"),
        ("trace", "where each element comes from, and what became of a line"),
        ("print", "a map as text, or as a StructureMap resource of R4 or R5"),
        ("watch", "check and test again whenever a file changes"),
    ),
)


def register(subparsers: Any) -> None:
    description = "For people who write maps (mappings/README.md): what is in force, what is wrong, what comes out."
    SUBCOMMANDS.register(
        subparsers.add_parser,
        "mappings",
        "for people who write maps: list, check, test, trace, print, watch",
        description,
    )


run = SUBCOMMANDS.run
