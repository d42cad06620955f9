"""The resources of a FHIR file about several patients, by whom they are about. Source: docs/decisions/0009.

What is about nobody (products, people, organisations) is at hand for each: it comes along where something refers to it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.fhir_patient import Person, whom
from adapter.sources.fhir_resources import Located, Resources, array

_ABOUT_SOMEBODY = frozenset(
    ("MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration", "AllergyIntolerance",
     "Condition", "Observation", "DiagnosticReport", "Encounter", "List", "Composition")
)  # fmt: skip


class Share(NamedTuple):
    """The resources at hand for one patient, in the order of the file; `place`: where he begins in it."""

    place: str
    items: list[Located]


def share_out(
    items: list[Located], resources: Resources, source: Source, issues: list[Issue], left_out: list[Issue]
) -> list[Share]:
    """The resources for each patient that something is about. items: those of the file; resources: their index, what
    they contain included.

    Issues: a number that two patients share, who are kept apart; in `left_out`, resources that do not say whom they are
    about.
    """
    persons = {id(item): person for item in items if (person := whom(item, resources)) is not None}
    groups = _groups(persons.values(), source, issues)
    of_item = {key: groups[_key(person)] for key, person in persons.items()}
    for item in items:
        if item.type in ("List", "Composition") and id(item) not in of_item:
            about = {of_item.get(id(found)) for found in _listed(item, resources)}
            if len(about) == 1 and None not in about:
                of_item[id(item)] = about.pop() or 0
    for item in items:
        if item.type in _ABOUT_SOMEBODY and id(item) not in of_item:
            message = "no subject, in a file read for each of its patients: left out"
            left_out.append(Issue("error", "required", message, source.name, item.place, f"{item.type}.subject"))
    own: dict[int, list[Located]] = {}
    for item in items:
        if (group := of_item.get(id(item))) is not None:
            own.setdefault(group, []).append(item)
    order = {id(item): number for number, item in enumerate(items)}
    shared = {id(item) for item in items if id(item) not in of_item and item.type not in _ABOUT_SOMEBODY}
    return [Share(mine[0].place, _with_shared(mine, shared, order, resources)) for mine in own.values()]


def _with_shared(mine: list[Located], shared: set[int], order: dict[int, int], resources: Resources) -> list[Located]:
    """What is about one patient and all that it leads to, in the order of the file."""
    found = {id(item): item for item in mine}
    waiting = list(mine)
    while waiting:
        item = waiting.pop()
        for reference in _references(item.resource):
            target = resources.resolve(reference, item)
            if target is not None and id(target) in shared and id(target) not in found:
                found[id(target)] = target
                waiting.append(target)
    return sorted(found.values(), key=lambda item: order[id(item)])


def _references(resource: dict[str, Any]) -> Iterator[Any]:
    level: list[Any] = [resource]
    while level:
        node = level.pop()
        if isinstance(node, dict):
            if "reference" in node:
                yield node["reference"]
            level.extend(node.values())
        elif isinstance(node, list):
            level.extend(node)


def _listed(item: Located, resources: Resources) -> Iterator[Located]:
    """The resources that a List or Composition leads to and that are about somebody."""
    rows = [row.get("item") for row in array(item.resource, "entry") if isinstance(row, dict)]
    sections = array(item.resource, "section")
    while sections:
        section = sections[0] if isinstance(sections[0], dict) else {}
        rows += array(section, "entry")
        sections = [*array(section, "section"), *sections[1:]]
    for row in rows:
        found = resources.resolve(row.get("reference"), item) if isinstance(row, dict) else None
        if found is not None and found.type in _ABOUT_SOMEBODY:
            yield found


def _groups(persons: Iterable[Person], source: Source, issues: list[Issue]) -> dict[object, int]:
    """Key of a person → number of the patient. One joins the one patient that he shares a number with and that nothing
    of him contradicts (another name, birth date, or number of the same authority)."""
    numbers: dict[object, int] = {}
    members: list[list[Person]] = []
    known: dict[object, set[int]] = {}
    for person in persons:
        if _key(person) in numbers:
            continue
        keys = list(_shared_keys(person))
        fitting = {number for key in keys for number in known.get(key, ())}
        number = next(iter(fitting)) if len(fitting) == 1 else len(members)
        if fitting and (len(fitting) > 1 or any(_contradicts(person, other) for other in members[number])):
            number = len(members)
            message = "a number of a patient before, not shown to be the same person: kept apart"
            issues.append(Issue("error", "conflict", message, source.name, person.place))
        if number == len(members):
            members.append([])
        members[number].append(person)
        numbers[_key(person)] = number
        for key in keys:
            known.setdefault(key, set()).add(number)
    return numbers


def _key(person: Person) -> object:
    return id(person.patient) if person.patient is not None else person.address


def _shared_keys(person: Person) -> Iterator[object]:
    """What two mentions of one patient have in common: a number of one authority; without any, name and birth date."""
    if person.patient is None:
        yield person.address
        return
    numbers = list(person.numbers)
    yield from numbers
    if not numbers and person.names and person.birth_date:
        yield (tuple(sorted(person.names)), person.birth_date)


def _contradicts(one: Person, other: Person) -> bool:
    dates = {date for date in (one.birth_date, other.birth_date) if date}
    if len(dates) > 1 or (one.names and other.names and not one.names & other.names):
        return True
    left, right = dict(one.numbers), dict(other.numbers)
    return any(left[system] != right[system] for system in left.keys() & right.keys())
