"""The lines of rules: the source as a loop or an `if`, then targets, groups that are called, and the rules within."""

from dataclasses import replace
from itertools import count

from adapter.fhirpath.syntax import Expression
from adapter.mapping.generation.conditions import Conditions
from adapter.mapping.generation.constants import Constants
from adapter.mapping.generation.expressions import Kind
from adapter.mapping.generation.lines import Lines
from adapter.mapping.generation.questions import Questions
from adapter.mapping.generation.target import Targets
from adapter.mapping.rules import called, compile_dependent, compile_rule, failing
from adapter.mapping.scope import RuleScope
from adapter.mapping.sources import Nodes
from adapter.mapping.syntax import Dependent, Rule, Source

_DEEPEST = 6  # rules in rules: Python takes twenty blocks in each other, a rule is two or three
_PARTS = {None: "", "first": "[:1]", "not_first": "[1:]", "last": "[-1:]", "not_last": "[:-1]"}


class Rules:
    """Writes the rules of one function. `nodes` are the slots of source nodes that are at hand by name, with their
    kinds; `objects` the slots that hold an object of the result for certain, with how many of the `loops` it was made
    in; `set_last` the names of what keeps an object from one time to the next."""

    def __init__(self, constants: Constants) -> None:
        self.constants = constants
        self.questions = Questions()
        self.numbers = count()
        self.nodes: dict[int, Kind] = {}
        self.objects: dict[int, int] = {}
        self.loops = 0
        self.set_last: list[str] = []

    def lines_of(self, scope: RuleScope, rules: tuple[Rule, ...], depth: int) -> list[str]:
        """The lines of rules; each in blocks of its own."""
        return [line for rule in rules for line in self._rule(scope, rule, depth)]

    def _rule(self, scope: RuleScope, rule: Rule, depth: int) -> list[str]:
        if not self._is_usual(scope, rule) or depth > 2 * _DEEPEST:
            return [f"{' ' * depth}{self.constants.name(compile_rule(scope.within(rule), rule), 'rule')}(f)"]
        loops, scope = self.loops, scope.within(rule)
        source, above = rule.sources[0], scope.variable(rule.sources[0].context)
        nodes = Nodes(scope, source)
        if source.element is None:  # the node of the context under another name
            slot = above.slot
            if source.variable is not None:
                scope.variables[source.variable] = replace(nodes.variable, slot=slot)
        else:
            slot = nodes.variable.slot
            self.nodes[slot] = self.nodes[above.slot].below
        scope = replace(scope, rule=rule, focus=slot)
        lines = Lines(depth)
        lines.add("try:")
        lines.depth += 1
        self._source(scope, lines, source, above.slot, nodes)
        start = len(lines.text)
        targets = Targets(self._conditions(scope), self.objects, self.loops, self.set_last)
        for target in rule.targets:
            targets.write(lines, target, replace(nodes.variable, slot=slot))
        for dependent in rule.dependents:
            self._dependent(scope, lines, dependent)
        lines.text += self.lines_of(scope, rule.rules, lines.depth)
        if len(lines.text) == start:
            lines.add("pass")
        self.loops = loops
        lines.depth = depth
        fail = self.constants.name(failing(scope, nodes), "fail")
        lines.add(f"except FAILURES as e: {fail}(framed(locals(), size), told(e))")
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
        return self.nodes[above] is not Kind.ANY or not scope.linker.types.choices(source.element)  # typed in JSON

    def _source(self, scope: RuleScope, lines: Lines, source: Source, above: int, nodes: Nodes) -> None:
        """The loop or condition that the rest of the rule stands in, and what is logged of the nodes before it."""
        slot, conditions = scope.focus, self._conditions(scope)
        condition = source.condition.tree if source.condition is not None else None
        log = self.constants.name(nodes.filters[-1], "log") if source.log is not None else None
        if source.element is None:
            if condition is not None:
                lines.add(f"if {conditions.truth(condition)}:")
                lines.depth += 1
            if source.log is not None:
                lines.add(f"{log}([n{slot}], {conditions.frame(source.log.tree, nodes.variable.slot)})")
            return
        found = conditions.children(above, source.element)
        is_sure = condition is not None and conditions.is_sure(condition)
        is_asked_within = is_sure and source.list_mode is None and log is None
        if condition is not None and not is_asked_within:
            found = self._all(scope, lines, found, condition)
        found += _PARTS[source.list_mode]
        if source.log is not None:
            kept, n = conditions.kept(), f"n{slot}"
            lines.add(f"{kept} = {found}")
            lines.add(f"for {n} in {kept}: {log}([{n}], {conditions.frame(source.log.tree, nodes.variable.slot)})")
            found = kept
        lines.add(f"for n{slot} in {found}:")
        lines.depth += 1
        self.loops += source.list_mode not in ("first", "last")
        lines.add(f"f[{slot}] = n{slot}")
        if condition is not None and is_asked_within:
            lines.add(f"if {conditions.truth(condition)}:")
            lines.depth += 1

    def _all(self, scope: RuleScope, lines: Lines, found: str, condition: Expression) -> str:
        """All nodes are asked before anything is made of the first, as a condition may fail: those that are left."""
        slot, conditions = scope.focus, self._conditions(scope)
        kept = conditions.kept()
        lines.add(f"{kept} = []")
        lines.add(f"for n{slot} in {found}:")
        lines.add(f" f[{slot}] = n{slot}")
        lines.add(f" if {conditions.truth(condition)}: {kept}.append(n{slot})")
        return kept

    def _conditions(self, scope: RuleScope) -> Conditions:
        return Conditions(scope, self.constants, self.questions, self.numbers, self.nodes, self.objects)

    def _dependent(self, scope: RuleScope, lines: Lines, dependent: Dependent) -> None:
        """`then group(arguments)` where all of them are variables."""
        callee, variables = called(scope, dependent)
        if not all(variables):
            lines.add(f"{self.constants.name(compile_dependent(scope, dependent), 'call')}(f)")
            return
        given = ", ".join(
            f"n{v.slot}" if v.slot in self.nodes or v.slot in self.objects else f"f[{v.slot}]" for v in variables if v
        )
        lines.add(f"{self.constants.name(callee, f'then_{dependent.name}')}.run(c, {given})")
