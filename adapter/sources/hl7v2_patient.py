"""The patients of an HL7 v2 file: its PID segments are about one person, or the file is refused, or read for each."""

from adapter.errors import PatientMismatch
from adapter.issues import Issue, Severity
from adapter.sources.document import Source
from adapter.sources.hl7v2_messages import Messages
from adapter.sources.hl7v2_orders import DRUGS
from adapter.sources.hl7v2_tree import Segment
from adapter.sources.patients import by_patient

_COMPARED = (("the name differs from that of", "5"), ("the birth date differs from that of", "7"))
_IDENTIFIERS = ("3", "2", "4")


def patient_of(found: Messages, source: Source, issues: list[Issue]) -> Segment | None:
    """The PID that says most of the first patient. Issues: messages without PID, names or dates that differ.

    Raises PatientMismatch when two PID are not shown to be about one person.
    """
    kept: Segment | None = None
    for message in found.messages:
        persons = [segment for segment in message if segment.name == "PID"]
        if not persons and len(found.messages) > 1:
            text = "a message without PID: taken as about the patient of the file"
            severity: Severity = "error" if _has_drug(message) else "warning"
            issues.append(Issue(severity, "required", text, source.name, message[0].place))
        for person in persons:
            if kept is not None:
                _check(kept, person, source, issues)
            if kept is None or _said(person) > _said(kept):
                kept = person
    return kept


def unnamed(found: Messages) -> bool:
    """Whether a message with a drug has no PID: whom it is about is not said."""
    return any(_has_drug(message) and all(s.name != "PID" for s in message) for message in found.messages)


def _has_drug(message: list[Segment]) -> bool:
    return any(segment.name in DRUGS for segment in message)


def patients_of(found: Messages, source: Source, issues: list[Issue]) -> list[tuple[Segment, Messages]]:
    """Each patient of a file of several, by the PID that says most of him, with the messages about him.

    Issues: messages without PID and messages about several patients, which are left out; a number that two patients
    share, who are kept apart.
    """
    about: dict[Segment, list[Segment]] = {}
    for message in found.messages:
        if (person := _about(message, source, issues)) is not None:
            about[person] = message
    kept = by_patient(about, _shares_number, _contradicts)
    for person in kept.apart:
        text = "a number of a patient before, not shown to be the same person: kept apart"
        issues.append(Issue("error", "conflict", text, source.name, person.place))
    return [
        (max(persons, key=_said), Messages([about[person] for person in persons], list(found.envelope)))
        for persons in kept.groups
    ]


def _about(message: list[Segment], source: Source, issues: list[Issue]) -> Segment | None:
    """The PID of a message about one patient."""
    persons = [segment for segment in message if segment.name == "PID"]
    if not persons:
        text = "a message without PID, in a file read for each of its patients: left out"
        issues.append(Issue("error", "required", text, source.name, message[0].place))
        return None
    if any(not _shares_number(persons[0], other) or _contradicts(persons[0], other) for other in persons[1:]):
        text = "a message about several patients: left out"
        issues.append(Issue("error", "conflict", text, source.name, message[0].place))
        return None
    return max(persons, key=_said)


def _shares_number(one: Segment, other: Segment) -> bool:
    """Whether one authority gives both one number; of two without any number, whether name and birth date are one."""
    left, right = _any_numbers(one), _any_numbers(other)
    if not left and not right:
        return _alike(one, other)
    return any(left[authority] & right[authority] for authority in left.keys() & right.keys())


def _contradicts(one: Segment, other: Segment) -> bool:
    return _is_another_number(one, other) or any(_differs(one, other, number) for number in ("5", "7"))


def _check(kept: Segment, person: Segment, source: Source, issues: list[Issue]) -> None:
    differing = [said for said, number in _COMPARED if _differs(kept, person, number)]
    shared, is_own = _values(kept) & _values(person), bool(_own_values(kept) & _own_values(person))
    # a number in PID-2 beside PID-3 may be of a household or a constant: it outweighs no other number and no other name
    is_another = not is_own and (_is_another_number(kept, person) or bool(differing))
    if is_another or (not shared and not (_alike(kept, person) or _equal(kept, person))):
        text = f"two patients in one file: not shown to be that of {kept.place}"
        raise PatientMismatch(text, source=source.name, location=person.place)
    if len(differing) == 2:
        text = f"two patients in one file: name and birth date are not those of {kept.place}"
        raise PatientMismatch(text, source=source.name, location=person.place)
    for said in differing:
        text = f"{said} {kept.place}; one of them is kept"
        issues.append(Issue("error", "conflict", text, source.name, person.place))


def _is_another_number(one: Segment, other: Segment) -> bool:
    """Whether one authority gives them two numbers."""
    left, right = _numbers(one), _numbers(other)
    return any(left[authority].isdisjoint(right[authority]) for authority in left.keys() & right.keys())


def _any_numbers(person: Segment) -> dict[str, set[str]]:
    """PID-3, else what older versions have beside it (PID-2, PID-4)."""
    return next((found for name in _IDENTIFIERS if (found := _numbers(person, name))), {})


def _numbers(person: Segment, field: str = "3") -> dict[str, set[str]]:
    """Numbers by their authority and type."""
    found: dict[str, set[str]] = {}
    for part in person.occurrences(field):
        if part.get(1):
            authority = "^".join((part.get(4, 1), part.get(4, 2), part.get(5)))
            found.setdefault(authority, set()).add(part.get(1).replace(" ", "").upper())
    return found


def _equal(one: Segment, other: Segment) -> bool:
    """Nothing in the two that tells them apart."""
    return all(_key(one, number) == _key(other, number) for number in ("5", "7")) and _values(one) == _values(other)


def _alike(one: Segment, other: Segment) -> bool:
    """Name and birth date stated in both, and the same."""
    return all(_key(one, number) and _key(one, number) == _key(other, number) for number in ("5", "7"))


def _differs(one: Segment, other: Segment, number: str) -> bool:
    left, right = _key(one, number), _key(other, number)
    return bool(left and right and not left & right)


def _key(person: Segment, number: str) -> frozenset[str]:
    """Family and given name of each name, or the day of birth."""
    parts = person.occurrences(number)
    if number == "7":
        return frozenset(part.text[:8] for part in parts)
    return frozenset(" ".join((part.get(1), part.get(2))).casefold() for part in parts)


def _own_values(person: Segment) -> set[str]:
    """The numbers of PID-3, or of what older versions have instead."""
    return {number for numbers in _any_numbers(person).values() for number in numbers}


def _values(person: Segment) -> frozenset[str]:
    parts = [part for number in _IDENTIFIERS for part in person.occurrences(number)]
    return frozenset(part.get(1).replace(" ", "").upper() for part in parts if part.get(1))


def _said(person: Segment) -> int:
    return sum(1 for number in (*_IDENTIFIERS, "5", "7", "8") for _ in person.occurrences(number))
