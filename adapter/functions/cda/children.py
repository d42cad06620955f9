"""Steps to child elements by local name, in any namespace: `pharm:` and `sdtc:` extensions are reached like `v3`.

`Element.find` compiles and walks a path in Python; a step of one name costs a third through `iterchildren`.
"""

from typing import Any


def child(node: Any, name: str) -> Any:
    """The first child element with this local name, None when there is none."""
    return next(node.iterchildren("{*}" + name), None)
