"""Elements of XML that know their children by name: mapping asks the same few elements again and again, and a look into
a dict costs a tenth of a walk.

The children are kept with the element for as long as it is held, which the entries of a document are; the text of
narratives is walked once and keeps nothing.
"""

from typing import Any

from lxml import etree

_NAMES = 1024  # that are remembered: a format has some hundreds
_NONE: dict[str, list[Any]] = {}


class Element(etree.ElementBase):
    """kids: child elements by local name, in document order, once they have been asked for."""

    __slots__ = ("kids",)

    kids: dict[str, list[Any]]


def by_name(node: Any) -> dict[str, list[Any]]:
    """The child elements of an element by local name, in any namespace. Not to be changed, and only asked for once the
    tree is complete."""
    try:
        return node.kids
    except AttributeError:
        return first_named(node)


def first_named(node: Any) -> dict[str, list[Any]]:
    """Like `by_name`, of an element that was not asked before."""
    is_ours = isinstance(node, Element)
    if is_ours and not len(node):
        node.kids = _NONE
        return _NONE
    found: dict[str, list[Any]] = {}
    for kid in node if is_ours else node.iterchildren("*"):  # ours are parsed without comments
        name = local_name(kid.tag)
        if name in found:
            found[name].append(kid)
        else:
            found[name] = [kid]
    if is_ours:
        node.kids = found
    return found


def name_below(node: Any) -> None:
    """Names the children of one of our elements, and of all elements below, at once: of what will be asked for anyway,
    at a third of the cost."""
    found: dict[str, list[Any]] = {}
    for kid in node:
        if len(kid):
            name_below(kid)
        else:
            kid.kids = _NONE
        name = local_name(kid.tag)
        if name in found:
            found[name].append(kid)
        else:
            found[name] = [kid]
    node.kids = found


class _LocalNames(dict[str, str]):
    """Tags that were met, with their local names; asked for every element that is read."""

    def __missing__(self, tag: str) -> str:
        if len(self) == _NAMES:
            self.clear()
        name = self[tag] = tag.rpartition("}")[2]
        return name


local_name = _LocalNames().__getitem__
"""`{urn:hl7-org:v3}code` → `code`"""
