"""`src.a -> tgt.b`: a default group when one is declared for the types (`<<types>>`, `<<type+>>`), else a copy."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from adapter.fhir.definitions import Element
from adapter.fhirpath.context import CONTEXT
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.types import type_of
from adapter.mapping.fitting import check_fit
from adapter.mapping.primitives import plain, settled
from adapter.mapping.scope import RuleScope, Variable, shown
from adapter.mapping.stores import Action, Cell, Store, store_for
from adapter.mapping.syntax import Target
from adapter.mapping.transforms.values import duplicate

if TYPE_CHECKING:
    from adapter.mapping.instance import Instance, LinkedGroup


def compile_simple(scope: RuleScope, target: Target, source: Variable) -> Action:
    """Compile the target of a simple rule; `source` is the node at hand. Raises MappingError for an unknown element."""
    context = scope.target_variable(target.context or "", target)
    if context.mode == "source":
        scope.fail("a target", target.context or "", target)
    name = target.element or ""
    element = None
    if context.type is not None and context.type != "Resource" and not scope.linker.types.is_primitive(context.type):
        element = scope.linker.types.element(context.type, name)
        if element is None:
            known = scope.linker.types.elements(context.type)
            scope.fail(f"an element of {shown(context.type)}", name, target, known=known)
    if source.type is not None and not _groups_to(scope, element, source.type):
        check_fit(scope, target, element, (source.type,))
    if element is not None and element.choice:
        return _choice(scope, context.slot, element, source)
    transfer = transfer_to(scope, element, name, source.type)
    parent_slot, node_slot = context.slot, source.slot
    return lambda frame: transfer(frame, frame[parent_slot], frame[node_slot])


def _groups_to(scope: RuleScope, element: Element | None, source_type: str) -> bool:
    """Whether a default group makes the element, in one of its types, of the source's type."""
    return element is not None and any(scope.linker.defaults.between(source_type, type_) for type_ in element.types)


Transfer = Callable[[list, Any, Any], None]


def transfer_to(scope: RuleScope, element: Element | None, name: str, source_type: str | None) -> Transfer:
    """How one node gets into one element: through the default group of the types, or copied."""
    type_ = element.type if element is not None else None
    store = store_for(element, name)
    if type_ is not None and scope.linker.structure is not None and scope.linker.model is not None:
        key = element.key if element is not None else name
        return _by_node_type(scope, source_type, type_, store, key)
    groups = scope.linker.defaults.between(source_type, type_) if type_ is not None else []
    if groups and type_ is not None:
        return _through_groups(scope, groups, source_type, type_, store, element.key if element is not None else name)
    convert, scalar = scope.linker.converter(type_) if element is not None else plain, scope.linker.scalar

    def copy(frame: list, parent: Any, node: Any) -> None:
        value = convert(duplicate(node) if isinstance(node, dict) else scalar(node))
        if value is not None:
            (parent.set if isinstance(parent, Cell) else lambda copied: store(parent, copied))(value)

    return copy


def _through_groups(
    scope: RuleScope, groups: "list[LinkedGroup]", source_type: str | None, type_: str, store: Store, key: str
) -> Transfer:
    """The default group for the type that the node has in its model; the first one where the model knows none."""
    model = scope.linker.model
    callees = {g.parameters[0].type: scope.linker.instance(g, (source_type, type_)) for g in reversed(groups)}
    first = scope.linker.instance(groups[0], (source_type, type_))
    convert = scope.linker.converter(type_) if scope.linker.types.is_primitive(type_) else None

    def transfer(frame: list, parent: Any, node: Any) -> None:
        callee = callees.get(type_of(node, model), first) if len(callees) > 1 else first
        made: Any = {} if convert is None else Cell(parent, store, convert, key)
        callee.run(frame[CONTEXT], node, made)
        if convert is None and made:
            store(parent, made)

    return transfer


def _by_node_type(scope: RuleScope, source_type: str | None, type_: str, store: Store, key: str) -> Transfer:
    """From a structure that types its nodes: the default group for the type of the node, else of one that it
    specialises; a primitive that no group makes takes the node's text."""
    linker, types = scope.linker, scope.linker.types
    groups, model, structure = linker.default_groups_to(type_), linker.model, linker.structure
    is_primitive, convert, scalar = types.is_primitive(type_), linker.converter(type_), linker.scalar
    callees: dict[str | None, Instance | None] = {}

    def callee_for(found: str | None) -> "Instance | None":
        if found not in callees:
            names = types.bases(found) if found is not None else ()
            group = next((groups[name] for name in names if name in groups), None) or groups.get(None)
            callees[found] = linker.instance(group, (found, type_)) if group is not None else None
        return callees[found]

    def transfer(frame: list, parent: Any, node: Any) -> None:
        local = model.type_name(node) if model is not None else None
        found = (structure.type_named(local) if local and structure is not None else None) or source_type
        callee = callee_for(found)
        if callee is not None:
            made: Any = Cell(parent, store, convert, key) if is_primitive else {}
            callee.run(frame[CONTEXT], node, made)
            if not is_primitive and made:
                store(parent, made)
            return
        plain_value = scalar(node) if is_primitive else None
        if plain_value is None:
            raise FhirPathError(f"there is no default group from {local or found or 'an unknown type'} to {type_}")
        value = convert(plain_value)
        if value is not None:
            (parent.set if isinstance(parent, Cell) else lambda copied: store(parent, copied))(value)

    return transfer


def _choice(scope: RuleScope, parent_slot: int, choice: Element, source: Variable) -> Action:
    """A choice element takes the type that the source element has in the data; its transfers are compiled as types
    turn up.
    """
    transfers: dict[str, Transfer] = {}
    type_slot, node_slot, scalar = source.type_slot, source.slot, scope.linker.scalar

    def run(frame: list) -> None:
        node = frame[node_slot]
        type_ = frame[type_slot] if type_slot is not None else source.type
        element = choice.chosen(type_) if type_ is not None else None
        if element is None:
            element = settled(choice, node if isinstance(node, dict) else scalar(node))
        transfer = transfers.get(element.key)
        if transfer is None:
            transfer = transfers[element.key] = transfer_to(scope, element, element.key, type_)
        transfer(frame, frame[parent_slot], node)

    return run
