"""Maps of no format with a group of the name of a shipped one: they look as if they were to replace it."""

from collections.abc import Iterator

from adapter.errors import MappingError
from adapter.mapping.names import called
from adapter.mapping.places import error_at, offset_after
from adapter.mapping.static_errors import FHIR
from adapter.mapping.syntax import StructureMap
from adapter.sources.cda_structure import cda_structure
from adapter.workflow.formats import FORMATS, shipped_maps


def left_out(alone: list[StructureMap]) -> Iterator[MappingError]:
    """A doubt for each such group. alone: the maps of no format."""
    run_by_others = {name for map_ in alone for name in called(map_)}
    for map_ in alone:
        kinds = _formats_read(map_)
        shipped = {group.name: other.file for kind in kinds for other in shipped_maps(kind) for group in other.groups}
        for group in map_.groups:
            if group.name in shipped and group.type_mode is None and group.name not in run_by_others:
                message = (
                    f"the map is of no format, so only --map runs it, and its group '{group.name}' does not stand "
                    f"for the one of {shipped[group.name]}; put it in a folder {', '.join(FORMATS)}, or import the "
                    "shipped map"
                )
                yield error_at(map_, offset_after(map_, group.line, group.name), message)


def _formats_read(map_: StructureMap) -> list[str]:
    """The formats that a map may be meant for, by the sources that it declares: all where it declares none, none where
    no shipped map reads one of them."""
    sources = [use.url for use in map_.uses if use.mode == "source"]
    kinds = [_formats_of(url) for url in sources]
    return [kind for kind in FORMATS if all(kinds) and (not kinds or any(kind in some for some in kinds))]


def _formats_of(url: str) -> set[str]:
    if url.startswith(FHIR):
        return {"fhir"}
    if cda_structure().type_of_url(url):
        return {"cda"}
    return {kind for kind in FORMATS for map_ in shipped_maps(kind) for use in map_.uses if use.url == url}
