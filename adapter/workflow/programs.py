"""The compiled maps of a format, a user's in force over those that ship: compiled once a process."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from adapter.errors import MappingError, one_error
from adapter.functions import entry
from adapter.mapping import (
    HostFunction,
    Model,
    Program,
    StructureMap,
    Tracer,
    Translator,
    compile_maps,
    concept_map_table,
)
from adapter.mapping.concept_maps import ConceptMapTables
from adapter.mapping.groups import Groups
from adapter.mapping.names import called
from adapter.mapping.overriding import joined
from adapter.mapping.static_errors import static_errors
from adapter.workflow.code_errors import wrong_codes
from adapter.workflow.formats import FORMATS, shipped_concept_maps, shipped_maps
from adapter.workflow.run_groups import CONSTANTS, RUN_GROUPS
from adapter.workflow.user_maps import UserMaps

OFTEN = 64
"""Runs of a group after which making one function of it is repaid soon: a few documents."""


def concept_maps(own: UserMaps | None) -> dict[str, dict[str, Any]]:
    """The ConceptMaps in force, by url: a user's take the place of those that ship."""
    shipped = {url: resource for url, (_, resource) in shipped_concept_maps().items()}
    return {**shipped, **(own.concept_maps if own is not None else {})}


@lru_cache(maxsize=32)
def program(kind: str, model_type: type, own: UserMaps | None = None) -> Program:
    """The compiled maps of a format, a user's in force over those that ship. Raises MappingError when one is
    broken."""
    if own is None:
        return compiled(kind, model_type())
    _require_sound(kind, own)
    made = compiled(kind, model_type(), own)
    if wrong := list(wrong_codes(made.codes)):
        raise one_error(wrong)
    return made


def refuse_broken(own: UserMaps, model_type: type) -> None:
    """Refuse a user's maps whatever will be read: all that is wrong with those in force, of every format, at once.

    model_type: any; nothing is read. Raises MappingError."""
    errors: list[MappingError] = []
    for kind in FORMATS:
        if own.of_format(kind):
            try:
                program(kind, model_type, own)
            except MappingError as error:
                errors += error.errors
    if errors:
        raise one_error(list(dict.fromkeys(errors)))


def _require_sound(kind: str, own: UserMaps) -> None:
    """Refuse a user's maps before they run on a document. Raises MappingError."""
    maps = maps_in_force(kind, own)
    mine = {map_.url for map_ in own.of_format(kind)}
    errors, groups = [*run_group_errors(kind, maps)], Groups(maps)
    for map_ in maps:
        if map_.url in mine:
            errors += static_errors(map_, groups, CONSTANTS)
    if errors:
        raise one_error(errors)


def compiled(
    kind: str,
    model: Model,
    own: UserMaps | None = None,
    tracer: Tracer | None = None,
    *,
    gather: bool = False,
    often: int | None = OFTEN,
) -> Program:
    """Like `program`, for one run: with a model, and a tracer, of its own. gather: errors are kept in it, not
    raised; often: as in compile_maps."""
    conversions = import_module(FORMATS[kind].functions)
    return compile_maps(
        maps_in_force(kind, own),
        functions=host_functions(kind),
        concept_maps=tables(own),
        model=model,
        tracer=tracer,
        moments=getattr(conversions, "MOMENTS", None),
        gather=gather,
        lazily=own is None and not gather,
        often=often,
    )


def tables(own: UserMaps | None) -> Mapping[str, Translator]:
    """The ConceptMaps in force as tables; a user's are checked at once."""
    own_tables = {url: concept_map_table(found) for url, found in own.concept_maps.items()} if own is not None else {}
    return ChainMap(own_tables, _shipped_tables()) if own_tables else _shipped_tables()  # type: ignore[arg-type]


@cache
def _shipped_tables() -> ConceptMapTables:
    return ConceptMapTables(concept_maps(None))


def maps_in_force(kind: str, own: UserMaps | None = None) -> tuple[StructureMap, ...]:
    """The maps of a format, a user's over those that ship. Raises MappingError."""
    return shipped_maps(kind) if own is None else joined(shipped_maps(kind), own.of_format(kind))


def run_group_errors(kind: str, maps: tuple[StructureMap, ...]) -> Iterator[MappingError]:
    """What a user's maps took from the format: groups that are run by name, with the parameters they are run with."""
    shipped = {group.name: map_ for map_ in shipped_maps(kind) for group in map_.groups}
    for name, count in RUN_GROUPS.items():
        found = next(((map_, group) for map_ in maps for group in map_.groups if group.name == name), None)
        if found is None and name in shipped:
            file = next((map_.file for map_ in maps if map_.url == shipped[name].url), shipped[name].file)
            message = f"no group '{name}', which {shipped[name].file} has and which is run by name; add it"
            yield MappingError(message, source=file)
        elif found is not None and len(found[1].parameters) != count:
            message = f"the group '{name}' is run with {count} arguments, it has {len(found[1].parameters)} parameters"
            yield MappingError(message, source=found[0].file, location=str(found[1].line))
    yield from _lost_groups(kind, maps)


def _lost_groups(kind: str, maps: tuple[StructureMap, ...]) -> Iterator[MappingError]:
    """Groups of a shipped map that the map in its place does not have, and that others still call."""
    there = {group.name for map_ in maps for group in map_.groups}
    for shipped in shipped_maps(kind):
        instead = next((map_ for map_ in maps if map_.url == shipped.url), shipped)
        lost = [group.name for group in shipped.groups if group.name not in there] if instead is not shipped else []
        for name in lost:
            if caller := next((other.file for other in maps if other is not instead and name in called(other)), None):
                message = (
                    f"takes the place of {shipped.file}, whose url it has, without its group '{name}', which {caller} "
                    "calls; copy the group too, or give the map a url of its own"
                )
                yield MappingError(message, source=instead.file, location="1:1")


def host_functions(kind: str) -> dict[str, HostFunction]:
    """The host functions that maps of a format may call, by name."""
    return {**entry.FUNCTIONS, **import_module(FORMATS[kind].functions).FUNCTIONS}
