"""The target of a rule compiled to one closure `frame -> None` that makes or sets an element of the result."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from adapter.fhir.definitions import Element
from adapter.fhirpath.errors import FhirPathError
from adapter.mapping.fitting import check_fit, given_types
from adapter.mapping.names import CodeConstant
from adapter.mapping.primitives import Convert, plain, settled
from adapter.mapping.repeats import notice_of_repeats
from adapter.mapping.scope import RuleScope, Variable, shown
from adapter.mapping.stores import (
    Action,
    Cell,
    first_item,
    moved_last,
    new_item,
    new_object,
    no_object,
    shared_item,
    store_for,
)
from adapter.mapping.syntax import FhirPath, Name, Target
from adapter.mapping.transforms import transformed
from adapter.mapping.transforms.arguments import Transformed, Values


def compile_target(scope: RuleScope, target: Target) -> Action:
    """Compile a target and bind its variable. Raises MappingError for a variable or element that is not there."""
    if target.context is None:
        return _standalone(scope, target)
    context = scope.target_variable(target.context, target)
    if target.element is None:
        return _whole(scope, target, context)
    if context.mode == "source":
        scope.fail("a target", target.context, target)
    if context.type is not None and scope.linker.types.is_primitive(context.type):
        return _primitive(scope, target, context)
    element = element_of(scope, target, context)
    created = _created_primitive(scope, target)
    if created is not None and element is not None:
        check_fit(scope, target, element, (created,))
        chosen = element.chosen(created) or element
        return _cell(scope, target, context, chosen, created)
    compiled = (_made if target.transform is None else _assigned)(scope, target, context, element)
    if "last" in target.list_modes and element is not None and element.many:
        return moved_last(compiled, context.slot, element.key, scope.layout.last_slot())
    return compiled


def element_of(scope: RuleScope, target: Target, context: Variable) -> Element | None:
    """The definition of the element; None where the type of the context is not known."""
    if context.type is None or context.type == "Resource":
        return None
    element = scope.linker.types.element(context.type, target.element or "")
    if element is None:
        known = scope.linker.types.elements(context.type)
        scope.fail(f"an element of {shown(context.type)}", target.element or "", target, known=known)
    return element


def _created_primitive(scope: RuleScope, target: Target) -> str | None:
    """The type in `create('boolean')`: there is nothing to create until it has a value."""
    if target.transform != "create" or not target.arguments:
        return None
    type_ = scope.type_path(str(target.arguments[0]), "target")
    return type_ if type_ is not None and scope.linker.types.is_primitive(type_) else None


def _cell(scope: RuleScope, target: Target, context: Variable, element: Element | None, type_: str) -> Action:
    slot, convert = context.slot, scope.linker.converter(type_)
    key = element.key if element is not None else target.element or ""
    store = store_for(element, target.element or "", target.list_modes)
    variable = scope.bind(target.variable or "", "target", type_).slot

    def make(frame: list) -> None:
        frame[variable] = Cell(frame[slot], store, convert, key)

    return make


def _standalone(scope: RuleScope, target: Target) -> Action:
    """`create('Patient') as patient`: only a variable."""
    primitive = _created_primitive(scope, target)
    if primitive is not None:
        return _free_cell(scope, target, primitive)
    result = transformed(scope, target)
    values, slot = result.values, scope.bind(target.variable or "", "target", result.type).slot

    def run(frame: list) -> None:
        found = values(frame)
        frame[slot] = found[0] if found else None

    return run


def _free_cell(scope: RuleScope, target: Target, type_: str) -> Action:
    """`create('date') as day`: a primitive that belongs to no element; it is copied where the variable is assigned."""
    convert = scope.linker.converter(type_)
    slot = scope.bind(target.variable or "", "target", type_).slot

    def make(frame: list) -> None:
        frame[slot] = Cell({}, _keep, convert, _VALUE)

    return make


_VALUE = "value"


def _keep(parent: Any, value: Any) -> None:
    parent[_VALUE] = value


def _whole(scope: RuleScope, target: Target, context: Variable) -> Action:
    """`tgt as other`: another name; `tgt = value`: a primitive target gets its value, an object the elements of
    another.
    """
    slot = context.slot
    if target.transform is None:
        name = target.variable or ""
        other = scope.bind(name, context.mode, context.type).slot

        def rename(frame: list) -> None:
            frame[other] = frame[slot]

        return rename
    values, scalars = transformed(scope, target).values, scope.linker.values

    def run(frame: list) -> None:
        for value in values(frame)[:1]:
            _overwrite(frame[slot], value, scalars)

    return run


def _overwrite(whole: Any, value: Any, scalars: Callable[[list], list]) -> None:
    if isinstance(whole, Cell):
        for scalar in scalars([value]):
            whole.set(scalar)
    elif isinstance(whole, dict) and isinstance(value, dict):
        whole.update(value)
    else:
        raise FhirPathError("the target as a whole takes an object of its own type only")


def _primitive(scope: RuleScope, target: Target, context: Variable) -> Action:
    """`tgt.value = v` of a primitive target is `tgt = v`; its extensions stand beside it."""
    if target.element in ("extension", "id"):
        return _beside(scope, target, context)
    if target.element != "value" or target.transform is None:
        scope.fail("value = …, as the target is a primitive", target.element or "", target)
    return _whole(scope, target, context)


def _beside(scope: RuleScope, target: Target, context: Variable) -> Action:
    slot, beside = context.slot, scope.bind(_BESIDE, "target", "Element").slot
    action = compile_target(scope, replace(target, context=_BESIDE))
    del scope.made[_BESIDE]

    def run(frame: list) -> None:
        cell = frame[slot]
        frame[beside] = cell.beside() if isinstance(cell, Cell) else None
        action(frame)

    return run


_BESIDE = " beside"
"""The name, which no map can write, of the object beside a primitive."""


def _assigned(scope: RuleScope, target: Target, context: Variable, element: Element | None) -> Action:
    result = transformed(scope, target)
    check_fit(scope, target, element, given_types(scope, target, result) if not _is_constant(target) else None)
    if element is not None and element.choice and result.type is not None:
        element = element.chosen(result.type) or element
    type_ = (element.type if element is not None else None) or result.type
    if type_ == "Resource":
        type_ = result.type or type_
    _check_constant(scope, target, context, element)
    variable = scope.bind(target.variable, "target", type_).slot if target.variable is not None else None
    if element is not None and element.choice:
        return _settled_later(scope, context, element, result, variable)
    name, slot, values = target.element or "", context.slot, result.values
    convert = scope.linker.converter(element.type) if element is not None else plain
    if element is not None and not element.many:
        return _single(scope, slot, element.key, values, convert, variable)
    store, scalar = store_for(element, name, target.list_modes), scope.linker.scalar

    def assign(frame: list) -> None:
        parent, last = frame[slot], None
        if type(parent) is not dict:
            parent = no_object(parent)
        for value in values(frame):
            last = convert(value if type(value) in JSON else scalar(value))
            if last is not None and parent is not None:
                store(parent, last)
        if variable is not None:
            frame[variable] = last

    return assign


def _is_constant(target: Target) -> bool:
    return target.transform == "copy" and not isinstance(target.arguments[0], Name | FhirPath)


def _check_constant(scope: RuleScope, target: Target, context: Variable, element: Element | None) -> None:
    """A constant that its element cannot take is refused before anything runs; codes are noted for who knows their
    value sets."""
    value = target.arguments[0] if target.transform == "copy" else None
    if element is None or value is None or isinstance(value, Name | FhirPath):
        return
    try:
        _ = settled(element, value) if element.choice else scope.linker.converter(element.type)(value)
    except FhirPathError:
        of_choice = f"one of the types of {element.name}[x] ({', '.join(element.types[:8])})"
        scope.fail(of_choice if element.choice else f"a {shown(element.type or '')}", str(value), target)
    if element.type == "code" and scope.linker.codes is not None:
        place = scope.error("", str(value), target).location
        scope.linker.codes.append(CodeConstant(f"{context.type}.{element.name}", str(value), scope.map.file, place))


JSON = frozenset({str, dict, int, float, bool})


def _single(scope: RuleScope, slot: int, key: str, values: Values, convert: Convert, variable: int | None) -> Action:
    """An element with at most one value. Several values are refused: none of them is dropped silently."""
    scalar = scope.linker.scalar
    notice = notice_of_repeats(scope, key) if scope.linker.strict else None

    def assign(frame: list) -> None:
        found = values(frame)
        value = None
        if found:
            if len(found) > 1:
                raise FhirPathError(f"{key} takes one value, found {len(found)}")
            value = found[0]
            value = convert(value if type(value) in JSON else scalar(value))
            parent = frame[slot]
            if type(parent) is not dict:
                parent = no_object(parent)
            if value is not None and parent is not None:
                if notice is not None:
                    notice(frame, parent, value)
                parent[key] = value
        if variable is not None:
            frame[variable] = value

    return assign


def _settled_later(
    scope: RuleScope, context: Variable, choice: Element, result: Transformed, variable: int | None
) -> Action:
    """A choice element whose type the value shows: `tgt.value = v` → valueString, valueQuantity …"""
    slot, values, type_slot, scalar = context.slot, result.values, result.type_slot, scope.linker.scalar
    convert_to = scope.linker.converter

    def assign(frame: list) -> None:
        parent, last = frame[slot], None
        if type(parent) is not dict:
            parent = no_object(parent)
        for value in values(frame):
            last = value if type(value) in JSON else scalar(value)
            if last is None or parent is None:
                continue
            known = frame[type_slot] if type_slot is not None else None
            element = (choice.chosen(known) if known is not None else None) or settled(choice, last)
            last = convert_to(element.type)(last)
            if last is not None:
                store_for(element, element.key)(parent, last)
        if variable is not None:
            frame[variable] = last

    return assign


def _made(scope: RuleScope, target: Target, context: Variable, element: Element | None) -> Action:
    """`tgt.element as v`: a new item of a list, the object that is there or a new one of a single element."""
    type_ = element.type if element is not None else None
    if element is not None and element.choice:
        types = f"{', '.join(element.types[:6])}{', …' if len(element.types) > 6 else ''}"
        what = f"create('…') with one of the types of {element.name}[x] ({types})"
        scope.fail(what, target.element or "", target)
    if type_ is not None and scope.linker.types.is_primitive(type_):
        return _cell(scope, target, context, element, type_)
    variable = scope.bind(target.variable or "", "target", type_).slot
    slot, store = context.slot, store_for(element, target.element or "", target.list_modes)
    if target.list_rule is not None:
        return shared_item(slot, variable, store, scope.layout.shared_slot(target.list_rule))
    if element is not None and not element.many:
        return new_object(slot, variable, element.key)
    key = element.key if element is not None else target.element or ""
    collates = "collate" in target.list_modes or "single" in target.list_modes
    return first_item(slot, variable, key) if collates else new_item(slot, variable, store)
