"""What is wrong in a map and that shows before it runs, though each of its rules compiles: types that no one declares,
constants that are not there, groups that never end."""

from collections.abc import Iterable, Iterator

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.strings import pattern
from adapter.fhirpath.syntax import Call, Literal, Variable
from adapter.mapping.endless import endless_calls
from adapter.mapping.groups import Groups
from adapter.mapping.names import all_rules, bound_names, expressions, named_too_late, parts
from adapter.mapping.places import error_at, offset_after
from adapter.mapping.syntax import StructureMap
from adapter.nearness import near

FHIR = "http://hl7.org/fhir/StructureDefinition/"
_ALWAYS = ("context", "resource", "rootResource", "ucum", "sct", "loinc", "bundle")
_BY_PATTERN = ("matches", "matchesFull", "replaceMatches")
_FIXED = ("vs-", "ext-")


def static_errors(map_: StructureMap, groups: Groups, constants: Iterable[str]) -> Iterator[MappingError]:
    """The errors of one map of a program. groups: all of it; constants: what maps may ask for as %name."""
    yield from _types(map_)
    yield from failing_errors(map_, groups, constants)


def failing_errors(map_: StructureMap, groups: Groups, constants: Iterable[str]) -> Iterator[MappingError]:
    """Those for which a rule fails whenever it is reached, types apart: maps of others name types that no one knows."""
    yield from _constants(map_, tuple(constants))
    yield from _patterns(map_)
    yield from _endless(map_, groups)


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
    there = f" ({', '.join(f'%{name}' for name in constants)} are there for every map)" if constants else ""
    for expression in expressions(map_):
        for part in parts(expression.tree):
            if isinstance(part, Variable) and part.name not in known and not part.name.startswith(_FIXED):
                message = f"there is no variable or constant %{part.name}{there}"
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


def _endless(map_: StructureMap, groups: Groups) -> Iterator[MappingError]:
    for group, rule, name in endless_calls(map_, groups.own_or_first):
        message = (
            f"the group '{group.name}' comes back here with the same node, without end; "
            "call it for a child, or under a condition"
        )
        yield error_at(map_, offset_after(map_, rule.line, name), message)
