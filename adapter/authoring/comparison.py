"""What differs between an expected and a produced result, by element path."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from adapter.authoring.alignment import Pair, aligned, key_of
from adapter.authoring.correspondence import with_ids_of

_SHOWN = 100


class Difference(NamedTuple):
    """path: `MedicationStatement[2].dosage[0].text`, numbers from 0 among the resources of a type, as in FHIRPath;
    kind: `changed`, `missing` (expected and not there), `extra` (there and not expected) or `moved`."""

    path: str
    kind: str
    message: str

    def line(self) -> str:
        return f"{self.path}: {self.message}"


def differences(expected: Any, got: Any) -> list[Difference]:
    """Everything that differs, in the order of the expected result.

    Both may be Bundles (compared resource by resource), lists of resources, or one resource or document.
    """
    if _is_bundle(expected) and _is_bundle(got):
        return list(_of_bundles(expected, got))
    if isinstance(expected, list) and isinstance(got, list):
        return list(_of_resources(expected, got))
    return list(_of_nodes(expected, got, _type_of(expected, "result")))


def _of_bundles(expected: dict[str, Any], got: dict[str, Any]) -> Iterator[Difference]:
    """Where the same resource has another id, that is said once and not at each reference."""
    got, renamed = with_ids_of(expected, got)
    left, right = ({key: value for key, value in side.items() if key != "entry"} for side in (expected, got))
    yield from _of_nodes(left, right, "Bundle")
    yield from _of_resources(_resources(expected), _resources(got))
    if renamed:
        message = f"{renamed} ids are others than expected: the document's id, its bytes or the places changed"
        yield Difference("ids", "changed", message)


def _is_bundle(node: Any) -> bool:
    return isinstance(node, dict) and node.get("resourceType") == "Bundle"


def _resources(bundle: dict[str, Any]) -> list[Any]:
    """The resources of the entries; an entry that says more than its id does not lose it."""
    found = []
    for entry in bundle.get("entry", ()):
        resource = entry.get("resource")
        url = entry.get("fullUrl")
        alone = isinstance(resource, dict) and set(entry) <= {"resource", "fullUrl"}
        found.append(resource if alone and url in (None, f"urn:uuid:{resource.get('id')}") else entry)
    return found


def _type_of(resource: Any, untyped: str = "entry") -> str:
    return str(resource.get("resourceType", untyped)) if isinstance(resource, dict) else untyped


def _of_resources(expected: list[Any], got: list[Any]) -> Iterator[Difference]:
    types = dict.fromkeys(_type_of(resource) for resource in (*expected, *got))
    silent = True
    for type_ in types:
        left, right = ([r for r in side if _type_of(r) == type_] for side in (expected, got))
        for difference in _of_lists(left, right, type_):
            silent = False
            yield difference
    if silent and [_type_of(r) for r in expected] != [_type_of(r) for r in got]:
        yield Difference("Bundle.entry", "moved", "the resources are the same, in another order of types")


def _id_of(item: Any) -> Any:
    return item.get("id") if isinstance(item, dict) else None


def differences_of_lists(expected: list[Any], got: list[Any], path: str) -> list[Difference]:
    return list(_of_lists(expected, got, path))


def _of_lists(expected: list[Any], got: list[Any], path: str) -> Iterator[Difference]:
    for pair in aligned(expected, got, _id_of):
        yield from _of_pair(pair, expected, got, path)


def _of_pair(pair: Pair, expected: list[Any], got: list[Any], path: str) -> Iterator[Difference]:
    if pair.expected is None:
        assert pair.got is not None
        yield Difference(f"{path}[{pair.got}]", "extra", f"not expected, got {shown(got[pair.got])}")
    elif pair.got is None:
        yield Difference(f"{path}[{pair.expected}]", "missing", f"missing, expected {shown(expected[pair.expected])}")
    elif pair.moved:
        what = shown(expected[pair.expected])
        yield Difference(f"{path}[{pair.expected}]", "moved", f"moved to [{pair.got}]: {what}")
    else:
        yield from _of_nodes(expected[pair.expected], got[pair.got], f"{path}[{pair.expected}]")


def _of_nodes(expected: Any, got: Any, path: str) -> Iterator[Difference]:
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in dict.fromkeys((*expected, *got)):
            where = f"{path}.{name}"
            if name not in got:
                yield Difference(where, "missing", f"missing, expected {shown(expected[name])}")
            elif name not in expected:
                yield Difference(where, "extra", f"not expected, got {shown(got[name])}")
            else:
                yield from _of_nodes(expected[name], got[name], where)
    elif isinstance(expected, list) and isinstance(got, list):
        yield from _of_lists(expected, got, path)
    elif key_of(expected) != key_of(got):
        yield Difference(path, "changed", f"expected {shown(expected)}, got {shown(got)}")


def shown(value: Any) -> str:
    """A value in one line: text in single quotes, the rest as JSON, cut where it is long."""
    if isinstance(value, str):
        text = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        return f"'{text}'"
    text = orjson.dumps(value).decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
