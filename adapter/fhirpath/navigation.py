"""Steps from nodes to their children, compiled for one model. dicts are FHIR JSON, other nodes belong to the model."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.context import Model
from adapter.fhirpath.quantity import Quantity, from_fhir
from adapter.fhirpath.temporal import Temporal

Step = Callable[[list], list]
PRIMITIVES = frozenset({str, int, float, bool, Decimal, Temporal})
VALUES = PRIMITIVES | {Quantity, dict}


def child_step(name: str, model: Model | None, keys: tuple[str, ...] = ()) -> Step:
    """The children called `name` of all nodes, in order. `keys`: the JSON names when they are known to differ (a
    settled choice).
    """
    names = frozenset(keys) or frozenset(name + type_[0].upper() + type_[1:] for type_ in r4().choices(name))
    of_one = step_of_model(name, model) if model is not None else _no_children
    is_value = name == "value"

    def step(nodes: list) -> list:
        if len(nodes) == 1 and type(nodes[0]) not in VALUES:
            return of_one(nodes[0])
        found: list = []
        for node in nodes:
            kind = type(node)
            if kind is dict:
                value = node.get(name)
                if value is None and names:
                    value = next((node[key] for key in node if key in names), None)
                if type(value) is list:
                    found += [item for item in value if item is not None]
                elif value is not None:
                    found.append(value)
            elif kind in PRIMITIVES:
                if is_value:
                    found.append(node)
            elif kind is not Quantity:
                found += of_one(node)
        return found

    return step


def children_of_one(name: str, model: Model | None) -> Callable[[Any], list]:
    """`child_step` for one node: the way rules take, and often."""
    step = child_step(name, model)
    if model is None:
        return lambda node: step([node])
    own = step_of_model(name, model)

    def run(node: Any) -> list:
        return own(node) if type(node) not in VALUES else step([node])

    return run


def step_of_model(name: str, model: Model) -> Callable[[Any], list]:
    """The children called `name` of one node of the model; of a text none. A model may have a `child_step` of its own,
    which knows the name before the nodes."""
    make: Callable[[str], Callable[[Any], list]] | None = getattr(model, "child_step", None)
    children = model.children
    return make(name) if make is not None else lambda node: children(node, name)


def _no_children(node: Any) -> list:
    return []


def shadow_step(parent: str, name: str, model: Model | None) -> Step:
    """`parent.extension`, `parent.id` where `parent` may be a primitive: FHIR JSON keeps those beside it, under
    `_parent`.
    """
    names = frozenset(parent + type_[0].upper() + type_[1:] for type_ in r4().choices(parent)) | {parent}
    to_parent, to_child = child_step(parent, model), child_step(name, model)

    def step(nodes: list) -> list:
        shadows = [
            shadow
            for node in nodes
            if type(node) is dict
            for key in node
            if key[0] == "_" and key[1:] in names
            for shadow in (node[key] if type(node[key]) is list else [node[key]])
            if shadow is not None
        ]
        return to_child(to_parent(nodes)) + to_child(shadows)

    return step


def settled_step(name: str, type_: str, model: Model | None, is_type: Callable[[Any, str], bool]) -> Step:
    """`name.ofType(type)`: the JSON name of a choice (`valueQuantity`) decides where there is one, else the value."""
    plain, table = child_step(name, model), r4()
    wanted = type_.rpartition(".")[2]
    keys = {name + found[0].upper() + found[1:]: wanted in table.bases(found) for found in table.choices(name)}

    def step(nodes: list) -> list:
        found: list = []
        for node in nodes:
            key = next((key for key in node if key in keys), None) if type(node) is dict and keys else None
            if key is None:
                found += [item for item in plain([node]) if is_type(item, type_)]
            elif keys[key]:
                found += node[key] if type(node[key]) is list else [node[key]]
        return found

    return step


def all_children(model: Model | None) -> Step:
    """Every child of every node."""
    foreign = model.all_children if model is not None else _no_children

    def step(nodes: list) -> list:
        found: list = []
        for node in nodes:
            if type(node) is dict:
                for key, value in node.items():
                    if key == "resourceType" or key[0] == "_":
                        continue
                    found += [item for item in value if item is not None] if type(value) is list else [value]
            elif type(node) not in VALUES:
                found += foreign(node)
        return found

    return step


def descendants(model: Model | None) -> Step:
    """Every descendant of every node, parents before their children."""
    children = all_children(model)

    def step(nodes: list) -> list:
        found: list = []
        level = children(nodes)
        while level:
            found += level
            level = children(level)
        return found

    return step


def scalar_of(model: Model | None) -> Callable[[Any], Any]:
    """A node → the value it stands for: primitives and complex JSON stay, a FHIR Quantity becomes one, foreign nodes
    give their text.
    """
    foreign = model.scalar if model is not None else _nothing

    def scalar(node: Any) -> Any:
        kind = type(node)
        if kind in PRIMITIVES or kind is Quantity:
            return node
        if kind is dict:
            return (from_fhir(node) if "value" in node and "resourceType" not in node else None) or node
        return foreign(node)

    return scalar


def _nothing(node: Any) -> None:
    return None
