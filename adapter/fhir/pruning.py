"""FHIR JSON has no empty objects or arrays: what rules without values leave is taken away."""

import re
from typing import Any

import orjson

_EMPTY = re.compile(rb"\{\}|\[\]|null")


def pruned(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource, changed in place, without the empty objects and arrays in it."""
    if _may_have_empty(resource):
        _prune(resource)
    return resource


def _may_have_empty(resource: dict[str, Any]) -> bool:
    """Looks through the JSON of the resource, which takes a tenth of a walk; false only where nothing is empty."""
    try:
        return _EMPTY.search(orjson.dumps(resource)) is not None
    except orjson.JSONEncodeError:
        return True


def _prune(node: dict[str, Any] | list[Any]) -> None:
    empty = False
    for value in node.values() if type(node) is dict else node:
        if type(value) is dict or type(value) is list:
            _prune(value)
            empty = empty or not value
        elif value is None:
            empty = True
    if empty and type(node) is dict:
        for key in [key for key, value in node.items() if _is_empty(value)]:
            del node[key]
    elif empty:
        node[:] = [value for value in node if not _is_empty(value)]  # type: ignore[index]


def _is_empty(value: Any) -> bool:
    return value is None or (not value and type(value) in (dict, list))
