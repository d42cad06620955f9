"""The resources of one FHIR source: where each stands, and what a reference leads to (R4 Bundle §3.1.1.7)."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """One resource of the source; `base` is the server part of a RESTful fullUrl, "" when there is none."""

    resource: dict[str, Any]
    place: str
    full_url: str = ""
    base: str = ""

    @property
    def type(self) -> str:
        return str(self.resource["resourceType"])


def located(resource: dict[str, Any], place: str, full_url: str) -> Located:
    """A resource with its place. A RESTful fullUrl ends in the resource's own `Type/id`."""
    tail = f"/{resource.get('resourceType')}/{resource.get('id')}"
    base = full_url.removesuffix(tail) if full_url.endswith(tail) else ""
    return Located(resource, place, full_url, base)


def array(node: dict[str, Any], name: str) -> list[Any]:
    """The elements of an array; none when the element is missing or is not an array."""
    value = node.get(name)
    return value if isinstance(value, list) else []


class Resources:
    """Index of the resources of one source, in source order."""

    def __init__(self, items: list[Located]) -> None:
        self.items = items
        self._by_node = {id(item.resource): item for item in items}
        self._by_url: dict[str, Located] = {}
        self._by_name: dict[str, Located] = {}
        for item in items:
            if item.full_url:
                self._by_url.setdefault(item.full_url, item)
            if isinstance(item.resource.get("id"), str):
                self._by_name.setdefault(f"{item.type}/{item.resource['id']}", item)

    def of(self, node: Any) -> Located | None:
        """The located form of a resource of this source."""
        return self._by_node.get(id(node))

    def resolve(self, reference: Any, origin: Located | None = None) -> Located | None:
        """What Reference.reference leads to: by fullUrl; a relative one on the base of `origin`, then by `Type/id`."""
        if not isinstance(reference, str) or not reference or reference.startswith("#"):
            return None
        wanted = reference.partition("/_history/")[0]
        if wanted in self._by_url:
            return self._by_url[wanted]
        if ":" in wanted.split("/")[0]:
            return None
        if origin and origin.base and (found := self._by_url.get(f"{origin.base}/{wanted}")):
            return found
        return self._by_name.get(wanted)
