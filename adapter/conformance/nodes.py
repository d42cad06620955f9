"""Walking JSON that may have any shape: what has the wrong one is told elsewhere and counts as absent here."""

from collections.abc import Mapping
from typing import Any


def array(node: Any, name: str) -> list[Any]:
    """The array of this name; empty for anything else."""
    value = node.get(name) if isinstance(node, Mapping) else None
    return value if isinstance(value, list) else []


def objects(node: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects in the array of this name."""
    return [item for item in array(node, name) if isinstance(item, Mapping)]


def text(node: Mapping[str, Any], name: str) -> str:
    """The string of this name; "" for anything else."""
    value = node.get(name)
    return value if isinstance(value, str) else ""
