"""Steps to child elements by local name, in any namespace: `pharm:` and `sdtc:` extensions are reached like `v3`."""

from typing import Any

from adapter.sources.xml_elements import first_named, local_name

_NONE: tuple[Any, ...] = ()


def child(node: Any, name: str) -> Any:
    """The first child element with this local name, None when there is none."""
    try:
        found = node.kids.get(name)
    except AttributeError:
        found = first_named(node).get(name)
    return found[0] if found else None


def children(node: Any, name: str) -> Any:
    """The child elements with this local name, in document order."""
    try:
        return node.kids.get(name, _NONE)
    except AttributeError:
        return first_named(node).get(name, _NONE)


def code_of(node: Any) -> str:
    """What the `code` of an act or observation says, "" when it has none."""
    found = child(node, "code")
    return found.get("code") or "" if found is not None else ""


def has_template(node: Any, roots: frozenset[str]) -> bool:
    """Whether one of its templateIds has one of these roots."""
    return not roots.isdisjoint([template.get("root") for template in children(node, "templateId")])


def descendants(node: Any, first: str, *names: str) -> list[Any]:
    """The elements at the end of a path of local names, in document order."""
    found = list(children(node, first))
    for name in names:
        above, found = found, []
        for element in above:
            found += children(element, name)
    return found


def descendant(node: Any, first: str, second: str) -> Any:
    """The first element at the end of a path of two local names, None when there is none."""
    for above in children(node, first):
        if (found := child(above, second)) is not None:
            return found
    return None


def around(node: Any, *names: str) -> Any:
    """The nearest element around this one, in its section, that has one of these local names; the section itself may be
    asked for. None when there is none."""
    while (node := node.getparent()) is not None:
        name = local_name(node.tag)
        if name in names:
            return node
        if name == "section":
            break
    return None


def text_of(node: Any) -> str:
    """All text of an element, white space collapsed. Most hold a text or one element (a reference), which are read at
    once."""
    inside = len(node)
    if not inside:
        return " ".join((node.text or "").split())
    if inside == 1 and not len(kid := node[0]):
        before, within, behind = node.text, kid.text, kid.tail
        if before is within is behind is None:
            return ""
        return " ".join(f"{before or ''}{within or ''}{behind or ''}".split())
    return " ".join("".join(node.itertext()).split())
