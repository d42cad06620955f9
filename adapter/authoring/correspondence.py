"""Which resource of one Bundle is which of another when their ids differ: ids derive from the document, so one byte
more in a source gives all of them anew."""

import json
import re
from collections.abc import Iterator
from typing import Any

from adapter.authoring.alignment import aligned

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def with_ids_of(expected: dict[str, Any], got: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """`got` with the ids of `expected` in place of its own where both have the same resource, and how many that are."""
    left, right = _with_id(expected), _with_id(got)
    names = dict(_other_ids(left, right))
    if not names:
        return got, 0
    text = _UUID.sub(lambda match: names.get(match[0], match[0]), json.dumps(got))
    renamed: dict[str, Any] = json.loads(text)
    return renamed, len(names)


def _with_id(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    resources = [entry.get("resource") for entry in bundle.get("entry", ()) if isinstance(entry, dict)]
    head = {"resourceType": "Bundle", "id": bundle.get("id")}
    return [r for r in (head, *resources) if isinstance(r, dict) and isinstance(r.get("id"), str)]


def _other_ids(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(id that is there, id that was expected) of the same resource."""
    both = {r["id"] for r in left} & {r["id"] for r in right}
    for type_ in dict.fromkeys(r.get("resourceType") for r in left):
        here, there = (
            [r for r in side if r.get("resourceType") == type_ and r["id"] not in both] for side in (left, right)
        )
        for pair in aligned([_without_ids(r) for r in here], [_without_ids(r) for r in there], lambda _: None):
            if pair.expected is not None and pair.got is not None:
                yield there[pair.got]["id"], here[pair.expected]["id"]


def _without_ids(resource: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_UUID.sub("", json.dumps(resource)))
    return found
