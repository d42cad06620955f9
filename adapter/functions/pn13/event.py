"""The events that start a dose: Type_événement_début (and its second) with what tells of them.

Type 1 is a time, 2 an activity or moment, 3 a condition (as needed), 4 a parameter that limits other doses.
"""

from typing import Any, NamedTuple

from adapter.sources.pn13 import children, text

TIME, MOMENT, CONDITION, PARAMETER = "1", "2", "3", "4"
_EVENTS = (
    ("Type_événement_début", "Evt_structuré_début", "Evénement_début"),
    ("Type_événement2_début", "Evt_structuré2_début", "Evénement2_début"),
)


class Event(NamedTuple):
    """kind: as above; structured: Evt_structuré…, None without one; written: the text or code of older versions."""

    kind: str
    structured: Any
    written: str

    def of_object(self, *path: str) -> str:
        """A text below Evénement_structuré/Evt_objet."""
        return "" if self.structured is None else text(self.structured, "Evénement_structuré", "Evt_objet", *path)

    def of_event(self, name: str) -> str:
        """A text below Evénement_structuré: Evt_opérateur, Evt_libellé."""
        return "" if self.structured is None else text(self.structured, "Evénement_structuré", name)

    @property
    def label(self) -> str:
        return self.of_event("Evt_libellé") or self.written

    @property
    def parameter(self) -> str:
        """Which limit an event of type 4 is: 1 least interval, 2 most at once, 3 most a day, 6 longest, 7 most ever."""
        if self.structured is None:
            return self.written
        return text(self.structured, "Evénement_param_poso_cond") or self.written


def events(posology: Any) -> list[Event]:
    """The events of one Elément_posologie, in order."""
    found = []
    for kind, structured, written in _EVENTS:
        if said := text(posology, kind):
            found.append(Event(said, next(iter(children(posology, structured)), None), text(posology, written)))
    return found


def is_limit(posology: Any) -> bool:
    """Whether the element states no dose of its own, only a limit of other doses (all its events are of type 4)."""
    found = events(posology)
    return bool(found) and all(event.kind == PARAMETER for event in found)


def is_as_needed(posology: Any) -> bool:
    return any(event.kind == CONDITION for event in events(posology))


def doses(posology: Any) -> list[Any]:
    """The elements of the same line that are a Dosage each; the first limit is one when there is nothing else."""
    siblings = children(posology.getparent(), "Elément_posologie")
    return [element for element in siblings if not is_limit(element)] or siblings[:1]


def limits(posology: Any) -> list[tuple[str, Any]]:
    """(parameter, element) of the limits that hold for a dose: on a line with doses as needed, for those alone (the
    least interval of a pump is that of its bolus)."""
    others = doses(posology)
    if any(is_as_needed(other) for other in others) and not is_as_needed(posology):
        return []
    siblings = children(posology.getparent(), "Elément_posologie")
    return [(events(element)[0].parameter, element) for element in siblings if is_limit(element)]
