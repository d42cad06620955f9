"""What the compiler of one group knows while it goes through its rules: variables with their slots and types, and
places for messages.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from adapter.errors import MappingError
from adapter.fhirpath.compiler import Compiler, Scope
from adapter.fhirpath.context import FIRST_SLOT, Evaluate
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.syntax import Expression, Member
from adapter.fhirpath.syntax import Variable as Named
from adapter.mapping.names import named_too_late
from adapter.mapping.stores import value_of
from adapter.mapping.syntax import Dependent, FhirPath, Parameter, Rule, Source, StructureMap, Target
from adapter.nearness import near

if TYPE_CHECKING:
    from adapter.mapping.linker import Linker

_FHIR = re.compile(r"http://hl7\.org/fhir/(?:(?P<release>\d\.\d)/)?StructureDefinition/(?P<name>\w+)")
_IN_PLACE = ("BackboneElement", "Element")
_SIDES = {"source": "source", "queried": "source", "target": "target", "produced": "target"}


Part: TypeAlias = Source | Target | Dependent
"""A part of a rule, which knows its place in the text."""


@dataclass(frozen=True, slots=True)
class Variable:
    """slot: of the frame; mode: `source` or `target`; type: R4 type path when it is known; type_slot: of the type that
    a choice
    element turned out to have in the data."""

    slot: int
    mode: str
    type: str | None = None
    type_slot: int | None = None


@dataclass(slots=True)
class Layout:
    """The frame of one group: the next free slot, and the slot of each shared list item."""

    size: int = FIRST_SLOT
    shared: dict[str, int] = field(default_factory=dict)
    last: int | None = None

    def slot(self) -> int:
        self.size += 1
        return self.size - 1

    def last_slot(self) -> int:
        """The slot of the list items that go last when the group is done."""
        if self.last is None:
            self.last = self.slot()
        return self.last

    def shared_slot(self, name: str) -> int:
        if name not in self.shared:
            self.shared[name] = self.slot()
        return self.shared[name]


@dataclass(frozen=True, slots=True)
class RuleScope:
    """One rule being compiled. variables: of the source by name; made: those of the target, which may have the same
    names; focus: slot of the source node that expressions without a variable start from; holder: slot of what that node
    is an element of."""

    linker: "Linker"
    map: StructureMap
    layout: Layout
    variables: dict[str, Variable]
    made: dict[str, Variable] = field(default_factory=dict)
    rule: Rule | None = None
    focus: int = FIRST_SLOT
    holder: int = FIRST_SLOT

    def within(self, rule: Rule) -> "RuleScope":
        """The scope of a nested rule: it sees what is there and adds its own."""
        return replace(self, rule=rule, variables=dict(self.variables), made=dict(self.made))

    def bind(self, name: str, mode: str, type_: str | None = None, typed: bool = False) -> Variable:
        """A new variable. `typed`: give it a slot for the type found in the data."""
        variable = Variable(self.layout.slot(), mode, type_, self.layout.slot() if typed else None)
        (self.variables if mode == "source" else self.made)[name] = variable
        return variable

    def variable(self, name: str, at: Part | None = None) -> Variable:
        """A variable in scope, of the source when both sides have one. Raises MappingError when there is none."""
        found = self.variables.get(name) or self.made.get(name)
        return found if found is not None else self._no_variable(name, at)

    def target_variable(self, name: str, at: Part | None = None) -> Variable:
        """A variable in scope, of the target when both sides have one. Raises MappingError when there is none."""
        found = self.made.get(name) or self.variables.get(name)
        return found if found is not None else self._no_variable(name, at)

    def _no_variable(self, name: str, at: Part | None) -> NoReturn:
        slots = {**self.made, **self.variables}
        names = sorted(slots, key=lambda known: slots[known].slot)
        late = named_too_late(self.rule.sources if self.rule is not None else (), name)
        self.fail(f"a variable in scope ({', '.join(names) or 'none'}){late}", name, at, known=names)

    def evaluate(self, expression: FhirPath | Expression) -> Evaluate:
        """Compile an expression that may use the variables. Raises MappingError at the function that does not exist."""
        tree, start = (expression.tree, expression.offset) if isinstance(expression, FhirPath) else (expression, 0)
        slots = {name: variable.slot for name, variable in (*self.made.items(), *self.variables.items())}
        scope = Scope(slots, self.linker.functions, self.linker.model, self.linker.constants(self.map))
        try:
            return self._with_values(tree, Compiler(scope).compile(tree))
        except FhirPathError as error:
            raise MappingError(
                error.message, source=self.map.file, location=self.position(start + int(error.location or 0))
            ) from None

    def _with_values(self, tree: Expression, evaluate: Evaluate) -> Evaluate:
        """An expression that names primitive targets sees the values that they have so far."""
        types = self.linker.types
        primitive = {
            name: variable.slot
            for name, variable in self.made.items()
            if name not in self.variables and variable.type is not None and types.is_primitive(variable.type)
        }
        slots = [slot for name, slot in primitive.items() if name in set(names_in(tree))] if primitive else []
        if not slots:
            return evaluate

        def run(nodes: list, frame: list) -> list:
            frame = list(frame)
            for slot in slots:
                frame[slot] = value_of(frame[slot])
            return evaluate(nodes, frame)

        return run

    def type_path(self, name: str | None, mode: str | None = None) -> str | None:
        """The R4 type that a type name or alias means here; None for types of other models and unknown ones.

        mode: `source` or `target` when the name stands in a parameter; what this map says of a name goes before what
        others of the program say.
        """
        if name is None:
            return None
        uses = list(self.linker.uses.named(self.map, name))
        same_mode = [use for use in uses if mode is None or _SIDES[use.mode] == mode]
        for use in same_mode or uses:
            return self._type_of_url(use.url)
        return self._undeclared(name, mode)

    def parameter_type(self, parameter: Parameter) -> str | None:
        """The type path that a parameter declares; None where it tells nothing of the elements: `BackboneElement`, and
        a type of the other side's structure (`source section : Section` in a map from FHIR that makes CDA's Section).
        """
        type_ = self.type_path(parameter.type, parameter.mode)
        if type_ is None or type_ in _IN_PLACE:
            return None
        here = [self._type_of_url(use.url) for use in self.map.uses if _SIDES[use.mode] == parameter.mode]
        fits = not here or any(_structure(type_) == _structure(other) for other in here if other)
        return type_ if fits or self.linker.types.is_primitive(type_) else None

    def _type_of_url(self, url: str) -> str | None:
        found = _FHIR.fullmatch(url)
        if found is not None:
            release, name = found["release"], found["name"]
            same = release in (None, "4.0", "4.3") or self.linker.types.is_primitive(name)
            if same and self.linker.types.known(name):
                return name
        return self.linker.structure.type_of_url(url) if self.linker.structure is not None else None

    def _undeclared(self, name: str, mode: str | None) -> str | None:
        """Public maps often leave a type out of their `uses`: it is one of the structure on that side of the map."""
        structure = self.linker.structure
        r4_name = name if self.linker.types.known(name) else None
        if structure is None:
            return r4_name
        other = structure.type_named(name)
        return (other or r4_name) if self._is_of_structure(mode) else (r4_name or other)

    def _is_of_structure(self, mode: str | None) -> bool:
        """Whether this side of the map is the structure's: the source when nodes have a model, the target when the
        map declares none of R4."""
        if mode == "source":
            return self.linker.model is not None
        declared = [self._type_of_url(use.url) for use in self.map.uses if _SIDES[use.mode] == "target"]
        return bool(declared) and all(type_ is not None and ":" in type_ for type_ in declared)

    def declared(self, name: str) -> bool:
        """Whether a map of the program declares this type name or alias."""
        return any(self.linker.uses.named(self.map, name))

    def fail(
        self,
        expected: str,
        found: str,
        part: Part | None = None,
        *,
        known: Iterable[str] = (),
        at: str | None = None,
    ) -> NoReturn:
        """Raise the MappingError of a part of this rule. known: the names that would do, to say which of them are near;
        at: the word in the text that is meant, where it is not `found` itself."""
        raise self.error(expected, found, part, known=known, at=at)

    def error(
        self,
        expected: str,
        found: str,
        part: Part | None = None,
        *,
        known: Iterable[str] = (),
        at: str | None = None,
    ) -> MappingError:
        """The same error as a value."""
        quoted = found if found.isdigit() else f"'{found}'"
        message = f"expected {expected}, found {quoted}{near(found, known)}"
        return MappingError(message, source=self.map.file, location=self._place_of(found if at is None else at, part))

    def _place_of(self, word: str, part: Part | None) -> str:
        """`line:column` of a word in a part of the rule, else of its beginning; the rule alone without a text."""
        if not self.map.text:
            return self._line
        start = part.offset if part is not None else self._rule_offset()
        ending = self.map.text.find(";", start)
        match = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(
            self.map.text, start, len(self.map.text) if ending < 0 else ending
        )
        return self.position(match.start() if match is not None else start)

    def _rule_offset(self) -> int:
        """Where the line of the rule has its first character."""
        text, offset = self.map.text, 0
        for _ in range((self.rule.line if self.rule is not None else 1) - 1):
            offset = text.find("\n", offset) + 1
        return offset + len(text[offset:]) - len(text[offset:].lstrip())

    @property
    def _line(self) -> str:
        """The line of the rule; its name where the map is a resource, which has no lines."""
        if self.rule is None:
            return "1"
        return str(self.rule.line) if self.map.text else self.rule.name or ""

    def position(self, offset: int) -> str:
        """`line:column` of an offset in the text of the map; the rule alone without a text."""
        text = self.map.text
        if not text:
            return self._line
        return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"

    @property
    def reference(self) -> str:
        """`file.map:line rule`"""
        rule = self.rule
        if rule is None:
            return self.map.file
        return f"{self.map.file}{f':{rule.line}' if rule.line else ''} {rule.name or ''}".rstrip()


def names_in(tree: Any) -> Iterator[str]:
    """The names that an expression may take from variables: `%name`, and the head of a path."""
    if isinstance(tree, Named) or (isinstance(tree, Member) and tree.source is None):
        yield tree.name
    elif isinstance(tree, tuple):
        for part in tree:
            yield from names_in(part)


def _structure(type_: str) -> str:
    """`cda` of `cda:CE`; nothing of a type of FHIR."""
    return type_.partition(":")[0] if ":" in type_ else ""


def shown(type_: str) -> str:
    """A type path as messages write it: `cda:CE` is `CDA CE`."""
    structure, mark, name = type_.partition(":")
    return f"{structure.upper()} {name}" if mark else type_
