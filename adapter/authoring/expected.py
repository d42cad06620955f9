"""How a result is kept and compared: as a whole Bundle, or as a list of the resources that matter.

A whole Bundle is what `medrec map` writes; in the comparison, this program's own Device has neither id nor version, so
that an upgrade does not break a suite. A list holds the resources of the types it names, in the Bundle's order, without
`id`; references are written by type and number, `Patient[0]`: it can be written by hand.
"""

import copy
import json
from collections.abc import Iterable
from typing import Any, TypeGuard

_BOOKKEEPING = ("DocumentReference", "Device", "Provenance")
_PROGRAM = "medrec-adapter"


def resource_list(bundle: dict[str, Any], types: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The resources of these types in their written form; without types, all but those that keep the books
    (DocumentReference, Device, Provenance).
    """
    wanted = set(types)
    numbers: dict[str, int] = {}
    labels: dict[str, str] = {}
    resources = [entry["resource"] for entry in bundle.get("entry", ()) if "resource" in entry]
    for resource in resources:
        type_ = resource["resourceType"]
        labels[f"urn:uuid:{resource.get('id')}"] = f"{type_}[{numbers.get(type_, 0)}]"
        numbers[type_] = numbers.get(type_, 0) + 1
    chosen = [
        r for r in resources if (r["resourceType"] in wanted if wanted else r["resourceType"] not in _BOOKKEEPING)
    ]
    return [_relabelled({key: value for key, value in r.items() if key != "id"}, labels) for r in chosen]


def types_in(expected: list[Any]) -> list[str]:
    return list(dict.fromkeys(str(r.get("resourceType")) for r in expected if isinstance(r, dict)))


def comparable(result: Any, ignore: Iterable[str] = ()) -> Any:
    """A result as it is compared: without what marks the program's version, and without the ignored elements."""
    result = copy.deepcopy(result)
    device = _program_device(result)
    if device is not None:
        device.pop("version", None)
        id_ = device["id"]
        result = json.loads(json.dumps(result).replace(id_, _PROGRAM))
    for element in ignore:
        result = _without(result, element)
    return result


def _program_device(result: Any) -> dict[str, Any] | None:
    entries = result.get("entry", ()) if isinstance(result, dict) else ()
    resources = [entry.get("resource") for entry in entries if isinstance(entry, dict)] if entries else result
    if not isinstance(resources, list):
        return None
    for resource in resources:
        if _is(resource, "Device") and isinstance(resource.get("id"), str):
            names = [name.get("name") for name in resource.get("deviceName", ()) if isinstance(name, dict)]
            if _PROGRAM in names:
                return resource
    return None


def _without(result: Any, element: str) -> Any:
    """The result without an element, `Type` or `Type.path.to.it`, of each resource of the type."""
    type_, _, path = element.partition(".")
    if isinstance(result, list):
        kept = [r for r in result if path or not _is(r, type_)]
        return [_without_path(r, path) if path and _is(r, type_) else r for r in kept]
    if not isinstance(result, dict):
        return result
    if path and _is(result, type_):
        result = _without_path(result, path)
    if isinstance(result.get("entry"), list):
        entries = [e for e in result["entry"] if path or not (isinstance(e, dict) and _is(e.get("resource"), type_))]
        result["entry"] = entries
        for entry in entries:
            if path and isinstance(entry, dict) and _is(entry.get("resource"), type_):
                entry["resource"] = _without_path(entry["resource"], path)
    return result


def _is(resource: Any, type_: str) -> TypeGuard[dict[str, Any]]:
    return isinstance(resource, dict) and resource.get("resourceType") == type_


def _without_path(node: Any, path: str) -> Any:
    name, _, rest = path.partition(".")
    if isinstance(node, list):
        return [_without_path(item, path) for item in node]
    if not isinstance(node, dict) or name not in node:
        return node
    if not rest:
        return {key: value for key, value in node.items() if key != name}
    return {key: _without_path(value, rest) if key == name else value for key, value in node.items()}


def _relabelled(node: Any, labels: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _relabelled(value, labels) for key, value in node.items()}
    if isinstance(node, list):
        return [_relabelled(item, labels) for item in node]
    return labels.get(node, node) if isinstance(node, str) else node
