"""The resources of one FHIR source: where each stands, and what a reference leads to (R4 Bundle §3.1.1.7)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from adapter.fhir.walk import children

_SCOPE = re.compile(r"\.(?:entry|parameter|part)\[\d+\]\.resource(?=$|\.contained)")


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """One resource of the source; `base` is the server part of a RESTful fullUrl, "" when there is none.

    container: the List or Composition that a medication resource is contained in; it is a line of its own all the same.
    again: the place of a further list that the resource stands in, for its line there.
    """

    resource: dict[str, Any]
    place: str
    full_url: str = ""
    base: str = ""
    container: "Located | None" = None
    again: str = ""

    @property
    def type(self) -> str:
        return str(self.resource["resourceType"])

    @property
    def scope(self) -> str:
        """The place of the Bundle or Parameters that it stands in; "" for resources one a line."""
        return _SCOPE.split(self.place)[0] if _SCOPE.search(self.place) else ""


def located(resource: dict[str, Any], place: str, full_url: str) -> Located:
    """A resource with its place. A RESTful fullUrl ends in the resource's own `Type/id`."""
    tail = f"/{resource.get('resourceType')}/{resource.get('id')}"
    base = full_url.removesuffix(tail) if full_url.endswith(tail) else ""
    return Located(resource, place, full_url, base)


def array(node: dict[str, Any], name: str) -> list[Any]:
    """The elements of an array; none when the element is missing or is not an array."""
    value = node.get(name)
    return value if isinstance(value, list) else []


def with_contained(items: list[Located], types: tuple[str, ...]) -> list[Located]:
    """The resources, each List and Composition followed by the resources of `types` that it contains."""
    found = []
    for item in items:
        found.append(item)
        for index, row in enumerate(array(item.resource, "contained") if item.type in ("List", "Composition") else []):
            if isinstance(row, dict) and row.get("resourceType") in types:
                place = f"{item.place}.contained[{index}]"
                found.append(Located(row, place, base=item.base, container=item))
    return found


def contained(resource: dict[str, Any], reference: Any) -> dict[str, Any] | None:
    """The contained resource that `#id` leads to."""
    rows = (row for row in array(resource, "contained") if isinstance(row, dict))
    return next((row for row in rows if f"#{row.get('id')}" == reference and "resourceType" in row), None)


def places_inside(item: Located) -> Iterator[tuple[int, str]]:
    """(identity, place) of each object and text inside a resource. A single character may be the same object
    anywhere."""
    level: list[tuple[dict[str, Any], str, str]] = [(item.resource, item.type, item.place)]
    while level:
        node, type_, place = level.pop()
        for child in children(node, type_, place):
            if isinstance(child.value, dict):
                level.append((child.value, child.type, child.path))
            if isinstance(child.value, dict) or (isinstance(child.value, str) and len(child.value) > 1):
                yield id(child.value), child.path


class Resources:
    """Index of the resources of one source, in source order.

    around: the index of the whole file, when these are those of one of its patients.
    """

    def __init__(self, items: list[Located], around: "Resources | None" = None) -> None:
        self.items = items
        self.around = around
        self._by_node = {id(item.resource): item for item in items}
        self._by_url: dict[str, list[Located]] = {}
        self._by_name: dict[str, list[Located]] = {}
        for item in items:
            if item.full_url:
                self._by_url.setdefault(item.full_url, []).append(item)
            if isinstance(item.resource.get("id"), str) and item.container is None:
                self._by_name.setdefault(f"{item.type}/{item.resource['id']}", []).append(item)

    def of(self, node: Any) -> Located | None:
        """The located form of a resource of this source."""
        return self._by_node.get(id(node))

    def once_more(self, item: Located, again: str) -> Located:
        """A resource as it stands in a further list, whose place is `again`; references to it lead to the first."""
        found = replace(item, resource=dict(item.resource), again=again)
        self._by_node[id(found.resource)] = found
        return found

    def resolve(self, reference: Any, origin: Located | None = None) -> Located | None:
        """What Reference.reference leads to: by fullUrl; a relative one on the base of `origin`, then by `Type/id`.

        Of several with one address (two documents in one file) the one in the Bundle of `origin`, else in a Bundle
        around it; nothing where all stand in others, as they may be about other people.
        """
        if not isinstance(reference, str) or not reference:
            return None
        if reference.startswith("#"):
            return self._inside(origin.resource, reference) if origin else None
        wanted = reference.partition("/_history/")[0]
        if wanted in self._by_url:
            return _nearest(self._by_url[wanted], origin)
        if ":" in wanted.split("/")[0]:
            return None
        if origin and origin.base and (found := self._by_url.get(f"{origin.base}/{wanted}")):
            return _nearest(found, origin)
        return _nearest(self._by_name.get(wanted, []), origin)

    def _inside(self, resource: dict[str, Any], reference: str) -> Located | None:
        """A contained resource that is one of this source, or is only what it is: without a place of its own."""
        row = contained(resource, reference)
        return None if row is None else self._by_node.get(id(row)) or Located(row, "")


def _nearest(found: list[Located], origin: Located | None) -> Located | None:
    if len(found) < 2 or origin is None:
        return found[0] if found else None
    around = [item for item in found if f"{origin.place}.".startswith(f"{item.scope}." if item.scope else "")]
    return max(around, key=lambda item: len(item.scope), default=None)
