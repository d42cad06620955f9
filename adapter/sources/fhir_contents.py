"""The resources in a FHIR file, each with its place: of a Bundle or Parameters in any depth, alone, or one a line."""

from collections.abc import Iterator
from typing import Any

from adapter.errors import SourceError
from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.fhir_json import decode, parse
from adapter.sources.fhir_resources import Located, array, located
from adapter.sources.fhir_xml import resource_of_xml
from adapter.sources.syntax import is_json

_LINES = {"resourceType": "Bundle", "type": "collection"}
"""What stands for a file of resources one a line."""


def contents(source: Source, issues: list[Issue]) -> tuple[str, dict[str, Any], list[Located]]:
    """How a file is written (`json`, `xml`, `ndjson`), its root resource and the resources in it, in order. What cannot
    be read of them becomes Issues.

    Raises SourceError when nothing can be read.
    """
    if not is_json(source.data):
        root = resource_of_xml(source)
        return "xml", root, list(_inside(root, root["resourceType"], source, issues))
    text = decode(source)
    lines = _lines(text)
    if lines:
        return "ndjson", _LINES, _of_lines(lines, source, issues)
    root = _resource(parse(text, source), "", source)
    return "json", root, list(_inside(root, root["resourceType"], source, issues))


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines of NDJSON with their numbers; none when the text is one JSON value, on however many lines.

    NDJSON has most of its lines as objects of their own; a line that is broken does not make it something else.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    whole = [line for _, line in lines if line.startswith("{") and line.endswith("}")]
    return lines if len(lines) > 1 and 2 * len(whole) >= len(lines) and len(whole[0]) > 1 else []


def _of_lines(lines: list[tuple[int, str]], source: Source, issues: list[Issue]) -> list[Located]:
    """The resources of NDJSON; a line that cannot be read is an Issue, and the others are read."""
    found: list[Located] = []
    errors: list[SourceError] = []
    for number, line in lines:
        place = f"line {number}"
        try:
            resource = _resource(parse(line, source, number), place, source)
            found.extend(_inside(resource, place, source, issues))
        except SourceError as error:
            errors.append(error)
            message = f"{error.message}: this line is not read"
            issues.append(Issue("error", "structure", message, source.name, error.location or place))
    if not found and errors:
        raise errors[0]
    return found


def _resource(value: Any, place: str, source: Source) -> dict[str, Any]:
    if not isinstance(value, dict):
        named = "an array" if isinstance(value, list) else "a single value"
        message = f"JSON, but not FHIR: expected an object, found {named}"
        raise SourceError(message, source=source.name, location=place)
    if not isinstance(value.get("resourceType"), str):
        raise SourceError("JSON, but not FHIR: the object has no resourceType", source=source.name, location=place)
    return value


def _inside(
    resource: dict[str, Any], place: str, source: Source, issues: list[Issue], full_url: str = ""
) -> Iterator[Located]:
    """A resource, or what it only carries: the entries of a Bundle, the resources of Parameters."""
    match resource["resourceType"]:
        case "Bundle":
            _check_bundle(resource, place, source, issues)
            yield from _entries(resource, place, source, issues)
        case "Parameters":
            yield from _parameters(resource, "parameter", place, source, issues)
        case _:
            yield located(resource, place, full_url)


def _entries(bundle: dict[str, Any], place: str, source: Source, issues: list[Issue]) -> Iterator[Located]:
    for index, entry in enumerate(array(bundle, "entry")):
        here = f"{place}.entry[{index}]"
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            request = entry.get("request") if isinstance(entry, dict) else None
            method = request.get("method") if isinstance(request, dict) else None
            said = f"a {method} without a resource" if method else "no resource"
            issues.append(Issue("warning", "structure", f"{said}: nothing to read", source.name, here))
        else:
            yield from _carried(resource, f"{here}.resource", source, issues, str(entry.get("fullUrl") or ""))


def _parameters(node: dict[str, Any], name: str, place: str, source: Source, issues: list[Issue]) -> Iterator[Located]:
    for index, parameter in enumerate(array(node, name)):
        here = f"{place}.{name}[{index}]"
        if isinstance(parameter, dict):
            if isinstance(parameter.get("resource"), dict):
                yield from _carried(parameter["resource"], f"{here}.resource", source, issues)
            yield from _parameters(parameter, "part", here, source, issues)


def _carried(
    resource: dict[str, Any], place: str, source: Source, issues: list[Issue], full_url: str = ""
) -> Iterator[Located]:
    if isinstance(resource.get("resourceType"), str):
        yield from _inside(resource, place, source, issues, full_url)
    else:
        issues.append(Issue("error", "structure", "the resource has no resourceType", source.name, place))


def _check_bundle(bundle: dict[str, Any], place: str, source: Source, issues: list[Issue]) -> None:
    if not isinstance(bundle.get("entry", []), list):
        raise SourceError("entry is not an array", source=source.name, location=f"{place}.entry")
    if bundle.get("type") == "history":
        message = "a history Bundle holds several versions of a resource; send the resources as they are now"
        raise SourceError(message, source=source.name, location=f"{place}.type")
    links = array(bundle, "link")
    if any(isinstance(link, dict) and link.get("relation") == "next" for link in links):
        message = "one page of a search result: the pages after it are not read; send one Bundle with all of them"
        issues.append(Issue("error", "incomplete", message, source.name, f"{place}.link"))
