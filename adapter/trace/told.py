"""A trace told to a person, in aligned lines."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from adapter.mapping.syntax import StructureMap
from adapter.sources.reads import READING
from adapter.trace.query import Node, is_under, line_asked, reference

_DETAILED = 8  # elements: more than these are told one a line
_VALUE = 44
_WIDEST = 64  # characters of a column: what is longer stands out of line
_LABELS = (
    *("medication.text", "medication.coding[0].display", "medication.display"),
    *("name[0].family", "name", "title", "description"),
)


def overview(trace: dict[str, Any], entries: Sequence[str]) -> Iterator[str]:
    """Every element but the fullUrls, by resource. entries: the places of the source's entries, which the other places
    are told from."""
    source, elements = trace["source"], trace["elements"]
    elements = [element for element in elements if not element["path"].endswith(".fullUrl")]
    made = [element for element in elements if "rule" in element]
    added = f", {others} by medrec" if (others := len(elements) - len(made)) else ""
    yield f"{source['name']}: {source['format']}, {len(made)} elements by rules{added}"
    yield from _by_resource(elements, labels(trace), entries)


def labels(trace: dict[str, Any]) -> dict[str, str]:
    """What a reader calls each resource: `Bundle.entry[7]` → `"RAMIPRIL 5 mg"`."""
    found: dict[str, dict[str, Any]] = {}
    for element in trace["elements"]:
        found.setdefault(_holder(element), {})[element.get("resource", "").partition("#")[2]] = element.get("value")
    return {
        holder: next((f'"{values[name]}"' for name in _LABELS if name in values), "")
        for holder, values in found.items()
    }


def _by_resource(elements: Iterable[dict[str, Any]], names: dict[str, str], entries: Sequence[str]) -> Iterator[str]:
    """Elements one a line under the resource that they belong to."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for element in elements:
        groups.setdefault(_holder(element), []).append(element)
    for holder, members in groups.items():
        base = _base(members, entries)
        yield ""
        type_ = _type(members[0])
        yield " ".join(part for part in (holder, type_ if type_ != holder else "", names.get(holder, "")) if part)
        if base:
            yield f"  from {base}"
        yield from _table([_element_row(element, holder, base) for element in members])


def _holder(element: dict[str, Any]) -> str:
    """`Bundle.entry[7]` of an element of a resource in it, else the first step of the path."""
    holder, inside, _ = element["path"].partition(".resource")
    return str(holder if inside and "resource" in element else element["path"].partition(".")[0])


def _type(element: dict[str, Any]) -> str:
    return str(element.get("resource", "").partition("#")[0].partition("/")[0])


def _base(elements: Sequence[dict[str, Any]], entries: Sequence[str]) -> str:
    """The entry that most of these elements come from."""
    places = [place["place"] for element in elements for place in element.get("source", ())]
    counted = [(sum(is_under(place, entry) for place in places), entry) for entry in entries]
    count, entry = max(counted, key=lambda found: (found[0], len(found[1])), default=(0, ""))
    return entry if count else ""


def _element_row(element: dict[str, Any], holder: str, base: str) -> tuple[str, ...]:
    local = element["path"].removeprefix(f"{holder}.resource").removeprefix(holder).lstrip(".") or "all of it"
    if "rule" not in element:
        return local, shown(element.get("value", "")), f"added by the program: {element['added']}"
    return local, shown(element["value"]), reference(element), _sources(element, base)


def _sources(element: dict[str, Any], base: str) -> str:
    found = [located(place, base) for place in element["source"]]
    return ", ".join(found[:3]) + (f", and {len(found) - 3} more" if len(found) > 3 else "")


def located(place: dict[str, Any], base: str = "") -> str:
    """A place with its line, told from `base` where it is under it."""
    text = place["place"]
    if base and is_under(text, base) and text[len(base) :][:1] != "-":  # `RXE-3` stays `RXE-3`
        text = text[len(base) :].lstrip("/.:") or "itself"
    return f"{text} (line {place['line']})" if place.get("line") else str(text)


def shown(value: Any) -> str:
    """A value on one line, cut where it is long."""
    text = " ".join(str(value).lower().split() if isinstance(value, bool) else str(value).split())
    return text if len(text) <= _VALUE else f"{text[: _VALUE - 1]}…"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows with aligned columns; the last column of a row takes what it needs."""
    widths: dict[int, int] = {}
    for row in rows:
        for number, cell in enumerate(row[:-1]):
            widths[number] = min(max(widths.get(number, 0), len(cell)), _WIDEST)
    for row in rows:
        cells = [cell.ljust(widths[number]) for number, cell in enumerate(row[:-1])]
        yield "  " + "  ".join([*cells, row[-1]]).rstrip()


def elements_told(
    elements: Sequence[dict[str, Any]], names: dict[str, str], maps: Sequence[StructureMap], entries: Sequence[str]
) -> Iterator[str]:
    """Few elements in full, with the text of their rules; many one a line. names: see `labels`."""
    if len(elements) > _DETAILED:
        yield from _by_resource(elements, names, entries)
        return
    for element in elements:
        yield " ".join(part for part in (element["path"], _type(element), names.get(_holder(element), "")) if part)
        yield from _table(list(_details(element, maps)))
        yield ""


def _details(element: dict[str, Any], maps: Sequence[StructureMap]) -> Iterator[tuple[str, str]]:
    if "value" in element:
        yield "value", " ".join(str(element["value"]).split())
    if "rule" not in element:
        yield "added", f"by the program: {element['added']}"
        return
    yield "rule", reference(element)
    if text := _rule_text(element, maps):
        yield "", text
    for outer in reversed(element.get("through", ())):
        yield "inside", outer
    for place in element["source"]:
        yield "source", located(place)


def _rule_text(element: dict[str, Any], maps: Sequence[StructureMap]) -> str:
    lines = next((map_.text.splitlines() for map_ in maps if map_.file == element["map"]), [])
    return lines[element["line"] - 1].strip() if 0 < element["line"] <= len(lines) else ""


def nodes_told(question: str, nodes: Sequence[Node], trace: dict[str, Any], entries: Sequence[str]) -> Iterator[str]:
    """What became of nodes of the source, the issues about them or what they stand in, and whether an entry that they
    stand in came out at all. entries: the places of the source's entries."""
    line = line_asked(question)
    if line is not None and any(node.line and node.line < line for node in nodes):
        yield f"Nothing starts on line {line}; before it:"
    for node in nodes:
        where = located({"place": node.place, "line": node.line})
        yield f"{where}  {shown(node.says)}".rstrip()
        if node.made:
            rows = [("→", e["path"], shown(e.get("value", "")), reference(e)) for e in node.made]
            yield from _table(rows)
        elif rules := [rule for rule in node.rules if rule != READING]:
            yield f"  nothing of its own; read by {', '.join(rules)}"
        elif node.rules:
            yield "  nothing of its own; looked at when the file was read"
        elif node.says:
            yield "  no rule read it"
        else:
            yield "  holds others only"
    places = {node.place for node in nodes}
    for issue in trace["issues"]:
        at = issue.get("location", "")
        if at.strip("/") and any(is_under(place, at) or is_under(at, place) for place in places):
            rule = f" [{issue['rule']}]" if "rule" in issue else ""
            yield f"{issue['severity']} at {at}: {issue['message']}{rule}"
    made = {place["place"] for element in trace["elements"] for place in element.get("source", ())}
    for entry in entries:
        if any(is_under(place, entry) for place in places) and not any(is_under(place, entry) for place in made):
            yield f"Nothing of {entry} came out."


def unread_told(trace: dict[str, Any]) -> Iterator[str]:
    """What no rule read, by medication entry."""
    entries = [entry for entry in trace["unread"] if entry["nodes"]]
    for entry in entries:
        yield entry["entry"]
        rows = [(located(node, entry["entry"]), shown(node["value"])) for node in entry["nodes"]]
        yield from _table(rows)
        yield ""
    yield f"{len(entries)} of {len(trace['unread'])} medication entries have something that no rule read."
    if trace["ignored"]:
        yield f"Not counted: {trace['ignored']}"
