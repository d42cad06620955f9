"""Elément_posologie → the parts of Dosage that are neither time nor route: dose, rate, limits, condition, text."""

from typing import Any

from adapter.fhir.canonical import UCUM
from adapter.functions.cda.report import report
from adapter.functions.pn13 import event
from adapter.functions.pn13.frequency import meaning
from adapter.functions.pn13.quantity import dose
from adapter.medication.product import stated_number
from adapter.sources.pn13 import children, text

_GENERAL = ("si besoin", "au besoin", "à la demande")
_AS_NEEDED = "0"  # Evt_clinique_code: no parameter is named
_MOST_AT_ONCE, _MOST_A_DAY, _MOST_EVER = "2", "3", "7"
_WITHOUT_TARGET = {"4": "the most a rate may be", "5": "a limit of kind 5"}


def is_dosage(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → whether it is a Dosage of its own (an element that only limits others is not)."""
    return [any(posology is other for other in event.doses(posology)) for posology in focus]


def dosage_text(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → what is written of it: the line's Posologie when it has one dosage, else the labels of its
    frequency and events."""
    found = []
    for posology in focus:
        whole = text(posology.getparent(), "Posologie") if len(event.doses(posology)) == 1 else ""
        if said := ", ".join(filter(None, (whole or _labels(posology), *_unread_amounts(posology)))):
            found.append(said)
    return found


def _unread_amounts(posology: Any) -> list[str]:
    """Amounts that are no numbers (`une gtte`), in words."""
    if event.is_limit(posology):
        return []
    stated = (node for name in ("Quantité", "Débit") for node in children(posology, name))
    return [
        f"{text(node, 'Nombre')} {text(node, 'Unité')}".strip()
        for node in stated
        if text(node, "Nombre") and stated_number(text(node, "Nombre").replace(",", ".")) is None
    ]


def dose_quantity(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → Quantity of one dose, the unit `dose` worked out."""
    stated = (node for posology in focus if not event.is_limit(posology) for node in children(posology, "Quantité"))
    return [found for node in stated if not _is_ambiguous(context, node) and (found := dose(context, node))][:1]


def rate_quantity(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → Quantity of its Débit."""
    stated = (node for posology in focus if not event.is_limit(posology) for node in children(posology, "Débit"))
    return [found for node in stated if (found := dose(context, node))][:1]


def most_at_once(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → Quantity that one dose may not go beyond."""
    return [found for posology in focus if (found := _limit(context, posology, _MOST_AT_ONCE))]


def most_ever(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → Quantity that a lifetime may not go beyond."""
    return [found for posology in focus if (found := _limit(context, posology, _MOST_EVER))]


def most_a_day(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → Ratio of the most in a day."""
    day = {"value": 1, "unit": "d", "system": UCUM, "code": "d"}
    found = [limit for posology in focus if (limit := _limit(context, posology, _MOST_A_DAY))]
    return [{"numerator": limit, "denominator": day} for limit in found]


def needed_when(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → CodeableConcept of the condition under which the dose is taken, where one is named."""
    labels = [
        found.label
        for posology in focus
        for found in event.events(posology)
        if found.kind == event.CONDITION and _names_a_condition(found)
    ]
    return [{"text": "; ".join(labels)}] if labels else []


def is_as_needed(context: Any, focus: list, *_: list) -> list:
    """Elément_posologie → whether the dose is taken as needed, under a condition that is not named."""
    found = []
    for posology in focus:
        found.append(event.is_as_needed(posology) and not needed_when(context, [posology]))
        if found[-1]:
            _report_parameters(context, posology)
    return found


def _names_a_condition(found: event.Event) -> bool:
    return bool(found.label) and found.label.casefold() not in _GENERAL


def _report_parameters(context: Any, posology: Any) -> None:
    for found in event.events(posology):
        code = found.of_object("Evt_clinique", "Evt_clinique_code")
        if code not in ("", _AS_NEEDED):
            said = f"the condition is the clinical parameter {code}, which has no text: the dose is as needed"
            report(context, posology, "warning", "code-invalid", said, "Dosage.asNeeded[x]")


def _labels(posology: Any) -> str:
    """Labels of the frequency (structured, or a local code with its meaning) and of the events, each once."""
    written = [text(posology, "Fréquence_structurée", "Frq_libellé")]
    written += [meaning(node) for node in children(posology, "Fréquence")]
    written += [found.label for found in event.events(posology) if found.kind != event.PARAMETER]
    return ", ".join(dict.fromkeys(label for label in written if label))


def _limit(context: Any, posology: Any, parameter: str) -> dict[str, Any] | None:
    for kind, element in event.limits(posology):
        if kind in _WITHOUT_TARGET:
            said = f"{_WITHOUT_TARGET[kind]} has no element in FHIR R4; read it in the text of the prescription"
            report(context, element, "information", "not-supported", said, "Dosage")
        for node in children(element, "Quantité") if kind == parameter else ():
            return dose(context, node)
    return None


def _is_ambiguous(context: Any, node: Any) -> bool:
    """One number that would be both a dose and a limit."""
    kinds = {found.kind for found in event.events(node.getparent())}
    if event.PARAMETER not in kinds:
        return False
    said = "a quantity beside a limit: it may be the dose or the limit, and is left to the text"
    report(context, node, "warning", "conflict", said, "Dosage.doseAndRate")
    return True
