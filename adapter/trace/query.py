"""Questions to a trace, both ways: what an element of the result comes from, what became of a node of the source.

A question is a piece of a path, written as short as one likes: `dosage.text`, `MedicationStatement.status`, `RXE-3`,
`row 3`, `doseQuantity/@value`, `line 45`. What is under the piece is meant too.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from adapter.fhir.definitions import r4

_LINE = re.compile(r"(?:line|ligne)\s*(\d+)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[/.:#\-]+")
_STEP = re.compile(r"(.*?)(?:\[(\d+)\])?")
_Item = TypeVar("_Item")

Step = tuple[str, str]
"""Name, and index as it is written, "" without."""


@dataclass
class Node:
    """A node of the source and what became of it. says: its value as text, "" of one that only holds others; made:
    elements of the trace; rules: those that read it."""

    place: str
    line: int | None = None
    says: str = ""
    made: list[dict[str, Any]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def tells(self) -> bool:
        """Whether there is something to tell of it by itself."""
        return bool(self.says or self.made or self.rules)


def steps(text: str) -> list[Step]:
    """A path of any format as its steps."""
    found = [_STEP.fullmatch(part) for part in _SEPARATORS.split(text.strip()) if part.strip()]
    return [(match[1].strip(), match[2] or "") for match in found if match]


def line_asked(question: str) -> int | None:
    """The number in `line 45`; None for a path."""
    match = _LINE.fullmatch(question.strip())
    return int(match[1]) if match else None


def elements_at(elements: Iterable[dict[str, Any]], question: str) -> list[dict[str, Any]]:
    """The elements that a piece of a FHIRPath means. Names need not be whole and steps may be left out where nothing
    fits better."""
    return _fitting(list(elements), question, _element_paths)


def _element_paths(element: dict[str, Any]) -> list[list[Step]]:
    resource, _, local = element.get("resource", "").partition("#")
    type_ = resource.partition("/")[0]
    return [steps(element["path"]), steps(f"{type_}.{local}"), steps(f"{resource}.{local}")]


def _fitting(items: list[_Item], question: str, paths: Callable[[_Item], list[list[Step]]]) -> list[_Item]:
    """The items that fit the question best: by whole names, else by their beginnings, else with steps left out, else by
    pieces of names."""
    wanted = steps(question)
    located = [(item, paths(item)) for item in items]
    for fits in (_has_run, _has_run_of_beginnings, _has_beginnings, _has_pieces):
        found = [item for item, candidates in located if wanted and any(fits(path, wanted) for path in candidates)]
        if found:
            return found
    return []


def _has_run(path: Sequence[Step], wanted: Sequence[Step]) -> bool:
    return any(
        all(_is(step, asked) for step, asked in zip(path[start:], wanted, strict=False))
        for start in range(len(path) - len(wanted) + 1)
    )


def _has_run_of_beginnings(path: Sequence[Step], wanted: Sequence[Step]) -> bool:
    return any(
        all(_begins(step, asked) for step, asked in zip(path[start:], wanted, strict=False))
        for start in range(len(path) - len(wanted) + 1)
    )


def _has_beginnings(path: Sequence[Step], wanted: Sequence[Step]) -> bool:
    rest = iter(path)
    return all(any(_begins(step, asked) for step in rest) for asked in wanted)


def _has_pieces(path: Sequence[Step], wanted: Sequence[Step]) -> bool:
    rest = iter(path)
    return all(any(_holds(step, asked) for step in rest) for asked in wanted)


def _is(step: Step, asked: Step) -> bool:
    """`medicationCodeableConcept`, as JSON writes it, is `medication` of FHIRPath; `RXE` is any `RXE[n]`."""
    (name, index), (wanted, wanted_index) = step, asked
    types = r4().choices(name)
    settled = any(wanted == name + type_[0].upper() + type_[1:] for type_ in types)
    return (wanted == name or settled) and wanted_index in ("", index)


def _begins(step: Step, asked: Step) -> bool:
    return _plain(step[0]).startswith(_plain(asked[0])) and asked[1] in ("", step[1])


def _holds(step: Step, asked: Step) -> bool:
    return _plain(asked[0]) in _plain(step[0]) and asked[1] in ("", step[1])


@cache
def _plain(name: str) -> str:
    """A name as people type it: without the mark of an attribute, capitals and accents."""
    letters = unicodedata.normalize("NFKD", name.lstrip("@").lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def nodes_at(nodes: list[Node], question: str) -> list[Node]:
    """The nodes of the source that a place, a piece of one, or `line N` means, in source order.

    A line means what starts on it, with all that is inside; where nothing does, the last node before it.
    """
    number = line_asked(question)
    if number is not None and any(node.line for node in nodes):
        return _told(_on_line(nodes, number))
    return _told(_fitting(nodes, question, lambda node: [steps(node.place)]))


def _on_line(nodes: list[Node], number: int) -> list[Node]:
    starting = [node for node in nodes if node.line == number]
    if starting:
        return [node for node in nodes if any(is_under(node.place, start.place) for start in starting)]
    before = max((node.line for node in nodes if node.line and node.line < number), default=None)
    return [node for node in nodes if before is not None and node.line == before and node.tells]


def _told(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if node.tells] or nodes[:1]


def is_under(place: str, above: str) -> bool:
    """Whether a place is `above` or inside it."""
    return place == above or (place.startswith(above) and place[len(above)] in "/.:-")


def nodes_of(trace: dict[str, Any], source: Iterable[Node]) -> list[Node]:
    """The nodes of a source in its order, each with what the trace says of it. `source`: every node that there is."""
    nodes = {node.place: node for node in source}
    for read in trace["reads"]:
        node = nodes.setdefault(read["place"], Node(read["place"], read.get("line"), str(read["value"])))
        node.rules = list(dict.fromkeys([*node.rules, *read["rules"]]))
    for element in trace["elements"]:
        for place in element.get("source", ()):
            nodes.setdefault(place["place"], Node(place["place"], place.get("line"))).made.append(element)
    made_on = _made_on(trace["elements"])
    for node in list(nodes.values()):
        node.made += [element for element in _by_condition(node, made_on) if element not in node.made]
    return list(nodes.values())


def _made_on(elements: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(rule, place it stood on) → elements."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for element in elements:
        for place in element.get("source", ()):
            found.setdefault((reference(element), place["place"]), []).append(element)
    return found


def _by_condition(node: Node, made_on: dict[tuple[str, str], list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """A rule that read a part of the node it stood on (`where code = 'M'`) made its element of that part too."""
    above = node.place.rpartition("/")[0]
    for rule in node.rules if above else ():
        yield from made_on.get((rule, above), ())


def reference(element: dict[str, Any]) -> str:
    """`file.map:line rule` of an element that a rule made."""
    return f"{element['map']}:{element['line']} {element['rule']}".rstrip()
