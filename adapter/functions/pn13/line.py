"""What a line says of itself: status, intent, alternatives."""

from typing import Any

from adapter.functions.cda.report import report
from adapter.sources.pn13 import children, text

_GONOGO = {"": "active", "0": "unknown", "1": "on-hold", "2": "active", "3": "active", "4": "cancelled"}
_CREATED = ("", "C")
_ALTERNATIVE = "3"


def request_status(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → MedicationRequest.status: GoNogo, absent is active (rule of the guide).

    Cré_arr_mod_val says creation, stop, change or validation; only the code of a creation is public. With any other the
    line may be stopped: `unknown`, and an Issue.
    """
    found = []
    for line in focus:
        code, change = text(line, "GoNogo"), text(line, "Cré_arr_mod_val")
        status = _GONOGO.get(code)
        if status is None:
            report(
                context, line, "warning", "code-invalid", f"GoNogo '{code}' is not known", "MedicationRequest.status"
            )
        if change not in _CREATED:
            message = f"Cré_arr_mod_val '{change}' is not known: it may say a stop or a change, and no status is drawn"
            report(context, line, "warning", "code-invalid", message, "MedicationRequest.status")
            status = status if status in ("cancelled", "on-hold") else None
        found.append(status or "unknown")
    return found


def request_intent(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → `option` for one of several alternatives, else `order`."""
    return ["option" if _alternatives(context, line) else "order" for line in focus]


def priority(context: Any, focus: list, *_: list) -> list:
    """Urgent → `urgent` or `routine`; anything else: Issue, nothing."""
    found = []
    for node in focus:
        said = {"1": "urgent", "true": "urgent", "0": "routine", "false": "routine"}.get(text(node).casefold())
        if said:
            found.append(said)
        else:
            report(context, node, "warning", "code-invalid", f"Urgent '{text(node)}' is not known (0 or 1)")
    return found


def alternative_notes(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → an Annotation for each line it is an alternative of, whichever of the two says so; an
    Issue that only one of them is taken. Other kinds of links are reported and left."""
    found = []
    for line in focus:
        numbers = _alternatives(context, line)
        if numbers:
            said = (
                f"line {text(line, 'Id_élément_prescr')} and line {', '.join(numbers)} are alternatives: one is taken"
            )
            report(context, line, "warning", "informational", said, "MedicationRequest.intent")
        _report_other_links(context, line)
        found += [{"text": f"Alternative à {f'la ligne {n}' if n else 'une ligne sans numéro'}"} for n in numbers]
    return found


def alternative_references(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → References by identifier to the lines it is an alternative of, with their names."""
    return [_reference(line, number) for line in focus for number in _alternatives(context, line) if number]


def _reference(line: Any, number: str) -> dict[str, Any]:
    others = [other for other in _lines(line) if text(other, "Id_élément_prescr") == number]
    components = [component for other in others for component in children(other, "Composant_prescrit")]
    name = " + ".join(label for component in components if (label := text(component, "Libellé_composant")))
    reference: dict[str, Any] = {"type": "MedicationRequest", "identifier": {"value": number}}
    return reference | ({"display": name} if name else {})


def _alternatives(context: Any, line: Any) -> list[str]:
    """Numbers of the lines it is an alternative of, "" for one that has no number."""
    prescription = line.getparent()
    memo = context.document.memo.setdefault("pn13 alternatives", {})
    if prescription not in memo:
        memo[prescription] = _linked(prescription)
    return list(memo[prescription].get(line, ()))


def _linked(prescription: Any) -> dict[Any, dict[str, None]]:
    """Line → numbers of its alternatives, whichever of the two says so, in order."""
    lines = children(prescription, "Elément_prescr_médic")
    numbered: dict[str, list[Any]] = {}
    for line in lines:
        numbered.setdefault(text(line, "Id_élément_prescr"), []).append(line)
    found: dict[Any, dict[str, None]] = {}
    for line in lines:
        number = text(line, "Id_élément_prescr")
        for target in (target for kind, target in _links(line) if kind == _ALTERNATIVE and target not in ("", number)):
            found.setdefault(line, {})[target] = None
            for other in numbered.get(target, ()):
                found.setdefault(other, {})[number] = None
    return found


def _lines(line: Any) -> list[Any]:
    return children(line.getparent(), "Elément_prescr_médic")


def _links(line: Any) -> list[tuple[str, str]]:
    links = children(line, "Elément_lié")
    return [(text(link, "Type_liaison_élément"), text(link, "Id_élément_lié")) for link in links]


def _report_other_links(context: Any, line: Any) -> None:
    for kind, target in _links(line):
        if kind != _ALTERNATIVE:
            message = f"linked to line {target} (link of kind '{kind}'): the link is not mapped"
            report(context, line, "information", "not-supported", message)
