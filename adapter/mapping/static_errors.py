"""What is wrong in a map and that shows before it runs, though each of its rules compiles: types that no one declares,
constants that are not there, groups that never end."""

import re
from collections.abc import Iterable, Iterator

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.strings import pattern
from adapter.fhirpath.syntax import Call, Literal, Variable
from adapter.mapping.endless import endless_calls
from adapter.mapping.names import all_rules, bound_names, expressions, named_too_late, parts
from adapter.mapping.syntax import Group, StructureMap
from adapter.nearness import near

FHIR = "http://hl7.org/fhir/StructureDefinition/"
_ALWAYS = ("context", "resource", "rootResource", "ucum", "sct", "loinc", "bundle")
_BY_PATTERN = ("matches", "matchesFull", "replaceMatches")
_FIXED = ("vs-", "ext-")


def static_errors(
    map_: StructureMap, maps: tuple[StructureMap, ...], constants: Iterable[str]
) -> Iterator[MappingError]:
    """The errors of one map of a program. maps: all of it; constants: what maps may ask for as %name."""
    yield from _types(map_)
    yield from _constants(map_, tuple(constants))
    yield from _patterns(map_)
    yield from _endless(map_, maps)


def error_at(map_: StructureMap, offset: int, message: str) -> MappingError:
    """The error at an offset of the map's text."""
    text = map_.text
    place = f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}" if text else ""
    return MappingError(message, source=map_.file, location=place)


def import_error(map_: StructureMap, url: str, urls: Iterable[str]) -> MappingError:
    """The error for an import that no map answers to; urls: those that are there."""
    message = f"expected the url of a map that is given, found import '{url}'{near(url, urls)}"
    return error_at(map_, import_offset(map_, url), message)


def import_offset(map_: StructureMap, url: str) -> int:
    """Where the text of a map imports a url; 0 where there is no text."""
    match = re.compile(rf"""imports\s+["']({re.escape(url)})["']""").search(map_.text)
    return match.start(1) - 1 if match is not None else 0


def offset_after(map_: StructureMap, line: int, word: str, before: str = r"(?<!\w)") -> int:
    """Where a word stands from a line on; the beginning of the line where it does not."""
    text, start = map_.text, 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    match = re.compile(rf"{before}`?({re.escape(word)})(?!\w)").search(text, start)
    return match.start(1) if match is not None else start


def group_named(map_: StructureMap, maps: Iterable[StructureMap], name: str) -> tuple[StructureMap, Group] | None:
    """The group that a map means by a name: its own, else the first of the program."""
    for other in (map_, *(other for other in maps if other is not map_)):
        for group in other.groups:
            if group.name == name:
                return other, group
    return None


def _types(map_: StructureMap) -> Iterator[MappingError]:
    declared = {name for use in map_.uses for name in (use.alias, use.url.rpartition("/")[2]) if name}
    for use in map_.uses:
        name = use.url.removeprefix(FHIR)
        if use.url.startswith(FHIR) and not r4().known(name):
            offset = max(map_.text.find(use.url), 0) + len(FHIR)
            yield error_at(map_, offset, f"FHIR R4 has no type '{name}'{near(name, r4().lines)}")
    for group in map_.groups:
        for parameter in group.parameters:
            type_ = parameter.type
            if type_ is not None and type_ not in declared and not r4().known(type_):
                message = f"no 'uses' line declares '{type_}'{near(type_, [*declared, *r4().lines])}"
                yield error_at(map_, offset_after(map_, group.line, type_), message)


def _constants(map_: StructureMap, constants: tuple[str, ...]) -> Iterator[MappingError]:
    known = {*constants, *_ALWAYS, *bound_names(map_)}
    sources = [source for group in map_.groups for rule in all_rules(group.rules) for source in rule.sources]
    there = ", ".join(f"%{name}" for name in constants)
    for expression in expressions(map_):
        for part in parts(expression.tree):
            if isinstance(part, Variable) and part.name not in known and not part.name.startswith(_FIXED):
                message = f"there is no variable or constant %{part.name} ({there} are there for every map)"
                late = named_too_late(sources, part.name)
                yield error_at(map_, expression.offset + part.offset, message + late + near(part.name, known))


def _patterns(map_: StructureMap) -> Iterator[MappingError]:
    """Regular expressions that are written out and are none."""
    for expression in expressions(map_):
        for part in parts(expression.tree):
            if isinstance(part, Call) and part.name in _BY_PATTERN and part.arguments:
                written = part.arguments[0]
                if isinstance(written, Literal) and isinstance(written.value, str):
                    try:
                        pattern(written.value)
                    except FhirPathError as error:
                        yield error_at(map_, expression.offset + written.offset, error.message)


def _endless(map_: StructureMap, maps: tuple[StructureMap, ...]) -> Iterator[MappingError]:
    for group, rule, name in endless_calls(map_, lambda at, called: group_named(at, maps, called)):
        message = (
            f"the group '{group.name}' comes back here with the same node, without end; "
            "call it for a child, or under a condition"
        )
        yield error_at(map_, offset_after(map_, rule.line, name), message)
