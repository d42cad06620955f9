"""The source of a rule: which nodes it goes through, as one closure that runs the rest of the rule for each."""

from collections.abc import Callable
from typing import Any

from adapter.fhir.definitions import Element
from adapter.fhirpath.collections import truth
from adapter.fhirpath.context import CONTEXT, Context
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.navigation import children_of_one, settled_step
from adapter.fhirpath.types import type_test
from adapter.issues import Issue
from adapter.mapping.expression_names import check_members, fhir_types
from adapter.mapping.scope import RuleScope, shown
from adapter.mapping.stores import Action
from adapter.mapping.syntax import FhirPath, Source
from adapter.nearness import near

_ALIKE = 0.7
Filter = Callable[[list, list], list]
Failing = Callable[[list, FhirPathError], None]
"""`failing(frame, error)`: raises what a rule that fails raises."""


class Nodes:
    """A source being compiled: `stage` makes its closure once the rest of the rule is known."""

    def __init__(self, scope: RuleScope, source: Source) -> None:
        self.scope = scope
        self.source = source
        context = scope.variable(source.context, source)
        self.slot = context.slot
        types = scope.linker.types
        choice = source.element is not None and source.type is None and bool(types.choices(source.element))
        self._check_element(context.type)
        used = source.variable is not None or (scope.rule is not None and scope.rule.simple)
        self.variable = scope.bind(source.variable or "", "source", self._type(context.type), typed=choice and used)
        if source.variable is None:
            del scope.variables[""]
        self.filters = self._filters()

    def _type(self, context: str | None) -> str | None:
        if self.source.type is not None:
            return self.scope.type_path(self.source.type, "source")
        if context is None or self.source.element is None:
            return context
        element = self.scope.linker.types.element(context, self.source.element)
        return element.type if element is not None else None

    def _check_element(self, context: str | None) -> None:
        """An element that the type of its context does not have is noted: it would never be there."""
        name, types = self.source.element, self.scope.linker.types
        if name is None or context is None or context == "Resource" or types.is_primitive(context):
            return
        known = types.elements(context)
        structure = self.scope.linker.structure
        if known and name not in known and not (structure is not None and structure.has_element(context, name)):
            expected = f"an element of {shown(context)}"
            self.scope.linker.broken(self.scope.error(expected, name, self.source, known=known))
        elif known and self.source.type is not None and name in known:
            self._check_choice(known[name], self.source.type)

    def _check_choice(self, element: Element, type_: str) -> None:
        """A type that a choice of FHIR R4 never has is noted: it would never be there. One that R4 does not know may be
        of another release, unless it is spelled much like one of the choice."""
        types = self.scope.linker.types
        fits = any(type_ in types.bases(each) or each in types.bases(type_) for each in element.types)
        if element.choice and not fits and (types.known(type_) or near(type_, element.types, alike=_ALIKE)):
            expected = f"one of the types of {element.name}[x] ({', '.join(element.types[:8])})"
            self.scope.linker.broken(self.scope.error(expected, type_, self.source, known=element.types))

    def stage(self, steps: tuple[Action, ...], failing: Failing) -> Action:
        """One closure for the source, the steps of its rule, and what to do when one of them fails."""
        slot, node_slot, filters, first = self.slot, self.variable.slot, self.filters, self._first()
        if self.variable.type_slot is not None and self.source.element is not None:
            return self._typed_stage(steps, failing, self.source.element, self.variable.type_slot)
        if first is None and not filters:
            return _context_stage(slot, node_slot, steps, failing)

        def run(frame: list) -> None:
            node = frame[slot]
            if node is None:
                return
            try:
                nodes = [node] if first is None else first(node)
                for keep in filters:
                    nodes = keep(nodes, frame)
                for node in nodes:
                    frame[node_slot] = node
                    for step in steps:
                        step(frame)
            except FhirPathError as error:
                failing(frame, error)

        return run

    def _typed_stage(self, steps: tuple[Action, ...], failing: Failing, name: str, type_slot: int) -> Action:
        """As `stage`, for a choice element of FHIR JSON: its type in the data goes to a slot of its own."""
        slot, node_slot, filters, first = self.slot, self.variable.slot, self.filters, self._first()
        choices = self.scope.linker.types.choices(name)
        types = {name + type_[0].upper() + type_[1:]: type_ for type_ in choices}

        def run(frame: list) -> None:
            parent = frame[slot]
            if parent is None:
                return
            found = next((types[key] for key in parent if key in types), None) if type(parent) is dict else None
            try:
                nodes = [parent] if first is None else first(parent)
                for keep in filters:
                    nodes = keep(nodes, frame)
                for node in nodes:
                    frame[node_slot], frame[type_slot] = node, found
                    for step in steps:
                        step(frame)
            except FhirPathError as error:
                failing(frame, error)

        return run

    def _first(self) -> Callable[[Any], list] | None:
        """From the context to the nodes of the element; None where the source is the context itself."""
        element, model = self.source.element, self.scope.linker.model
        if element is None:
            return None
        if self.source.type is None:
            return children_of_one(element, model)
        step = settled_step(element, self.source.type, model, type_test(model))
        return lambda node: step([node])

    def _filters(self) -> tuple[Filter, ...]:
        source = self.source
        found: list[Filter] = []
        if source.element is None and source.type is not None:
            found.append(self._of_type(source.type))
        if source.default is not None:
            found.append(self._default())
        if source.minimum is not None or source.maximum not in (None, "*"):
            found.append(_cardinality(source))
        for clause, make in ((source.condition, self._where), (source.check, self._check)):
            if clause is not None:
                found.append(make(clause))
        if source.list_mode is not None:
            found.append(_LIST_MODES[source.list_mode](source))
        if source.log is not None:
            found.append(self._log(source.log))
        return tuple(found)

    def _of_type(self, type_: str) -> Filter:
        is_type = type_test(self.scope.linker.model)
        return lambda nodes, frame: [node for node in nodes if is_type(node, type_)]

    def _default(self) -> Filter:
        default = self.source.default
        if isinstance(default, FhirPath):
            evaluate, slot = self.scope.evaluate(default), self.slot
            return lambda nodes, frame: nodes or evaluate([frame[slot]], frame)
        constant = [default]
        return lambda nodes, frame: nodes or constant

    def _each(self, clause: FhirPath) -> Callable[[Any, list], list]:
        """The clause evaluated on one node, which its own variable already names."""
        check_members(self.scope, clause, fhir_types(self.variable.type))
        evaluate, slot = self.scope.evaluate(clause), self.variable.slot

        def run(node: Any, frame: list) -> list:
            frame[slot] = node
            return evaluate([node], frame)

        return run

    def _where(self, clause: FhirPath) -> Filter:
        check_members(self.scope, clause, fhir_types(self.variable.type))
        evaluate, slot = self.scope.evaluate(clause), self.variable.slot

        def keep(nodes: list, frame: list) -> list:
            kept: list = []
            for node in nodes:
                frame[slot] = node
                if truth(evaluate([node], frame)):
                    kept.append(node)
            return kept

        return keep

    def _check(self, clause: FhirPath) -> Filter:
        evaluate, text = self._each(clause), clause.text

        def run(nodes: list, frame: list) -> list:
            for node in nodes:
                if not truth(evaluate(node, frame)):
                    raise FhirPathError(f"check failed: {text}")
            return nodes

        return run

    def _log(self, clause: FhirPath) -> Filter:
        evaluate, text = self._each(clause), clause.text
        scope, model = self.scope, self.scope.linker.model
        values = scope.linker.values

        def run(nodes: list, frame: list) -> list:
            for node in nodes:
                found = [str(value) for value in values(evaluate(node, frame)) if value != {}]
                message = ", ".join(found) or f"{text}: nothing"
                context = frame[CONTEXT]
                file = getattr(getattr(context.document, "source", None), "name", "")
                place = place_of(context, model, node) or place_in(context.document, node)
                context.issue(Issue("information", "informational", message, file, place, reference=scope.reference))
            return nodes

        return run


def _context_stage(slot: int, node_slot: int, steps: tuple[Action, ...], failing: Failing) -> Action:
    """The source is the context itself, without a condition."""

    def run(frame: list) -> None:
        node = frame[slot]
        if node is None:
            return
        frame[node_slot] = node
        try:
            for step in steps:
                step(frame)
        except FhirPathError as error:
            failing(frame, error)

    return run


def place_of(context: Context, model: Any, node: Any) -> str:
    """Where a node is, as the model of its document writes it, else the model that maps are compiled for; nothing for
    FHIR JSON and primitives."""
    model = getattr(context.document, "model", model)
    if model is None or node is None or isinstance(node, (dict, list, str, int, float)):
        return ""
    return str(model.place(node))


def place_in(document: Any, *nodes: Any) -> str:
    """Where the first of these objects is that the document knows the place of: FHIR JSON, whose nodes say nothing."""
    place = getattr(getattr(document, "model", None), "place", None)
    if place is None:
        return ""
    return next((found for node in nodes if isinstance(node, dict | str) and (found := str(place(node)))), "")


def _cardinality(source: Source) -> Filter:
    minimum, maximum = source.minimum or 0, source.maximum or "*"
    most = None if maximum == "*" else int(maximum)
    what = f"{source.context}.{source.element}" if source.element else source.context

    def check(nodes: list, frame: list) -> list:
        if len(nodes) < minimum or (most is not None and len(nodes) > most):
            raise FhirPathError(f"{what} is there {len(nodes)} times, expected {minimum}..{maximum}")
        return nodes

    return check


def _only_one(source: Source) -> Filter:
    what = f"{source.context}.{source.element}" if source.element else source.context

    def check(nodes: list, frame: list) -> list:
        if len(nodes) > 1:
            raise FhirPathError(f"{what} is there {len(nodes)} times, expected only one")
        return nodes

    return check


_LIST_MODES: dict[str, Callable[[Source], Filter]] = {
    "first": lambda source: lambda nodes, frame: nodes[:1],
    "not_first": lambda source: lambda nodes, frame: nodes[1:],
    "last": lambda source: lambda nodes, frame: nodes[-1:],
    "not_last": lambda source: lambda nodes, frame: nodes[:-1],
    "only_one": _only_one,
}
