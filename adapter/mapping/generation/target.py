"""The lines of targets: an object that is made, or values that are set, in an object of the result."""

from typing import Any

from adapter.fhir.definitions import Element, r4
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.syntax import Expression, Literal
from adapter.mapping.generation.conditions import Conditions
from adapter.mapping.generation.lines import Lines
from adapter.mapping.primitives import is_text
from adapter.mapping.repeats import repeated_in
from adapter.mapping.rules import compile_rule_target
from adapter.mapping.scope import Variable
from adapter.mapping.syntax import FhirPath, Name, Target
from adapter.mapping.targets import element_of
from adapter.mapping.transforms import transformed


class Targets:
    """Writes the targets of one rule. objects: as of the function; loops: how many the rule stands in; set_last:
    receives the names of what keeps an object from one time to the next."""

    def __init__(self, expressions: Conditions, objects: dict[int, int], loops: int, set_last: list[str]) -> None:
        self.expressions = expressions
        self.scope = expressions.scope
        self.constants = expressions.constants
        self.objects = objects
        self.loops = loops
        self.set_last = set_last

    def write(self, lines: Lines, target: Target, focus: Variable) -> None:
        """The lines of a target; the call of its closure where it has no short form."""
        element = self._element(target)
        if element is None or not (self._made(lines, target, element) or self._set(lines, target, element)):
            closure = compile_rule_target(self.scope, target, focus)
            name = self.constants.name(closure, f"put_{target.element or 'whole'}")
            lines.add(f"{name}(f)")

    def _element(self, target: Target) -> Element | None:
        """The definition of a target's element, when the target is one that has a short form."""
        if target.context is None or target.element is None or target.list_modes or target.list_rule is not None:
            return None
        if self.scope.rule is None or self.scope.rule.simple:
            return None
        context = self.scope.target_variable(target.context, target)
        return element_of(self.scope, target, context) if context.slot in self.objects else None

    def _made(self, lines: Lines, target: Target, element: Element) -> bool:
        """`r.dosage as d`, `entry.resource = create('…') as r`"""
        types, new, created = self.scope.linker.types, "{}", None
        if target.transform == "create":
            created = transformed(self.scope, target).type
            if created is None or ":" in created or types.is_primitive(created):
                return False
            new = f"{{'resourceType': {created!r}}}" if types.kind(created) == "R" else new
            element = (element.chosen(created) or element) if element.choice else element
        if target.transform not in (None, "create") or element.choice or element.type is None:
            return False
        if types.is_primitive(element.type):
            return False
        if created is not None and not element.many and self._repeats(target):
            return False
        parent, key = self._parent(target), element.key
        type_ = created if element.type == "Resource" and created is not None else element.type
        slot = self.scope.bind(target.variable or "", "target", type_).slot
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

    def _set(self, lines: Lines, target: Target, element: Element) -> bool:
        """`r.status = (%sa.status())`, `r.intent = 'order'`"""
        if target.transform not in ("copy", "evaluate") or target.variable is not None or element.type is None:
            return False
        argument = target.arguments[0]
        if isinstance(argument, Name) or len(target.arguments) > 1:
            return False
        if not isinstance(argument, FhirPath):
            return target.transform == "copy" and self._set_literal(lines, target, element, argument)
        if isinstance(argument.tree, Literal) and self._set_literal(lines, target, element, argument.tree.value):
            return True
        self._set_found(lines, target, element, argument.tree)
        return True

    def _set_literal(self, lines: Lines, target: Target, element: Element, literal: Any) -> bool:
        """A value that is known beforehand, where it is set once."""
        if element.many or self._repeats(target):
            return False
        try:
            value = self.scope.linker.converter(element.type)(literal)
        except FhirPathError:
            return False
        if type(value) not in (str, int, bool):
            return False
        lines.add(f"{self._parent(target)}[{element.key!r}] = {value!r}")
        return True

    def _set_found(self, lines: Lines, target: Target, element: Element, tree: Expression) -> None:
        """What an expression gives. What stands in its element as it is, which most do, is set at once."""
        found, one = self.expressions.kept(), self.expressions.one(tree)
        text = self.expressions.collection(tree) if one is None else one
        value, values = (f"{found}[0]", found) if one is None else (found, f"[{found}]")
        any_, single = (found, f"len({found}) == 1 and ") if one is None else (f"{found} is not None", "")
        lines.add(f"{found} = {self._answer(tree, text, element)}")
        parent, key, set_last = self._parent(target), element.key, ""
        test, put = _usual_value(value, element.type or ""), f"{parent}[{key!r}] = {value}"
        if element.many:
            put = f"{parent}.setdefault({key!r}, []).append({value})"
        elif self._repeats(target):
            self.set_last.append(set_last := self.expressions.kept())
            test, put = test and f"{test} and {key!r} not in {parent}", f"{put}; {set_last} = {parent}"
        if test is not None:
            lines.add(f"if {single}{test}: {put}")
        lines.add(f"{'if' if test is None else 'elif'} {any_}: {self._put(target, element, values, set_last)}")

    def _answer(self, tree: Expression, text: str, element: Element) -> str:
        """A text or number that a condition asked for already is not asked for again. An object is: it may be filled
        where it is put."""
        is_primitive = self.scope.linker.types.is_primitive(element.type or "")
        return self.expressions.asked(tree, text) if is_primitive else text

    def _put(self, target: Target, element: Element, values: str, set_last: str) -> str:
        """The call that puts any values into their element, or refuses them. set_last: what keeps the object in which
        the rule set it last, where it may come there again."""
        convert = self.constants.name(self.scope.linker.converter(element.type), f"as_{element.type}")
        scalar = self.constants.name(self.scope.linker.scalar, "scalar")
        rest = f"{self._parent(target)}, {element.key!r}, {values}, {convert}, {scalar}"
        if element.many:
            return f"put_all({rest})"
        if set_last:
            repeated = self.constants.name(repeated_in(self.scope, element.key), "repeated")
            return f"{set_last} = put_again({set_last}, {repeated}, c, n{self.scope.focus}, {rest})"
        return f"put_one({rest})"

    def _parent(self, target: Target) -> str:
        return f"n{self.scope.target_variable(target.context or '').slot}"

    def _repeats(self, target: Target) -> bool:
        """Whether a rule may come to the same object again, as its source repeats: what it sets twice is told."""
        slot = self.scope.target_variable(target.context or "").slot
        return self.scope.linker.strict and self.objects[slot] < self.loops


def _usual_value(found: str, type_: str) -> str | None:
    """The text of the question whether a value of this type stands in its element as it is; None where none does."""
    if not r4().is_primitive(type_):
        return f"type({found}) is dict"
    return f"type({found}) is str and {found}" if is_text(type_) else None
