"""What a suite runs: the maps of a folder as `medrec map --mappings` runs them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapter.authoring.suite import Produce
from adapter.issues import Issue
from adapter.mapping.folder import TEXTS, map_files
from adapter.sources.document import Source
from adapter.workflow.chosen_map import chosen_map
from adapter.workflow.mapped import map_source
from adapter.workflow.run_map import run_map
from adapter.workflow.user_maps import UserMaps, maps_to_apply, read_user_maps


def maps_for(paths: Sequence[str], given: str | None) -> UserMaps | None:
    """The maps under test: those of the folder that is named, else of the one folder of the suite when it holds any.

    Raises CallError, MappingError.
    """
    if given is not None:
        return maps_to_apply(given)
    if len(paths) == 1 and Path(paths[0]).is_dir() and any(file.suffix in TEXTS for file in map_files(Path(paths[0]))):
        return read_user_maps(paths[0])
    return None


def producing_with(name: str, mappings: str | None, recorded: str | None = None) -> Produce:
    """What a suite asks of each source where one map is run as it is (`--map`): its target and Issues. recorded: what
    now() is.

    Raises CallError, MappingError.
    """
    found = chosen_map(name, mappings)

    def produce(source: Source) -> tuple[Any, list[Issue]]:
        ran = run_map(found, name, source, recorded=recorded)
        return ran.target, ran.issues

    return produce


def producing(maps: UserMaps | None, recorded: str | None = None) -> Produce:
    """What a suite asks of each source: its collection Bundle and Issues. recorded: as in map_source."""

    def produce(source: Source) -> tuple[Any, list[Issue]]:
        mapped = map_source(source, recorded=recorded, maps=maps)
        return mapped.bundle, mapped.issues

    return produce
