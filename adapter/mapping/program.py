"""Maps compiled together, ready to run."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.fhirpath.context import Context, HostFunction, Model
from adapter.mapping.concept_maps import Translator
from adapter.mapping.errors import RuleError
from adapter.mapping.imports import Imports
from adapter.mapping.instance import Instance, LinkedGroup
from adapter.mapping.linker import Linker
from adapter.mapping.names import CodeConstant
from adapter.mapping.primitives import Moments
from adapter.mapping.rules import Tracer
from adapter.mapping.structure import Structure
from adapter.mapping.syntax import StructureMap


class Program:
    """Compiled maps. One program may run for many documents, one after the other or at once: runs share nothing."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._entries: dict[tuple[str, tuple[str | None, ...]], tuple[LinkedGroup, Instance]] = {}

    @property
    def errors(self) -> tuple[MappingError, ...]:
        """What a program that is not strict, or gathers its errors, found broken."""
        return tuple(self._linker.errors)

    @property
    def doubts(self) -> tuple[MappingError, ...]:
        """What may be meant otherwise, where the program gathers what is wrong."""
        return tuple(dict.fromkeys(self._linker.doubts or ()))

    @property
    def codes(self) -> tuple[CodeConstant, ...]:
        """The codes that the rules write as they stand, where all groups are compiled at once."""
        return tuple(dict.fromkeys(self._linker.codes or ()))

    def run(self, group: str, arguments: list[Any], context: Context) -> None:
        """Run a group on its arguments in the order of its parameters: source nodes, and target dicts, which are
        filled.

        `group` may be `MapName#group` where several maps have a group of that name. What is logged goes to the
        context's
        issues. Raises RuleError when a rule fails on the data, MappingError when there is no such group.
        """
        types = tuple([_resource_type(each) if type(each) is dict else None for each in arguments])
        entry = self._entries.get((group, types))
        if entry is None:
            entry = self._entries[group, types] = self._entry(group, tuple(map(_known, types)))
        linked, instance = entry
        try:
            instance.run(context, *arguments)
        except RecursionError:
            map_, found = linked
            message = "groups call each other without end"
            raise RuleError(message, file=map_.file, line=found.line, rule=found.name, place="") from None

    def parameter_types(self, group: str) -> tuple[str | None, ...]:
        """The types that a group declares for its parameters, as type paths; None where the type is not known. Raises
        MappingError when there is no such group."""
        linked = self._linker.groups.entry(group)
        if linked is None:
            raise MappingError(f"there is no group '{group}'")
        return self._linker.declared_types(linked)

    def _entry(self, group: str, types: tuple[str | None, ...]) -> tuple[LinkedGroup, Instance]:
        linked = self._linker.groups.entry(group)
        if linked is None:
            raise MappingError(f"there is no group '{group}'")
        if len(linked.parameters) != len(types):
            raise MappingError(f"the group '{group}' takes {len(linked.parameters)} arguments, found {len(types)}")
        return linked, self._linker.instance(linked, types)


def _resource_type(argument: dict[str, Any]) -> str | None:
    type_ = argument.get("resourceType")
    return type_ if isinstance(type_, str) else None


def _known(type_: str | None) -> str | None:
    return type_ if type_ is not None and r4().known(type_) else None


def compile_maps(
    maps: Iterable[StructureMap],
    *,
    functions: Mapping[str, HostFunction] | None = None,
    concept_maps: Mapping[str, Translator] | None = None,
    model: Model | None = None,
    tracer: Tracer | None = None,
    strict: bool = True,
    moments: Moments | None = None,
    structure: Structure | None = None,
    isolate: bool = False,
    gather: bool = False,
    lazily: bool = False,
    often: int | None = None,
    only: Collection[str] | None = None,
    imports: Imports | None = None,
) -> Program:
    """Compile maps that may call each other's groups.

    functions: host functions by the name that expressions use; concept_maps: by url, beside those embedded in the maps;
    model: how source nodes that are not FHIR JSON are walked; tracer: hears of each element made (see rules.Tracer).
    strict: False for maps of others: a target or call that refers to what is not there then fails when it is reached.
    moments: for sources that do not write dates as FHIR does: their text → FHIR's, None for what is no date.
    structure: types beside R4 that the maps read or make (adapter.sources.cda_structure).
    isolate: a rule that fails becomes an Issue of the run, and the other rules go on.
    gather: what a strict program would raise for is in its `errors` instead, all of it.
    imports: those of these maps, where they are known already, perhaps with those of other maps.
    only: the urls of the maps whose groups are compiled, with all that they call; None: of all maps.
    lazily: groups are compiled when they first run; what is broken in one fails then, as a rule that fails on data.
    often: after how many runs a group becomes one generated function (adapter/mapping/generation); None: never. A
    program with a tracer or in isolation stays closures.
    Raises MappingError for names, elements, groups, transforms and imports that do not exist.
    """
    linker = Linker(
        tuple(maps),
        functions or {},
        concept_maps or {},
        model,
        tracer,
        strict,
        moments,
        structure,
        isolate,
        gather,
        often,
        lazily,
        imports,
    )
    if not lazily:
        linker.compile_all(only)
    linker.refuse_broken()
    return Program(linker)
