"""`--mappings DIR`: a folder of maps of the user's own, in force over those that ship."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter.workflow.user_maps import UserMaps


def add_mappings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mappings", metavar="DIR", help="maps of your own that replace or extend those that ship (mappings/README.md)"
    )


def add_recorded(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recorded", metavar="INSTANT", help="as in `medrec map`: what now() is in maps")


def user_maps_of(options: argparse.Namespace) -> "UserMaps | None":
    """The maps that the call names, None without. Raises CallError, MappingError."""
    from adapter.workflow.user_maps import maps_to_apply

    return None if options.mappings is None else maps_to_apply(options.mappings)
