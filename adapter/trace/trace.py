"""The trace of one source as one object, ready for JSON (docs/trace.md): its schema is stable."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapter.issues import Issue
from adapter.mapping.syntax import StructureMap
from adapter.mapping.trace import Event, Recorder
from adapter.sources.document import Document, Entry
from adapter.trace.origins import Origin, origins, origins_of
from adapter.trace.places import Place, Places
from adapter.trace.unread import ReadNodes, ignored, unread


def trace_of(
    document: Document,
    maps: Sequence[StructureMap],
    bundle: dict[str, Any],
    issues: list[Issue],
    recorder: Recorder,
) -> dict[str, Any]:
    """What became of a source: `source`, `maps`, `elements`, `reads`, `unread`, `ignored`, `issues`.

    bundle: what it was mapped to, by a program that `recorder` traced.
    """
    found = origins(bundle, recorder)
    return _trace(document, maps, found, _medication_entries(document, bundle), issues, recorder)


def trace_of_one_map(
    document: Document,
    maps: Sequence[StructureMap],
    target: dict[str, Any],
    type_: str,
    issues: list[Issue],
    recorder: Recorder,
) -> dict[str, Any]:
    """The same of what one map made by itself: nothing of `target` was added by the program. type_: of the target."""
    return _trace(document, maps, origins_of(target, type_, recorder), document.entries, issues, recorder)


def _trace(
    document: Document,
    maps: Sequence[StructureMap],
    found: Iterable[Origin],
    entries: list[Entry],
    issues: list[Issue],
    recorder: Recorder,
) -> dict[str, Any]:
    places = Places(document, recorder)
    read = ReadNodes(recorder.reads, places)
    return {
        "source": _source(document),
        "maps": [_map(map_) for map_ in maps],
        "elements": [_element(origin, places) for origin in found if origin.is_whole],
        "reads": _reads(recorder, places),
        "unread": [_unread(entry, read, places) for entry in entries],
        "ignored": ignored(document.root),
        "issues": [_issue(issue) for issue in issues],
    }


def _source(document: Document) -> dict[str, Any]:
    return {
        "name": document.source.name,
        "format": document.kind,
        "identity": document.identity,
        "sha256": document.source.sha256,
    }


def _map(map_: StructureMap) -> dict[str, Any]:
    return {"file": map_.file, "url": map_.url, "name": map_.name} | (
        {"version": version} if (version := dict(map_.metadata).get("version")) else {}
    )


def _element(origin: Origin, places: Places) -> dict[str, Any]:
    body: dict[str, Any] = {"path": origin.path}
    if origin.resource:
        local = origin.local.partition(".")[2]
        body["resource"] = f"{origin.resource}#{local}" if local else origin.resource
    if origin.value is not None:
        body["value"] = origin.value
    if origin.events:
        body |= _rule(origin.events[0])
        through = [event.rule for event in reversed(origin.events[1:]) if event.rule != origin.events[0].rule]
        return body | ({"through": through} if through else {}) | {"source": _places(places.sources(origin))}
    return body | {"added": origin.added}


def _rule(event: Event) -> dict[str, Any]:
    file, line, rule = parts_of(event.rule)
    return {"rule": rule, "map": file, "line": line}


def parts_of(reference: str) -> tuple[str, int, str]:
    """`file.map:line rule` → file, line and name of the rule."""
    head, _, rule = reference.partition(" ")
    file, _, line = head.rpartition(":")
    return file, int(line), rule


def _places(found: list[Place]) -> list[dict[str, Any]]:
    return [{"place": place.text} | ({"line": place.line} if place.line else {}) for place in found]


def _reads(recorder: Recorder, places: Places) -> list[dict[str, Any]]:
    """Each value of the source that was read, with the rules that did (or READING), in the order of reading."""
    found: dict[Place, dict[str, Any]] = {}
    for read in recorder.reads.noted:
        if (at := places.of_read(read)) is not None:
            row = found.setdefault(at, {**_places([at])[0], "value": read.value, "rules": {}})
            row["rules"][read.rule] = None
    return [row | {"rules": list(row["rules"])} for row in found.values()]


def _medication_entries(document: Document, bundle: dict[str, Any]) -> list[Entry]:
    """The entries of the source that became a medication."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    places = {
        entity["extension"][0]["valueString"]
        for resource in resources
        if resource["resourceType"] == "Provenance"
        for entity in resource["entity"]
        if "extension" in entity
    }
    return [entry for entry in document.entries if entry.place in places]


def _unread(entry: Entry, read: ReadNodes, places: Places) -> dict[str, Any]:
    rows = unread(entry, read, places)
    return {"entry": entry.place, "nodes": [_places([row.place])[0] | {"value": row.says} for row in rows]}


def _issue(issue: Issue) -> dict[str, Any]:
    fields = ("severity", "code", "message", "location", "element", "reference")
    found = {name: getattr(issue, name) for name in fields}
    return {("rule" if name == "reference" else name): value for name, value in found.items() if value}


def renumbered(trace: dict[str, Any], places: Mapping[str, int]) -> dict[str, Any]:
    """The trace for a Bundle that holds the entries of several. places: fullUrl → number of the entry there.

    What is only of the Bundle that was joined (its id, its date) is left out.
    """
    path = re.compile(r"Bundle\.entry\[(\d+)\]")
    elements = [(path.match(element["path"]), element) for element in trace["elements"]]
    urls = {found[1]: e["value"] for found, e in elements if found and found.end() + len(".fullUrl") == len(e["path"])}
    moved = [
        element | {"path": f"Bundle.entry[{places[urls[found[1]]]}]{element['path'][found.end() :]}"}
        for found, element in elements
        if found
    ]
    return trace | {"elements": moved}
