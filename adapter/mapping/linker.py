"""The maps of one program together: groups by name and by type, and each group compiled for the types it is called
with.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from adapter.errors import MappingError, one_error
from adapter.fhirpath.compiler import Compiler, Scope
from adapter.fhirpath.context import FIRST_SLOT, Evaluate, HostFunction, Model
from adapter.mapping.concept_maps import Translator, concept_map_table
from adapter.mapping.instance import Instance, LinkedGroup, Run, extended, runner
from adapter.mapping.link_errors import link_errors
from adapter.mapping.names import CodeConstant
from adapter.mapping.primitives import Convert, Moments, converter
from adapter.mapping.rules import Tracer, compile_rules
from adapter.mapping.scope import Layout, RuleScope
from adapter.mapping.structure import Structure, types_of
from adapter.mapping.syntax import Group, Rule, StructureMap, Use
from adapter.nearness import near


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
        self._by_url = {map_.url: map_ for map_ in maps}
        self._groups = {(map_.url, group.name): LinkedGroup(map_, group) for map_ in maps for group in map_.groups}
        self._embedded = {
            (map_.url, found["url"].lstrip("#")): concept_map_table(found, map_.file)
            for map_ in maps
            for found in map_.concept_maps
        }
        self._constants: dict[str, dict[str, Evaluate]] = {}
        self._defaults = self._default_groups()
        self._instances: dict[tuple[str, str, tuple[str | None, ...]], Instance] = {}
        for error in link_errors(maps, self.group):
            self.broken(error)

    def group(self, map_: StructureMap, name: str) -> LinkedGroup | None:
        """The group called `name` as seen from a map: its own, then those of the maps that it imports (a `*` imports
        all that fit), then those of maps that import it: public maps share groups that way too.
        """
        importers = [other for other in self.maps if map_ in self._imported(other)]
        for other in (map_, *self._imported(map_), *importers):
            found = self._groups.get((other.url, name))
            if found is not None:
                return found
        return None

    def broken(self, error: MappingError) -> None:
        """Note an error; a strict program raises all of them when everything is compiled, unless it gathers them."""
        self.errors.append(error)

    def group_names(self, map_: StructureMap) -> list[str]:
        """The names of the groups that a map may call."""
        visible = (map_, *self._imported(map_))
        return [group.name for other in visible for group in other.groups]

    def whose(self, name: str) -> str:
        """What to do for a group that is in a map which is not imported; nothing where no map has it."""
        owner = next((other for other in self.maps for group in other.groups if group.name == name), None)
        return f' (imports "{owner.url}" would give it)' if owner is not None else ""

    def concept_map_urls(self, map_: StructureMap) -> list[str]:
        """The ConceptMaps that a map may name: those that are given, and `#name` of embedded ones."""
        embedded = [f"#{name}" for url, name in self._embedded if url == map_.url]
        return [*self.concept_maps, *embedded]

    def converter(self, type_: str | None) -> Convert:
        """How values get into elements of a type, with the source's way to write moments."""
        return converter(type_, self.moments)

    def compile_all(self) -> None:
        """Compile every group: those that no other calls first, so that the others are compiled for what they are
        passed.
        """
        called = {name for linked in self._groups.values() for name in _called(linked.group)}
        for linked in sorted(self._groups.values(), key=lambda linked: linked.name in called):
            if (linked.map.url, linked.name) not in {key[:2] for key in self._instances}:
                self.instance(linked, (None,) * len(linked.parameters))
            self._compile_made()

    def refuse_broken(self) -> None:
        """Raise what was noted so far, each once and in the order of the places, if this program is to raise."""
        self.errors = _each_once(self.errors)
        if self._raises and self.errors:
            raise one_error(self.errors)

    def _compile_made(self) -> None:
        """Compile the instances that were made, those that this makes too."""
        ready = 0
        while ready < len(self._instances):
            for instance in list(self._instances.values())[ready:]:
                instance.ready()
                ready += 1

    def entry(self, name: str) -> LinkedGroup | None:
        """The group that a caller names: `group`, or `MapName#group` where several maps have one."""
        map_name, mark, group_name = name.rpartition("#")
        for map_ in self.maps:
            if not mark or map_name in (map_.name, map_.url):
                found = self._groups.get((map_.url, group_name))
                if found is not None:
                    return found
        return None

    def declared_types(self, linked: LinkedGroup) -> tuple[str | None, ...]:
        """The type paths that a group declares for its parameters."""
        scope = RuleScope(self, linked.map, Layout(), {})
        return tuple(scope.parameter_type(parameter) for parameter in linked.parameters)

    def uses(self, map_: StructureMap) -> tuple[Use, ...]:
        """The structures that a map declares, then those of the other maps of the program."""
        return (*map_.uses, *(use for other in self.maps if other is not map_ for use in other.uses))

    def _imported(self, map_: StructureMap, seen: frozenset[str] = frozenset()) -> list[StructureMap]:
        found: list[StructureMap] = []
        for url in map_.imports:
            prefix, star, suffix = url.partition("*")
            for other in self.maps:
                fits = other.url.startswith(prefix) and other.url.endswith(suffix) if star else other.url == url
                if fits and other.url != map_.url and other.url not in seen and other not in found:
                    found += [other, *self._imported(other, seen | {map_.url, other.url})]
        return found

    def _default_groups(self) -> list[tuple[str | None, str | None, LinkedGroup]]:
        """(source type, target type, group) of the groups marked `<<types>>` or `<<type+>>`."""
        rows = []
        for linked in self._groups.values():
            if linked.group.type_mode is not None and len(linked.parameters) == 2:
                scope = RuleScope(self, linked.map, Layout(), {})
                source, target = (scope.parameter_type(parameter) for parameter in linked.parameters)
                rows.append((source, target, linked))
        return rows

    def default_groups(self, source: str | None, target: str) -> list[LinkedGroup]:
        """The groups for these types, in map order; all for the target's where the source's is not known."""
        rows = [row for row in self._defaults if row[1] == target]
        return [row[2] for row in rows if source is None or row[0] is None or row[0] == source]

    def default_groups_to(self, target: str) -> dict[str | None, LinkedGroup]:
        """The first group for each source type that makes the target type, else one that it specialises."""
        for type_ in self.types.bases(target):
            found: dict[str | None, LinkedGroup] = {}
            for source, made, linked in self._defaults:
                if made == type_:
                    found.setdefault(source, linked)
            if found:
                return found
        return {}

    def concept_map(self, map_: StructureMap, url: str) -> Translator | None:
        """A ConceptMap as seen from a map: `#name` is embedded in it or in one that it imports, a url is given."""
        if url.startswith("#"):
            owners = (map_, *self._imported(map_))
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

    def instance(self, linked: LinkedGroup, types: tuple[str | None, ...]) -> Instance:
        """The group compiled for the R4 types of its arguments (None: not known)."""
        map_, group = linked
        scope = RuleScope(self, map_, Layout(), {})
        actual = tuple(
            self._narrower(scope.parameter_type(p), given) for p, given in zip(group.parameters, types, strict=True)
        )
        key = (map_.url, group.name, actual)
        made = self._instances.get(key)
        if made is None:
            made = self._instances[key] = Instance(
                lambda: self._compiled(linked, actual),
                lambda arguments, run: self._generated(linked, actual, arguments, run),
                self.often,
            )
        return made

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
        base = self.group(map_, group.extends)
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
        what += near(group.extends, self.group_names(map_)) if base is None else ""
        self.broken(MappingError(f"expected {what}", source=map_.file, location=str(group.line)))
        return None, None


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
