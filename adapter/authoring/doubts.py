"""What a map says and never uses, and what only this program would understand: warnings."""

import re
from collections.abc import Iterator, Set

from adapter.errors import MappingError
from adapter.mapping.groups import Groups
from adapter.mapping.metadata import known, names
from adapter.mapping.names import CodeConstant, all_rules, bindings
from adapter.mapping.places import error_at, offset_after
from adapter.mapping.syntax import StructureMap
from adapter.nearness import near
from adapter.workflow.code_errors import wrong_codes


def doubts(map_: StructureMap, groups: Groups, used: Set[str]) -> list[MappingError]:
    """The doubts of one map of a program. groups: all of it; used: the names of groups that are called or run."""
    return [
        *metadata_doubts(map_),
        *_unused_variables(map_),
        *_unused_groups(map_, used),
        *_not_imported(map_, groups),
    ]


def metadata_doubts(map_: StructureMap) -> Iterator[MappingError]:
    """`///` lines of what a StructureMap does not have, and a status that none has."""
    for status in (str(value) for name, value in map_.metadata if name == "status"):
        written = re.search(
            rf"""(?:^\s*///\s*status\s*=\s*|"status"\s*:\s*)["']?({re.escape(status)})""", map_.text, re.M
        )
        place = error_at(map_, written.start(1) if written is not None else 0, "").location
        yield from wrong_codes([CodeConstant("StructureMap.status", status, map_.file, place)])
    for name in dict.fromkeys(name for name, _ in map_.metadata if not known(name)):
        line = re.search(rf"^\s*///\s*({re.escape(name)})", map_.text, re.MULTILINE)
        message = f"'{name}' is no element of a StructureMap: the resource will not have it{near(name, names())}"
        yield error_at(map_, line.start(1) if line is not None else 0, message)


def _unused_variables(map_: StructureMap) -> Iterator[MappingError]:
    for group in map_.groups:
        for binding in bindings(group):
            if not binding.used:
                where = offset_after(map_, binding.rule.line, binding.name, before=r"\bas\s+")
                yield error_at(map_, where, f"the variable '{binding.name}' is never used")


def _unused_groups(map_: StructureMap, used: Set[str]) -> Iterator[MappingError]:
    for group in map_.groups:
        if group.name not in used and group.type_mode is None:
            message = (
                f"the group '{group.name}' is never called; call it, or give it the name of the shipped group that it "
                f"is to stand for (medrec mappings list){near(group.name, used)}"
            )
            yield error_at(map_, offset_after(map_, group.line, group.name), message)


def _not_imported(map_: StructureMap, groups: Groups) -> Iterator[MappingError]:
    """Calls of groups that other engines would not find, as their map is not imported."""
    visible = set(groups.names_seen_from(map_))
    for group in map_.groups:
        for rule in all_rules(group.rules):
            for dependent in rule.dependents:
                found = groups.own_or_first(map_, dependent.name)
                if found is not None and dependent.name not in visible and "." not in dependent.name:
                    message = (
                        f"'{dependent.name}' is a group of a map that is not imported; add imports \"{found.map.url}\""
                    )
                    yield error_at(map_, offset_after(map_, rule.line, dependent.name), message)
