"""FHIRPath → text of Python conditions. Most are asked whether they hold; what stands in `not` or before `and` may have
to tell false from empty, as FHIRPath does.
"""

from dataclasses import replace
from functools import reduce
from typing import Any

from adapter.fhirpath.collections import logical
from adapter.fhirpath.operators import OPERATORS, on_texts, or_
from adapter.fhirpath.syntax import Call, Expression, Operation, Variable
from adapter.fhirpath.syntax import Literal as Constant
from adapter.fhirpath.temporal import looks_temporal
from adapter.mapping.generation.expressions import Expressions, Kind


class Conditions(Expressions):
    """Expressions and conditions of one rule."""

    def collection(self, tree: Expression) -> str:
        match tree:
            case Call(source, "where", (criterion,)) if source is not None and not self.is_host("where"):
                return self._where(source, criterion) or self.by_closure(tree)
        return super().collection(tree)

    def _where(self, source: Expression, criterion: Expression) -> str | None:
        """The nodes that meet a criterion; None where it, or what they are of, has no short form."""
        nodes, slot = self.collection(source), self.scope.layout.slot()
        kind = Kind.PART if self.is_path(source) and self.constants.model is not None else Kind.ANY
        within = replace(self.scope, focus=slot)
        nodes_within = {**self.nodes, slot: kind}
        each = Conditions(within, self.constants, self.questions, self.numbers, nodes_within, self.objects)
        truth = each.truth(criterion)
        if each.closures or ":=" in nodes:  # Python takes no `:=` in what a comprehension goes through
            return None
        return f"[n{slot} for n{slot} in {nodes} if {truth}]"

    def truth(self, tree: Expression) -> str:
        """The text of a condition: true, as Python takes it, where it holds."""
        if self._is_definite(tree):
            return self._definite(tree)
        match tree:
            case Call(source, "not", ()) if source is not None and not self.is_host("not"):
                return f"({self.three(source)} is False)"
            case Operation("or") if (same := self._alternatives(tree)) is not None:
                return self._compared("=", *same, empty=False)
            case Operation("or", left, right) if _is_boolean(left) or self.is_sure(right):
                return f"({self.truth(left)} or {self.truth(right)})"
            case Operation("and", left, right) if self._is_definite(left) or self.is_sure(right):
                return f"({self.truth(left)} and {self.truth(right)})"
            case Operation("and", left, right):
                kept = self.kept()
                return f"(({kept} := {self.three(left)}) is not False and {self.truth(right)} and {kept} is True)"
            case Operation("=" | "!=" | "in" as operator, left, right) if texts := _compared_to(operator, right):
                return self._compared(operator, left, texts, empty=False)
            case Operation("or" | "xor" | "implies"):
                return f"logical({self.by_closure(tree)})"
        kept, one = self.kept(), self.one(tree)
        if one is not None:
            return f"(({kept} := {self.asked(tree, one)}) is not None and {kept} is not False)"
        return f"({kept}[0] is not False if len({kept} := {self.asked(tree)}) == 1 else logical({kept}))"

    def three(self, tree: Expression) -> str:
        """The text of a condition that gives True, False, or None where FHIRPath gives empty."""
        if self._is_definite(tree):
            return f"bool({self._definite(tree)})"
        match tree:
            case Call(source, "not", ()) if source is not None and not self.is_host("not"):
                kept = self.kept()
                return f"(None if ({kept} := {self.three(source)}) is None else not {kept})"
            case Operation("or") if (same := self._alternatives(tree)) is not None:
                return self._compared("=", *same, empty=True)
            case Operation("and" | "or" as operator, left, right) if _is_boolean(left) or self.is_sure(right):
                return self._joined(operator == "or", self.three(left), self.three(right))
            case Operation("=" | "!=" | "in" as operator, left, right) if texts := _compared_to(operator, right):
                return self._compared(operator, left, texts, empty=True)
            case Operation():
                return f"logical({self.by_closure(tree)})"
        kept, one = self.kept(), self.one(tree)
        if one is not None:
            return f"(None if ({kept} := {self.asked(tree, one)}) is None else {kept} is not False)"
        return f"({kept}[0] is not False if len({kept} := {self.asked(tree)}) == 1 else logical({kept}))"

    def _joined(self, decides: bool, left: str, right: str) -> str:
        """`or`, which a true side decides, and `and`, which a false one does: both are asked unless the left one
        decides; neither decides, and one is empty: empty."""
        one, other = self.kept(), self.kept()
        decided = f"({one} := {left}) is {decides} or ({other} := {right}) is {decides}"
        return f"({decides} if {decided} else None if {one} is None or {other} is None else {not decides})"

    def _definite(self, tree: Expression) -> str:
        """The text of a condition that `_is_definite`."""
        match tree:
            case Call(Variable(name), "exists", ()) if self.is_constant(name):
                return f"(type(c.constants.get({name!r})) is str or constant(c, {name!r}))"
            case Call(source, "exists", ()) if source is not None:
                return self._exists(source)
            case Call(source, "empty", ()) if source is not None:
                return f"(not {self._exists(source)})"
            case Call(source, _, ()) if source is not None:
                return f"(not {self._definite(source)})"
            case Operation("and" | "or" as operator, left, right):
                return f"({self._definite(left)} {operator} {self._definite(right)})"
            case Operation(operator, Call(source), Constant(number)) if source is not None:
                return f"(len({self.asked(source)}) {'==' if operator == '=' else operator} {number})"
        raise AssertionError(tree)

    def _is_definite(self, tree: Expression) -> bool:
        """Whether a condition is true or false, never empty."""
        match tree:
            case Call(source, "exists" | "empty", ()):
                return source is not None and not self.is_host(tree.name)
            case Call(source, "not", ()):
                return source is not None and not self.is_host("not") and self._is_definite(source)
            case Operation("and" | "or", left, right):
                return self._is_definite(left) and self._is_definite(right)
            case Operation("=" | ">", Call(source, "count", ()), Constant(number)):
                return source is not None and type(number) is int and not self.is_host("count")
        return False

    def _exists(self, source: Expression) -> str:
        one = self.one(source)
        return self.asked(source) if one is None else f"({self.asked(source, one)} is not None)"

    def is_sure(self, tree: Expression) -> bool:
        """Whether a condition can neither fail nor report anything, so that it makes no difference when it is asked."""
        match tree:
            case Call(source, "exists" | "empty", ()) if source is not None:
                return not self.is_host(tree.name) and self.is_path(source)
            case Call(Call(source, "where", (criterion,)), "exists" | "empty", ()) if source is not None:
                return not self.is_host(tree.name) and self.is_path(source) and self.is_sure(criterion)
            case Operation("and" | "or", left, right):
                return self.is_sure(left) and self.is_sure(right)
            case Operation("=" | "!=" as operator, left, right):
                return self.is_path(left) and _compared_to(operator, right) is not None
        return False

    def _compared(self, operator: str, left: Expression, texts: list[str], *, empty: bool) -> str:
        """One text compared at once; anything else by the operator itself. empty: whether empty is told from false."""
        kept, other = self.kept(), self.constants.name(self._operator(operator, texts), "compared")
        test = f"in {self.constants.name(frozenset(texts), 'texts')}"
        if operator != "in" and len(texts) == 1:
            test = f"{'==' if operator == '=' else '!='} {texts[0]!r}"
        if isinstance(left, Variable) and self.is_constant(left.name):
            value = f"({kept} := c.constants.get({left.name!r}))"
            return f"({kept} {test} if type{value} is str else {other}(constant(c, {left.name!r})))"
        if (one := self.one(left)) is not None:
            asked = f"({kept} := {self.asked(left, one)})"
            empty_or = f"None if {kept} is None else" if empty else f"{kept} is not None and"
            return f"({kept} {test} if type{asked} is str else {empty_or} {other}([{kept}]))"
        found = f"{kept}[0] {test} if len({kept}) == 1 and type({kept}[0]) is str else {other}({kept})"
        asked = f"({kept} := {self.asked(left)})"
        return f"(None if not {asked} else {found})" if empty else f"({asked} and ({found}))"

    def _alternatives(self, tree: Expression) -> tuple[Expression, list[str]] | None:
        """The path and the texts of `path = 'a' or path = 'b'`."""
        match tree:
            case Operation("=", left, right) if self.is_path(left) and (texts := _compared_to("=", right)):
                return left, texts
            case Operation("or", left, right):
                one, other = self._alternatives(left), self._alternatives(right)
                if one is not None and other is not None and self.collection(one[0]) == self.collection(other[0]):
                    return one[0], [*one[1], *other[1]]
        return None

    def _operator(self, operator: str, texts: list[str]) -> Any:
        """What a collection gives that is no single text: True, False, None for empty."""
        values = self.scope.linker.values
        apply = on_texts(OPERATORS[operator]) if self.constants.model is not None else OPERATORS[operator]
        if operator == "in" or len(texts) == 1:
            return lambda found: logical(apply(values(found), texts))
        return lambda found: logical(reduce(or_, [apply(values(found), [text]) for text in texts]))


def _is_boolean(tree: Expression) -> bool:
    """Whether a condition gives nothing but true, false and empty."""
    match tree:
        case Call(_, "exists" | "empty" | "not", ()):
            return True
        case Operation("and" | "or" | "xor" | "implies" | "=" | "!=" | "in" | "<" | ">" | "<=" | ">="):
            return True
    return False


def _compared_to(operator: str, tree: Expression) -> list[str] | None:
    """The texts of `'a'`, and for `in` of `('a' | 'b')`; None where something else is compared to."""
    match tree:
        case Constant(str() as text) if _is_plain(text):
            return [text]
        case Operation("|", left, right) if operator == "in":
            one, two = _compared_to(operator, left), _compared_to(operator, right)
            return [*one, *two] if one is not None and two is not None else None
    return None


def _is_plain(text: str) -> bool:
    return type(text) is str and not looks_temporal(text) and not text.startswith("T") and text[2:3] != ":"
