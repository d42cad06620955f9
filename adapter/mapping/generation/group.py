"""A group as the text of one Python function: its rules in their order, sources as loops, conditions as `if`, the usual
targets as assignments. A part that has no short form is the closure that adapter/mapping/rules.py makes of it, called
with the frame, which holds the variables for closures.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from adapter.errors import MappingError
from adapter.fhir.definitions import Element, r4
from adapter.fhirpath.context import FIRST_SLOT, Context
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.navigation import VALUES
from adapter.mapping.generation.constants import Constants
from adapter.mapping.generation.expressions import Expressions
from adapter.mapping.generation.questions import Questions
from adapter.mapping.primitives import is_text
from adapter.mapping.repeats import notice_of_repeats
from adapter.mapping.rules import called, compile_dependent, compile_rule, compile_rule_target, failing
from adapter.mapping.scope import Layout, RuleScope, Variable
from adapter.mapping.sources import Nodes
from adapter.mapping.syntax import Dependent, FhirPath, Group, Name, Rule, Source, StructureMap, Target
from adapter.mapping.targets import element_of
from adapter.mapping.transforms import transformed

if TYPE_CHECKING:
    from adapter.mapping.linker import Linker

Run = Callable[[Context, Any], None]
_DEEPEST = 6  # rules in rules: Python takes twenty blocks in each other, a rule is two


def generated(
    linker: "Linker", map_: StructureMap, group: Group, types: tuple[str | None, ...], arguments: Any, closures: Run
) -> Run | None:
    """The function of a group for the types of its arguments; None where it has to stay closures.

    arguments: of a run; closures: the same group, for arguments that are not of their kind (an absent node, a text in
    place of an element, a primitive target)."""
    scope = RuleScope(linker, map_, Layout(), {})
    variables = [scope.bind(p.name, p.mode, type_) for p, type_ in zip(group.parameters, types, strict=True)]
    known = len(linker.errors)
    try:
        constants = Constants(linker.functions, linker.model)
        writer = _Writer(constants, closures, f"<{map_.file} {group.name}>")
        for variable, argument in zip(variables, arguments, strict=True):
            writer.parameter(variable, argument)
        body = writer.lines_of(scope, group.rules, 1)
    except MappingError:
        del linker.errors[known:]
        return None
    if scope.layout.last is not None or len(linker.errors) > known:
        del linker.errors[known:]
        return None
    return writer.function(variables, scope.layout, body)


class _Writer:
    """Writes one function. `nodes` are the slots of source nodes that are at hand by name, with whether they are of the
    model for certain; `objects` the slots that hold an object of the result for certain, with how many of the `loops`
    it was made in; `unfit` are the conditions under which the closures run."""

    def __init__(self, constants: Constants, closures: Run, label: str) -> None:
        self.constants = constants
        self.label = label
        self.closures = closures
        self.questions = Questions()
        self.numbers = count()
        self.nodes: dict[int, bool] = {}
        self.objects: dict[int, int] = {}
        self.loops = 0
        self.unfit: list[str] = []

    def parameter(self, variable: Variable, argument: Any) -> None:
        """A parameter, and the kind of argument that the function is for."""
        name = f"n{variable.slot}"
        if variable.mode == "target":
            self.objects[variable.slot] = 0
            self.unfit.append(f"type({name}) is not dict")
        else:
            foreign = self.nodes[variable.slot] = type(argument) not in VALUES
            self.questions.parameters.add(variable.slot)
            self.unfit.append(f"{name} is None")
            self.unfit += [f"type({name}) in VALUES"] if foreign else []

    def function(self, parameters: list[Variable], layout: Layout, body: list[str]) -> Run:
        """The function of these lines."""
        names = [f"n{v.slot}" for v in parameters]
        head = [
            "def run(c, arguments):",
            f" {', '.join(names)}, = arguments",
            f" if {' or '.join(self.unfit)}: return {self.constants.name(self.closures)}(c, arguments)",
            *self.questions.head(),
        ]
        if any(map(_FRAME, (line for line in body if not _is_slot(line)))):
            empty = self.constants.name((None,) * (layout.size - FIRST_SLOT - len(names)))
            head.append(f" f = [c, None, None, {', '.join(names)}, *{empty}]")
        else:
            body = [line for line in body if not _is_slot(line)]
        made: dict[str, Any] = self.constants.names
        made["size"] = layout.size
        exec(compile("\n".join([*head, *body]), self.label, "exec"), made)
        run: Run = made["run"]
        return run

    def lines_of(self, scope: RuleScope, rules: tuple[Rule, ...], depth: int) -> list[str]:
        """The lines of rules; each in blocks of its own."""
        return [line for rule in rules for line in self._rule(scope, rule, depth)]

    def _rule(self, scope: RuleScope, rule: Rule, depth: int) -> list[str]:
        if not self._is_usual(scope, rule) or depth > 2 * _DEEPEST:
            return [f"{' ' * depth}{self.constants.name(compile_rule(scope.within(rule), rule))}(f)"]
        loops, scope = self.loops, scope.within(rule)
        source, above = rule.sources[0], scope.variable(rule.sources[0].context)
        nodes = Nodes(scope, source)
        if source.element is None:  # the node of the context under another name
            slot = above.slot
            if source.variable is not None:
                scope.variables[source.variable] = replace(nodes.variable, slot=slot)
        else:
            slot = nodes.variable.slot
            self.nodes[slot] = False
        scope = RuleScope(scope.linker, scope.map, scope.layout, scope.variables, scope.made, rule, slot)
        lines = _Lines(depth)
        lines.add("try:")
        lines.depth += 1
        if source.element is None and source.condition is not None:
            lines.add(f"if {self._expressions(scope).truth(source.condition.tree)}:")
            lines.depth += 1
        elif source.element is not None:
            self._each(scope, lines, source, above.slot, slot)
        if source.log is not None:
            lines.add(f"{self.constants.name(nodes.filters[-1])}([n{slot}], f)")
        start = len(lines.text)
        for target in rule.targets:
            self._target(scope, lines, target, replace(nodes.variable, slot=slot))
        for dependent in rule.dependents:
            self._dependent(scope, lines, dependent)
        lines.text += self.lines_of(scope, rule.rules, lines.depth)
        if len(lines.text) == start:
            lines.add("pass")
        self.loops = loops
        lines.depth = depth
        lines.add(f"except FhirPathError as e: {self.constants.name(failing(scope, nodes))}(framed(locals(), size), e)")
        return lines.text

    def _is_usual(self, scope: RuleScope, rule: Rule) -> bool:
        """Whether a rule has one source, of a node at hand, without a type, a default, a cardinality or a check."""
        source = rule.sources[0]
        if len(rule.sources) > 1 or source.type is not None or source.default is not None or source.check is not None:
            return False
        if source.minimum is not None or source.maximum not in (None, "*") or source.list_mode not in _PARTS:
            return False
        above = scope.variable(source.context).slot
        if above not in self.nodes:
            return False
        if source.element is None:
            return source.list_mode is None
        has_types = not self.nodes[above] and scope.linker.types.choices(source.element)  # in JSON alone
        return source.log is None and not has_types

    def _each(self, scope: RuleScope, lines: "_Lines", source: Source, above: int, slot: int) -> None:
        """The source is an element: all its nodes are asked before anything is made of the first."""
        nodes = self._expressions(scope).children(above, source.element or "")
        if source.condition is not None:
            truth = self._expressions(scope).truth(source.condition.tree)
            kept = f"v{next(self.numbers)}"
            lines.add(f"{kept} = []")
            lines.add(f"for n{slot} in {nodes}:")
            lines.add(f" f[{slot}] = n{slot}")
            lines.add(f" if {truth}: {kept}.append(n{slot})")
            nodes = kept
        lines.add(f"for n{slot} in {nodes}{_PARTS[source.list_mode]}:")
        lines.depth += 1
        self.loops += source.list_mode not in ("first", "last")
        lines.add(f"f[{slot}] = n{slot}")

    def _expressions(self, scope: RuleScope) -> Expressions:
        return Expressions(scope, self.constants, self.questions, self.numbers, self.nodes)

    def _target(self, scope: RuleScope, lines: "_Lines", target: Target, focus: Variable) -> None:
        """An object that is made, or values that are set, in an object of the result; else the closure."""
        element = self._element(scope, target)
        if element is None or not (
            self._made(scope, lines, target, element) or self._set(scope, lines, target, element)
        ):
            lines.add(f"{self.constants.name(compile_rule_target(scope, target, focus))}(f)")

    def _element(self, scope: RuleScope, target: Target) -> Element | None:
        """The definition of a target's element, when the target is one that has a short form."""
        if target.context is None or target.element is None or target.list_modes or target.list_rule is not None:
            return None
        if scope.rule is None or scope.rule.simple:
            return None
        context = scope.target_variable(target.context, target)
        return element_of(scope, target, context) if context.slot in self.objects else None

    def _made(self, scope: RuleScope, lines: "_Lines", target: Target, element: Element) -> bool:
        """`r.dosage as d`, `entry.resource = create('…') as r`"""
        types, new, created = scope.linker.types, "{}", None
        if target.transform == "create":
            created = transformed(scope, target).type
            if created is None or ":" in created or types.is_primitive(created):
                return False
            new = f"{{'resourceType': {created!r}}}" if types.kind(created) == "R" else new
            element = (element.chosen(created) or element) if element.choice else element
        if target.transform not in (None, "create") or element.choice or element.type is None:
            return False
        if types.is_primitive(element.type):
            return False
        if created is not None and not element.many and self._repeats(scope, target):
            return False
        parent, key = f"n{scope.target_variable(target.context or '').slot}", element.key
        type_ = created if element.type == "Resource" and created is not None else element.type
        slot = scope.bind(target.variable or "", "target", type_).slot
        self.objects[slot] = self.loops
        if target.transform is None and not element.many:
            lines.add(f"n{slot} = {parent}.setdefault({key!r}, {{}})")
        elif not element.many:
            lines.add(f"n{slot} = {parent}[{key!r}] = {new}")
        else:
            lines.add(f"n{slot} = {new}")
            lines.add(f"{parent}.setdefault({key!r}, []).append(n{slot})")
        lines.add(f"f[{slot}] = n{slot}")
        return True

    def _set(self, scope: RuleScope, lines: "_Lines", target: Target, element: Element) -> bool:
        """`r.status = (%sa.status())`, `r.intent = 'order'`"""
        if target.transform not in ("copy", "evaluate") or target.variable is not None or element.type is None:
            return False
        parent, key = f"n{scope.target_variable(target.context or '').slot}", element.key
        convert, scalar = scope.linker.converter(element.type), scope.linker.scalar
        argument = target.arguments[0]
        if isinstance(argument, Name) or len(target.arguments) > 1:
            return False
        if not isinstance(argument, FhirPath):
            if target.transform == "evaluate":
                return False
            is_once = not element.many and not self._repeats(scope, target)
            return is_once and self._set_literal(lines, f"{parent}[{key!r}]", argument, convert)
        found = f"v{next(self.numbers)}"
        lines.add(f"{found} = {self._expressions(scope).collection(argument.tree)}")
        lines.add(f"if {found}:")
        rest = f"({parent}, {key!r}, {found}, {self.constants.name(convert)}, {self.constants.name(scalar)})"
        if element.many:
            lines.add(f" put_all{rest}")
        elif self._repeats(scope, target):
            lines.add(f" put_one{rest[:-1]}, {self.constants.name(notice_of_repeats(scope, key))}, f)")
        else:
            usual = _usual_value(f"{found}[0]", element.type)
            if usual is not None:
                lines.add(f" if len({found}) == 1 and {usual}: {parent}[{key!r}] = {found}[0]")
            lines.add(f" {'else: ' if usual is not None else ''}put_one{rest}")
        return True

    def _repeats(self, scope: RuleScope, target: Target) -> bool:
        """Whether a rule may come to the same object again, as its source repeats: what it sets twice is told."""
        return scope.linker.strict and self.objects[scope.target_variable(target.context or "").slot] < self.loops

    def _set_literal(self, lines: "_Lines", place: str, literal: Any, convert: Any) -> bool:
        try:
            value = convert(literal)
        except FhirPathError:
            return False
        if type(value) not in (str, int, bool):
            return False
        lines.add(f"{place} = {value!r}")
        return True

    def _dependent(self, scope: RuleScope, lines: "_Lines", dependent: Dependent) -> None:
        """`then group(arguments)` where all of them are variables."""
        callee, variables = called(scope, dependent)
        if not all(variables):
            lines.add(f"{self.constants.name(compile_dependent(scope, dependent))}(f)")
            return
        given = ", ".join(
            f"n{v.slot}" if v.slot in self.nodes or v.slot in self.objects else f"f[{v.slot}]" for v in variables if v
        )
        lines.add(f"{self.constants.name(callee)}.run(c, ({given},))")


class _Lines:
    """Lines being written at a depth."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.text: list[str] = []

    def add(self, line: str) -> None:
        self.text.append(" " * self.depth + line)


_FRAME = re.compile(r"\bf\b").search
"""Whether a line has the frame in it."""


def _is_slot(line: str) -> bool:
    """Whether a line only keeps a node or an object in the frame: a function that never hands it on has none."""
    return line.lstrip().startswith("f[")


_PARTS = {None: "", "first": "[:1]", "not_first": "[1:]", "last": "[-1:]", "not_last": "[:-1]"}


def _usual_value(found: str, type_: str) -> str | None:
    """The text of the question whether a value of this type stands in its element as it is; None where none does."""
    if not r4().is_primitive(type_):
        return f"type({found}) is dict"
    return f"type({found}) is str and {found}" if is_text(type_) else None
