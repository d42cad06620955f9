"""FHIRPath → text of Python expressions that give collections. What has no short form of its own calls the closure that
the compiler makes of it, so that every expression has a text.

In the text: `c` is the context, `f` the frame, `n4` the node in slot 4, `v1` … are values kept for a moment.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import Enum

from adapter.fhirpath.context import FIRST_SLOT, Evaluate
from adapter.fhirpath.syntax import Call, Expression, Member, Variable
from adapter.fhirpath.syntax import Literal as Constant
from adapter.mapping.generation.constants import Constants
from adapter.mapping.generation.questions import Questions
from adapter.mapping.scope import RuleScope, names_in


class Kind(Enum):
    """What a node at hand is."""

    OWN = "a node of the model for certain"
    PART = "what a node of the model has below it: a node of the model, or a text"
    ANY = "JSON, or anything"

    @property
    def below(self) -> "Kind":
        """The kind of its children."""
        return Kind.ANY if self is Kind.ANY else Kind.PART


class Expressions:
    """Expressions of one rule; `numbers` gives each kept value its own; `nodes` are the slots whose nodes are at hand
    by name, with their kinds; `objects` those of the result that are."""

    def __init__(
        self,
        scope: RuleScope,
        constants: Constants,
        questions: Questions,
        numbers: Iterator[int],
        nodes: Mapping[int, Kind],
        objects: Collection[int],
    ) -> None:
        self.scope = scope
        self.constants = constants
        self.questions = questions
        self.numbers = numbers
        self.nodes = nodes
        self.objects = objects
        self.closures = 0

    def collection(self, tree: Expression) -> str:
        """The text of an expression that gives a collection."""
        node = self.node(tree)
        if node is not None:
            return f"[n{node}]"
        match tree:
            case Constant(value):
                return self.constants.name([value])
            case Variable(name) if self.is_constant(name):
                return f"constant(c, {name!r})"
            case Member(None, name) if not name[:1].isupper() and not self._is_name(name):
                return self.children(self.scope.focus, name)
            case Member(source, name) if source is not None and name not in ("extension", "id"):
                above = self.node(source)
                if above is not None:
                    return self.children(above, name)
                return f"{self.constants.step(name)}({self.collection(source)})"
            case Call(source, name, arguments) if self.is_host(name):
                given = ", ".join(["c", self._source(source), *(self.collection(each) for each in arguments)])
                return f"{self.constants.host(name, bare=not arguments)}({given})"
            case Call(source, "first", ()) if source is not None:
                return f"{self.collection(source)}[:1]"
        return self.by_closure(tree)

    def _source(self, tree: Expression | None) -> str:
        return f"[n{self.scope.focus}]" if tree is None else self.collection(tree)

    def one(self, tree: Expression) -> str | None:
        """The text of an expression that gives one value, or None for none, where it is a host function asked of one
        node; None where it is not."""
        if not isinstance(tree, Call) or not self.is_host(tree.name):
            return None
        node = self.scope.focus if tree.source is None else self.node(tree.source)
        asked = self.constants.host_of_one(tree.name) if node is not None else None
        if asked is None:
            return None
        return f"{asked}({', '.join(['c', f'n{node}', *map(self.collection, tree.arguments)])})"

    def asked(self, tree: Expression, text: str | None = None) -> str:
        """The text of an expression, in a condition: what it asks of parameters alone is asked once. text: its text,
        where that is not its collection."""
        text = self.collection(tree) if text is None else text
        is_question = isinstance(tree, Call | Member) and self.node(tree) is None and self._is_of_parameters(tree)
        return self.questions.kept(text) if is_question else text

    def _is_of_parameters(self, tree: Expression | None) -> bool:
        """Whether the answer is the same wherever the group asks."""
        match tree:
            case None:
                return self.scope.focus in self.questions.parameters
            case Constant():
                return True
            case Call(source, name, arguments) if self.is_host(name):
                return all(map(self._is_of_parameters, (source, *arguments)))
            case Variable() | Member(None) if (node := self.node(tree)) is not None:
                return node in self.questions.parameters
            case Member(source, name):
                return not (source is None and self._is_name(name)) and self._is_of_parameters(source)
        return False

    def children(self, slot: int, name: str) -> str:
        """The text of the children of a node with this name."""
        kind, node = self.nodes[slot], f"n{slot}"
        if self.constants.model is None or kind is Kind.ANY or (kind is Kind.PART and name == "value"):
            step = f"{self.constants.step(name)}([{node}])"
            if self.constants.model is None:
                return step
            return f"({self.constants.step_of_node(name)}({node}) if type({node}) not in VALUES else {step})"
        return f"{self.constants.step_of_node(name)}({node})"

    def is_path(self, tree: Expression | None) -> bool:
        """Whether an expression only goes down from nodes of the model that are at hand."""
        slot = self.scope.focus if tree is None else self.node(tree)
        if slot is not None:
            return self.nodes[slot] is not Kind.ANY
        match tree:
            case Call(source, "first", ()):
                return not self.is_host("first") and source is not None and self.is_path(source)
            case Member(None, name):
                return not name[:1].isupper() and not self._is_name(name) and self.is_path(None)
            case Member(source, name):
                return name not in ("extension", "id") and self.is_path(source)
        return False

    def node(self, tree: Expression) -> int | None:
        """The slot of the one node that an expression stands for, when it is a variable of the source at hand."""
        name = tree.name if isinstance(tree, Variable) else None
        if isinstance(tree, Member) and tree.source is None:
            name = tree.name
        variable = self.scope.variables.get(name) if name is not None else None
        return variable.slot if variable is not None and variable.slot in self.nodes else None

    def _is_name(self, name: str) -> bool:
        scope = self.scope
        return name in scope.variables or name in scope.made or name in scope.linker.constants(scope.map)

    def is_constant(self, name: str) -> bool:
        """Of the run: not a name of the map, nor one that FHIRPath fixes."""
        return not self._is_name(name) and name not in ("ucum", "sct", "loinc") and name[:3] not in ("vs-", "ext")

    def is_host(self, name: str) -> bool:
        return name in self.constants.functions

    def by_closure(self, tree: Expression) -> str:
        """The call of the closure of an expression."""
        self.closures += 1
        closure: Evaluate = self.scope.evaluate(tree)
        return f"{self.constants.name(closure, 'evaluate')}([n{self.scope.focus}], {self.frame(tree)})"

    def frame(self, tree: Expression, last: int = FIRST_SLOT - 1) -> str:
        """A frame for the closure of an expression, with room up to the slot `last`: made of what it names, where all
        of that is at hand; else the one that the function keeps."""
        variables = [self.scope.made.get(name) or self.scope.variables.get(name) for name in names_in(tree)]
        named = {variable.slot for variable in variables if variable is not None}
        if any(slot not in self.nodes and slot not in self.objects for slot in named):
            return "f"
        parts, position = ["c", "None", "None"], FIRST_SLOT
        for slot in sorted(named):
            parts += [f"*{self.constants.empty(slot - position)}"] if slot > position else []
            parts.append(f"n{slot}")
            position = slot + 1
        parts += [f"*{self.constants.empty(last + 1 - position)}"] if last >= position else []
        return f"[{', '.join(parts)}]"

    def kept(self) -> str:
        """A name for a value that is kept for a moment."""
        return f"v{next(self.numbers)}"
