"""FHIRPath → text of Python expressions: collections, and conditions as truths. What has no short form of its own calls
the closure that the compiler makes of it, so that every expression has a text.

In the text: `c` is the context, `f` the frame, `n4` the node in slot 4, `v1` … are values kept for a moment.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from adapter.fhirpath.collections import logical
from adapter.fhirpath.context import Evaluate
from adapter.fhirpath.operators import OPERATORS, on_texts
from adapter.fhirpath.syntax import Call, Expression, Member, Operation, Variable
from adapter.fhirpath.syntax import Literal as Constant
from adapter.fhirpath.temporal import looks_temporal
from adapter.mapping.generation.constants import Constants
from adapter.mapping.generation.questions import Questions
from adapter.mapping.scope import RuleScope


class Condition(NamedTuple):
    """The text of a condition. definite: true or false as Python takes it, never empty; three: True, False, or None for
    empty; truth: whether it holds, and nothing more can be made of it."""

    text: str
    kind: Literal["definite", "three", "truth"]


class Expressions:
    """Expressions of one rule; `numbers` gives each kept value its own; `nodes` are the slots whose nodes are at hand
    by name, with whether they are of the model for certain."""

    def __init__(
        self,
        scope: RuleScope,
        constants: Constants,
        questions: Questions,
        numbers: Iterator[int],
        nodes: Mapping[int, bool],
    ) -> None:
        self.scope = scope
        self.constants = constants
        self.questions = questions
        self.numbers = numbers
        self.nodes = nodes
        self.model = scope.linker.model

    def truth(self, tree: Expression) -> str:
        """The text of a condition: whether it holds."""
        return self.condition(tree).text

    def condition(self, tree: Expression) -> Condition:
        match tree:
            case Call(Variable(name), "exists", ()) if self._is_constant(name):
                return Condition(f"(type(c.constants.get({name!r})) is str or constant(c, {name!r}))", "definite")
            case Call(source, "exists", ()) if source is not None and not self._is_host("exists"):
                return Condition(self._asked(source), "definite")
            case Call(source, "empty", ()) if source is not None and not self._is_host("empty"):
                return Condition(f"(not {self._asked(source)})", "definite")
            case Call(source, "not", ()) if source is not None and not self._is_host("not"):
                return self._negated(tree, self.condition(source))
            case Operation("and" | "or" as operator, left, right):
                return self._joined(tree, operator, self.condition(left), self.condition(right))
            case Operation("=" | ">" as operator, Call(source, "count", ()), Constant(int() as number)):
                if source is not None and type(number) is int and not self._is_host("count"):
                    python = "==" if operator == "=" else operator
                    return Condition(f"(len({self._asked(source)}) {python} {number})", "definite")
            case Operation("=" | "!=" as operator, left, Constant(str() as text)) if _is_plain(text):
                return self._compared(operator, left, [text], f"{'==' if operator == '=' else '!='} {text!r}")
            case Operation("in", left, right) if (texts := _texts(right)) is not None:
                return self._compared("in", left, texts, f"in {self.constants.name(frozenset(texts))}")
        return self._three(tree)

    def _three(self, tree: Expression) -> Condition:
        kept = self._kept()
        usual = f"{kept}[0] is not False if len({kept} := {self._asked(tree)}) == 1"
        return Condition(f"({usual} else logical({kept}))", "three")

    def _negated(self, tree: Expression, inner: Condition) -> Condition:
        if inner.kind == "definite":
            return Condition(f"(not {inner.text})", "definite")
        if inner.kind == "three":
            return Condition(f"(None if ({(v := self._kept())} := {inner.text}) is None else not {v})", "three")
        return self._three_by_closure(tree)

    def _joined(self, tree: Expression, operator: str, left: Condition, right: Condition) -> Condition:
        """`and`, `or` ask the right side when the left one is empty, which may then fail or report."""
        if left.kind == "truth" or (operator == "or" and left.kind == "three"):
            return self._three_by_closure(tree)
        both = left.kind == right.kind == "definite"
        if left.kind == "definite":
            return Condition(f"({left.text} {operator} {right.text})", "definite" if both else "truth")
        kept = self._kept()
        return Condition(f"(({kept} := {left.text}) is not False and {right.text} and {kept} is True)", "truth")

    def _three_by_closure(self, tree: Expression) -> Condition:
        return Condition(f"logical({self._by_closure(tree)})", "three")

    def _compared(self, operator: str, left: Expression, texts: list[str], test: str) -> Condition:
        """One text compared at once; anything else by the operator itself."""
        kept, other = self._kept(), self.constants.name(self._operator(operator, texts))
        if isinstance(left, Variable) and self._is_constant(left.name):
            value = f"({kept} := c.constants.get({left.name!r}))"
            rest = f"{other}(constant(c, {left.name!r}))"
            return Condition(f"({kept} {test} if type{value} is str else {rest})", "three")
        found = f"{kept}[0] {test} if len({kept}) == 1 and type({kept}[0]) is str else {other}({kept})"
        return Condition(f"(None if not ({kept} := {self._asked(left)}) else {found})", "three")

    def _operator(self, operator: str, texts: list[str]) -> Any:
        values = self.scope.linker.values
        apply = on_texts(OPERATORS[operator]) if self.model is not None else OPERATORS[operator]
        return lambda found: logical(apply(values(found), texts))

    def _asked(self, tree: Expression) -> str:
        """As `collection`, of a condition: what it asks of parameters alone is asked once."""
        text = self.collection(tree)
        is_question = isinstance(tree, Call | Member) and self._node(tree) is None and self._is_of_parameters(tree)
        return self.questions.kept(text) if is_question else text

    def _is_of_parameters(self, tree: Expression | None) -> bool:
        """Whether the answer is the same wherever the group asks."""
        match tree:
            case None:
                return self.scope.focus in self.questions.parameters
            case Constant():
                return True
            case Call(source, name, arguments) if self._is_host(name):
                return all(map(self._is_of_parameters, (source, *arguments)))
            case Variable() | Member(None) if (node := self._node(tree)) is not None:
                return node in self.questions.parameters
            case Member(source, name):
                return not (source is None and self._is_name(name)) and self._is_of_parameters(source)
        return False

    def collection(self, tree: Expression) -> str:
        """The text of an expression that gives a collection."""
        node = self._node(tree)
        if node is not None:
            return f"[n{node}]"
        match tree:
            case Constant(value):
                return self.constants.name([value])
            case Variable(name) if self._is_constant(name):
                return f"constant(c, {name!r})"
            case Member(None, name) if not name[:1].isupper() and not self._is_name(name):
                return self.children(self.scope.focus, name)
            case Member(source, name) if source is not None and name not in ("extension", "id"):
                above = self._node(source)
                if above is not None:
                    return self.children(above, name)
                return f"{self.constants.step(name)}({self.collection(source)})"
            case Call(source, name, arguments) if self._is_host(name):
                given = ", ".join(["c", self._source(source), *(self.collection(each) for each in arguments)])
                return f"{self.constants.host(name, bare=not arguments)}({given})"
            case Call(source, "first", ()) if source is not None:
                return f"{self.collection(source)}[:1]"
        return self._by_closure(tree)

    def _source(self, tree: Expression | None) -> str:
        return f"[n{self.scope.focus}]" if tree is None else self.collection(tree)

    def children(self, slot: int, name: str) -> str:
        """The text of the children of a node with this name."""
        if self.model is not None and self.nodes[slot]:
            return f"children(n{slot}, {name!r})"
        step = f"{self.constants.step(name)}([n{slot}])"
        return (
            step if self.model is None else f"(children(n{slot}, {name!r}) if type(n{slot}) not in VALUES else {step})"
        )

    def _node(self, tree: Expression) -> int | None:
        """The slot of the one node that an expression stands for, when it is a variable of the source at hand."""
        name = tree.name if isinstance(tree, Variable) else None
        if isinstance(tree, Member) and tree.source is None:
            name = tree.name
        variable = self.scope.variables.get(name) if name is not None else None
        return variable.slot if variable is not None and variable.slot in self.nodes else None

    def _is_name(self, name: str) -> bool:
        scope = self.scope
        return name in scope.variables or name in scope.made or name in scope.linker.constants(scope.map)

    def _is_constant(self, name: str) -> bool:
        """Of the run: not a name of the map, nor one that FHIRPath fixes."""
        return not self._is_name(name) and name not in ("ucum", "sct", "loinc") and name[:3] not in ("vs-", "ext")

    def _is_host(self, name: str) -> bool:
        return name in self.scope.linker.functions

    def _by_closure(self, tree: Expression) -> str:
        closure: Evaluate = self.scope.evaluate(tree)
        return f"{self.constants.name(closure)}([n{self.scope.focus}], f)"

    def _kept(self) -> str:
        return f"v{next(self.numbers)}"


def _is_plain(text: str) -> bool:
    return type(text) is str and not looks_temporal(text) and not text.startswith("T") and text[2:3] != ":"


def _texts(tree: Expression) -> list[str] | None:
    """The texts of `('a' | 'b')`."""
    match tree:
        case Constant(str() as text) if _is_plain(text):
            return [text]
        case Operation("|", left, right):
            one, two = _texts(left), _texts(right)
            return [*one, *two] if one is not None and two is not None else None
    return None
