"""The maps of one program together: groups by name and by type, and each group compiled for the types it is called
with.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

from adapter.errors import MappingError, one_error
from adapter.fhirpath.compiler import Compiler, Scope
from adapter.fhirpath.context import FIRST_SLOT, Evaluate, HostFunction, Model
from adapter.mapping.concept_maps import Translator, concept_map_table
from adapter.mapping.groups import DefaultGroups, Groups
from adapter.mapping.imports import Imports
from adapter.mapping.instance import Instance, LinkedGroup, Run, extended, runner
from adapter.mapping.link_errors import link_errors
from adapter.mapping.names import CodeConstant
from adapter.mapping.primitives import Convert, Moments, converter, resource
from adapter.mapping.rules import Tracer, compile_rules
from adapter.mapping.scope import Layout, RuleScope, shown
from adapter.mapping.structure import Structure, types_of
from adapter.mapping.syntax import Dependent, Group, Parameter, Rule, StructureMap
from adapter.mapping.uses import Uses
from adapter.nearness import near

Call: TypeAlias = tuple[RuleScope, Dependent]
"""A call of a group, and the rule it stands in."""


class Linker:
    """Resolves names across maps and compiles groups on demand."""

    def __init__(
        self,
        maps: tuple[StructureMap, ...],
        functions: Mapping[str, HostFunction],
        concept_maps: Mapping[str, Translator],
        model: Model | None,
        tracer: Tracer | None,
        strict: bool,
        moments: Moments | None,
        structure: Structure | None = None,
        isolate: bool = False,
        gather: bool = False,
        often: int | None = None,
        lazily: bool = False,
        imports: Imports | None = None,
    ) -> None:
        self.maps = maps
        self.functions = functions
        self.model = model
        self.tracer = tracer
        self.strict = strict
        self.moments = moments
        self.structure = structure
        self.types = types_of(structure)
        self.isolate = isolate
        self.often = often if tracer is None and not isolate else None
        self._raises = strict and not gather
        self.errors: list[MappingError] = []
        self.doubts: list[MappingError] | None = [] if gather else None
        self.codes: list[CodeConstant] | None = None if lazily else []
        self.concept_maps = concept_maps
        compiler = Compiler(Scope(functions=functions, model=model))
        self.scalar, self.values = compiler.scalar, compiler.values
        self.groups = Groups(maps, imports)
        self.uses = Uses(maps)
        self._embedded = {
            (map_.url, found["url"].lstrip("#")): concept_map_table(found, map_.file)
            for map_ in maps
            for found in map_.concept_maps
        }
        self._constants: dict[str, dict[str, Evaluate]] = {}
        self._declared: dict[tuple[str, str, str | None], str | None] = {}
        self.defaults = DefaultGroups(self.groups, self.declared_types)
        self._instances: dict[tuple[str, str, tuple[str | None, ...]], Instance] = {}
        self._waiting: list[Instance] = []
        self._made: set[tuple[str, str]] = set()
        for error in link_errors(maps, self.groups.seen_from):
            self.broken(error)

    def broken(self, error: MappingError) -> None:
        """Note an error; a strict program raises all of them when everything is compiled, unless it gathers them."""
        self.errors.append(error)

    def whose(self, name: str) -> str:
        """What to do for a group that is in a map which is not imported; nothing where no map has it."""
        owner = self.groups.owner(name)
        return f' (imports "{owner.url}" would give it)' if owner is not None else ""

    def concept_map_urls(self, map_: StructureMap) -> list[str]:
        """The ConceptMaps that a map may name: those that are given, and `#name` of embedded ones."""
        embedded = [f"#{name}" for url, name in self._embedded if url == map_.url]
        return [*self.concept_maps, *embedded]

    def converter(self, type_: str | None) -> Convert:
        """How values get into elements of a type, with the source's way to write moments."""
        if type_ == "Resource" and self.isolate:  # a workflow says it of the entry
            return resource
        return converter(type_, self.moments)

    def compile_all(self, only: Collection[str] | None = None) -> None:
        """Compile every group, or only those of the maps with these urls and what they call: those that no other calls
        first, so that the others are compiled for what they are passed.
        """
        called = {name for linked in self.groups for name in _called(linked.group)}
        for linked in sorted(self.groups, key=lambda linked: linked.name in called):
            wanted = only is None or linked.map.url in only
            if wanted and (linked.map.url, linked.name) not in self._made:
                self.instance(linked, (None,) * len(linked.parameters))
            self._compile_made()

    def refuse_broken(self) -> None:
        """Raise what was noted so far, each once and in the order of the places, if this program is to raise."""
        self.errors = _each_once(self.errors)
        if self._raises and self.errors:
            raise one_error(self.errors)

    def _compile_made(self) -> None:
        """Compile the instances that were made, those that this makes too."""
        for instance in self._waiting:
            instance.ready()
        self._waiting.clear()

    def declared_types(self, linked: LinkedGroup) -> tuple[str | None, ...]:
        """The type paths that a group declares for its parameters."""
        return tuple(self.declared_type(linked.map, parameter) for parameter in linked.parameters)

    def declared_type(self, map_: StructureMap, parameter: Parameter) -> str | None:
        """The type path that a parameter of a group of the map declares."""
        key = (map_.url, parameter.mode, parameter.type)
        if key not in self._declared:
            self._declared[key] = RuleScope(self, map_, Layout(), {}).parameter_type(parameter)
        return self._declared[key]

    def default_groups_to(self, target: str) -> dict[str | None, LinkedGroup]:
        """The first group for each source type that makes the target type, else one that it specialises."""
        return next((found for type_ in self.types.bases(target) if (found := self.defaults.to(type_))), {})

    def concept_map(self, map_: StructureMap, url: str) -> Translator | None:
        """A ConceptMap as seen from a map: `#name` is embedded in it or in one that it imports, a url is given."""
        if url.startswith("#"):
            owners = (map_, *self.groups.imports.of(map_))
            return next((t for m in owners if (t := self._embedded.get((m.url, url[1:]))) is not None), None)
        return self.concept_maps.get(url) or self._embedded.get((map_.url, url))

    def constants(self, map_: StructureMap) -> dict[str, Evaluate]:
        """The `let` constants of a map, compiled; each may use those before it."""
        found = self._constants.get(map_.url)
        if found is None:
            found = self._constants[map_.url] = {}
            for constant in map_.constants:
                scope = Scope(functions=self.functions, model=self.model, constants=dict(found))
                found[constant.name] = Compiler(scope).compile(constant.value.tree)
        return found

    def instance(self, linked: LinkedGroup, types: tuple[str | None, ...], call: Call | None = None) -> Instance:
        """The group compiled for the R4 types of its arguments (None: not known). call: what passes them."""
        declared = self.declared_types(linked)
        actual = tuple(self._narrower(type_, given) for type_, given in zip(declared, types, strict=True))
        key = (linked.map.url, linked.name, actual)
        made = self._instances.get(key)
        if made is None:
            made = self._instances[key] = Instance(
                lambda: self._compiled_for(linked, actual, call),
                lambda arguments, run: self._generated(linked, actual, arguments, run),
                self.often,
            )
            self._waiting.append(made)
            self._made.add(key[:2])
        return made

    def _compiled_for(self, linked: LinkedGroup, types: tuple[str | None, ...], call: Call | None) -> Run:
        """The group compiled; an error about a type that only the call says names the call."""
        before = len(self.errors)
        run = self._compiled(linked, types)
        if call is not None and len(self.errors) > before:
            passed = [type_ for type_, own in zip(types, self.declared_types(linked), strict=True) if type_ != own]
            self.errors[before:] = [_of_call(error, linked.name, passed, call) for error in self.errors[before:]]
        return run

    def _compiled(self, linked: LinkedGroup, types: tuple[str | None, ...]) -> Run:
        map_, group = linked
        scope = RuleScope(self, map_, Layout(), {})
        for parameter, type_ in zip(group.parameters, types, strict=True):
            scope.bind(parameter.name, parameter.mode, type_)
        base, positions = self._base(linked, types)
        rules = compile_rules(scope, group.rules)
        empty = [None] * (scope.layout.size - FIRST_SLOT - len(types))
        run = runner(rules, empty, scope.layout.last)
        return run if base is None else extended(base, positions, run)

    def _generated(
        self, linked: LinkedGroup, types: tuple[str | None, ...], arguments: Any, closures: Run
    ) -> Run | None:
        """The group as one function, without the group that it extends: a group that extends another stays closures."""
        if linked.group.extends is not None:
            return None
        from adapter.mapping.generation import generated  # needed by programs that run often, and by no others

        return generated(self, linked.map, linked.group, types, arguments, closures)

    def _narrower(self, declared: str | None, given: str | None) -> str | None:
        """The type to compile for: what is passed, unless the declared type specialises it. Engines work on what is
        passed, and public maps rely on it.
        """
        if declared is None or given is None:
            return declared or given
        return declared if given in self.types.bases(declared) else given

    def _base(
        self, linked: LinkedGroup, types: tuple[str | None, ...]
    ) -> tuple[Instance | None, tuple[int | None, ...] | None]:
        """The group that a group extends, with the places of its arguments where those are not the same in order: it
        takes those of the same names, as in the reference implementation."""
        map_, group = linked
        if group.extends is None:
            return None, None
        base = self.groups.seen_from(map_, group.extends)
        names = [parameter.name for parameter in linked.parameters]
        wanted = [parameter.name for parameter in base.parameters] if base is not None else []
        shared = set(names) & set(wanted)
        if base is not None and len(wanted) == len(names) and (wanted == names or shared != set(names)):
            return self.instance(base, types), None
        positions = tuple(names.index(name) if name in names else None for name in wanted)
        if base is not None and (None not in positions or (shared and not self.strict)):
            given = tuple(types[at] if at is not None else None for at in positions)
            return self.instance(base, given), positions
        what = f"a group to extend with {len(types)} parameters, found '{group.extends}'"
        what += near(group.extends, self.groups.names_seen_from(map_)) if base is None else ""
        self.broken(MappingError(f"expected {what}", source=map_.file, location=str(group.line)))
        return None, None


CALLED = " is called with it at "


def _of_call(error: MappingError, group: str, passed: list[str | None], call: Call) -> MappingError:
    """The error, with the place of the call where it is about a type that is passed."""
    if not any(type_ is not None and f" {shown(type_)}," in error.message for type_ in passed):
        return error
    scope, dependent = call
    place = scope.position(dependent.offset).partition(":")[0]
    where = f"line {place}" if scope.map.file == error.source else f"{scope.map.file}:{place}"
    message = f"{error.message} ({group}{CALLED}{where})"
    return MappingError(message, source=error.source, location=error.location)


def _each_once(errors: list[MappingError]) -> list[MappingError]:
    """Errors in the order of their places; a group that is compiled for several types has each of its own once."""
    found = {(error.source, error.location, error.message): error for error in errors}
    return sorted(found.values(), key=lambda error: (error.source, _place(error.location)))


def _place(location: str) -> tuple[int, ...]:
    return tuple(int(part) for part in location.split(":") if part.isdigit())


def _called(part: Group | Rule) -> Iterator[str]:
    """The names of the groups that a group or rule calls or extends."""
    if isinstance(part, Group) and part.extends is not None:
        yield part.extends
    if isinstance(part, Rule):
        yield from (dependent.name for dependent in part.dependents)
    for rule in part.rules:
        yield from _called(rule)
