"""Which list of a FHIR source each medication resource stands in: a List, a section of a Composition, or none."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from adapter.fhir.canonical import MEDICATION_LIST_KIND
from adapter.issues import Issue, Severity
from adapter.sources.document import Section, Source
from adapter.sources.fhir_conciliation import without_counterpart
from adapter.sources.fhir_flags import HELD, STOPPED, flagged
from adapter.sources.fhir_patient import whom
from adapter.sources.fhir_resources import Located, Resources, array
from adapter.sources.stop_titles import says_stop

PLANNED = ("proposal", "plan", "option")
"""Intents of a MedicationRequest that is no order yet."""
DELETED = ".entry.where(deleted)"
"""Ends the place of what a List marks as deleted."""
APART = ".entry.where("
"""In the place of a list that holds a part of what another one lists."""
NOT_CURRENT = ("retired", "entered-in-error")
"""States of a List that no longer says what is taken."""


class Doubt(NamedTuple):
    """What the list of an item says against its being active: the status that this leaves, and the words."""

    status: str
    said: str


class Standing(NamedTuple):
    """What list_items() finds of medication resources beside their lists, by identity of the resource of an entry.

    doubted: what its list says against it; repeated: where the resource stands before, for one of a further list.
    """

    doubted: dict[int, Doubt]
    repeated: dict[int, tuple[Located, ...]]


def list_items(
    resources: Resources,
    source: Source,
    issues: list[Issue],
    types: tuple[str, ...],
    standing: Standing | None = None,
) -> Iterator[tuple[Section, list[Located]]]:
    """Each list of the source with its medication resources in list order; then those in no list, by what they are.

    What a list marks as deleted or ceased is a list apart, and so is what a French conciliation finds without
    counterpart. A list of lists and a section that leads to another document are none themselves. Lists that are
    retired or entered in error come last. standing: receives what the lists say of the resources; without it a
    resource in two lists is only in the first, and an Issue says so.
    """
    taken: dict[int, list[Located]] = {}
    first: dict[int, Section] = {}
    for section, references, origin in _lists(resources):
        if references and all(_is_elsewhere(reference, resources, origin) for reference in references):
            _report_documents(references, resources, section, origin, source, issues)
            continue
        items: list[Located] = []
        for reference in references:
            found = _resolve(resources, reference, origin)
            if found is None:
                _report_missing(reference, section, _around(resources, reference, origin), source, issues)
            elif found.type not in types:
                if found.type == "Medication" and standing is not None:
                    _report_product(found, section, source, issues)
            elif id(found) in taken and (standing is None or found.place in [item.place for item in items]):
                issues.append(also_in(section.place, first[id(found)].place, source, found.place))
            else:
                first.setdefault(id(found), section)
                before = taken.setdefault(id(found), [])
                item = resources.once_more(found, section.place) if before else found
                if standing is not None:
                    standing.repeated.update({id(item.resource): tuple(before)} if before else {})
                    standing.doubted.update(_doubt(section, reference, item))
                before.append(item)
                items.append(item)
        yield from _parts(section, items)
    yield from _loose([item for item in resources.items if item.type in types and id(item) not in taken])


def also_in(other: str, counted: str, source: Source, place: str, severity: Severity = "information") -> Issue:
    """What is said of a resource that is one line, counted in one of the two lists that it stands in."""
    message = f"stands also in {other}; it is one line, of {counted}"
    return Issue(severity, "duplicate", message, source.name, place)


def _resolve(resources: Resources, reference: dict[str, Any], origin: Located) -> Located | None:
    """What a list item leads to; `#id` in a contained list is contained beside it."""
    text = reference.get("reference")
    return resources.resolve(text, origin) or (resources.resolve(text, origin.container) if origin.container else None)


def _is_elsewhere(reference: dict[str, Any], resources: Resources, origin: Located) -> bool:
    found = _resolve(resources, reference, origin)
    return found.type in ("List", "Composition") if found else _type(reference) == "Composition"


def _report_documents(
    references: list[dict[str, Any]],
    resources: Resources,
    section: Section,
    origin: Located,
    source: Source,
    issues: list[Issue],
) -> None:
    for reference in references:
        if _resolve(resources, reference, origin) is None:
            message = f"the section leads to another document, {reference.get('reference')}, which is not in the file"
            issues.append(Issue("warning", "not-found", f"{message}: not read", source.name, section.place))


def _parts(section: Section, items: list[Located]) -> Iterator[tuple[Section, list[Located]]]:
    """A list, and apart from it the lines that a conciliation finds without counterpart: stopped, or open questions."""
    kinds = {id(item): without_counterpart(item.resource) for item in items}
    if not items or None in kinds.values():
        yield section, [item for item in items if kinds[id(item)] is None]
    for kind in ("stopped", "history"):
        if apart := [item for item in items if kinds[id(item)] == kind]:
            extension = [{"url": MEDICATION_LIST_KIND, "valueCode": kind}]
            head = {key: section.node[key] for key in ("title", "date") if key in section.node}
            yield Section({"extension": extension, **head}, f"{section.place}{APART}{kind})"), apart


def _lists(resources: Resources) -> Iterator[tuple[Section, list[dict[str, Any]], Located]]:
    lists = [item for item in resources.items if item.type == "List"]
    old = [item for item in lists if item.resource.get("status") in NOT_CURRENT]
    for item in lists:
        if item not in old:
            yield from _list(item)
    for item in resources.items:
        if item.type == "Composition":
            yield from _sections(item.resource, item.place, item)
    for item in old:
        yield from _list(item)


def _doubt(section: Section, reference: dict[str, Any], item: Located) -> dict[int, Doubt]:
    status = section.node.get("status") if section.node.get("resourceType") == "List" else None
    if status in NOT_CURRENT:
        said = f"the list it stands in is {status}: an active status is taken as unknown"
        return {id(item.resource): Doubt("unknown", said)}
    title = section.node.get("title")
    if isinstance(title, str) and says_stop(title) == "stopped":
        said = f"the list it stands in is titled '{title}': an active status is taken as unknown"
        return {id(item.resource): Doubt("unknown", said)}
    entries = (entry for entry in array(section.node, "entry") if isinstance(entry, dict))
    entry = next((entry for entry in entries if entry.get("item") is reference), None)
    said = "its list says that it is suspended: an active status is taken as on-hold"
    return {id(item.resource): Doubt(HELD, said)} if entry and flagged(entry) == HELD else {}


def _list(item: Located) -> Iterator[tuple[Section, list[dict[str, Any]], Located]]:
    entries = [entry for entry in array(item.resource, "entry") if isinstance(entry, dict)]
    kept = [_reference(entry.get("item")) for entry in entries if flagged(entry) != STOPPED]
    deleted = [_reference(entry.get("item")) for entry in entries if flagged(entry) == STOPPED]
    yield Section(item.resource, item.place), kept, item
    if deleted:
        stopped: dict[str, Any] = {
            "resourceType": "List",
            "extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "stopped"}],
            **{key: item.resource[key] for key in ("title", "date") if key in item.resource},
        }
        yield Section(stopped, f"{item.place}{DELETED}"), deleted, item


def _sections(
    node: dict[str, Any], place: str, origin: Located
) -> Iterator[tuple[Section, list[dict[str, Any]], Located]]:
    for index, section in enumerate(array(node, "section")):
        if isinstance(section, dict):
            here = f"{place}.section[{index}]"
            yield Section(section, here), [_reference(entry) for entry in array(section, "entry")], origin
            yield from _sections(section, here, origin)


def _reference(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}


def _type(reference: dict[str, Any]) -> str:
    """The type that a reference says itself that it leads to."""
    text = str(reference.get("reference") or "").partition("/_history/")[0]
    return str(reference.get("type") or text.rpartition("/")[0].rpartition("/")[2])


def _report_product(found: Located, section: Section, source: Source, issues: list[Issue]) -> None:
    """A list of mere products does not say whether they are ordered, taken or delivered: no line can be made of one."""
    concept = found.resource.get("code")
    rows = [concept, *array(concept, "coding")] if isinstance(concept, dict) else []
    names = (row.get(key) for row in rows if isinstance(row, dict) for key in ("text", "display", "code"))
    named = next((name for name in names if isinstance(name, str) and name), found.place)
    message = f"an item of the list is a product, {named}, and no treatment with it: it is not read"
    issues.append(Issue("error", "not-supported", message, source.name, section.place))


def _around(resources: Resources, reference: dict[str, Any], origin: Located) -> str:
    """Why what a list item leads to is not read: what the whole file has there, of which this is one patient's."""
    found = _resolve(resources.around, reference, origin) if resources.around is not None else None
    if resources.around is None or found is None:
        return "which is not a resource of the file"
    return "which is about another patient" if whom(found, resources.around) else "which does not say whom it is about"


def _report_missing(reference: dict[str, Any], section: Section, why: str, source: Source, issues: list[Issue]) -> None:
    """A list item that leads nowhere is a line that is not read: an error, unless it says that it is something else."""
    text = str(reference.get("reference") or "")
    type_ = _type(reference)
    if type_ and "Medication" not in type_:
        return
    named = " ".join(part for part in (text, str(reference.get("display") or "")) if part)
    message = "an item of the list refers to nothing: it is not read"
    if named:
        message = f"an item of the list refers to {named}, {why}: it is not read"
    issues.append(Issue("error", "not-found", message, source.name, section.place))


def _loose(items: list[Located]) -> Iterator[tuple[Section, list[Located]]]:
    """Resources in no list, by type: `loose` says which; orders that are only planned apart."""
    groups: dict[str, list[Located]] = {}
    for item in items:
        planned = item.type == "MedicationRequest" and item.resource.get("intent") in PLANNED
        groups.setdefault("planned" if planned else item.type, []).append(item)
    for loose, members in groups.items():
        yield Section({"loose": loose}, f"{loose} in no list"), members
