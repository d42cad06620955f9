"""Fréquence_structurée, or a local Fréquence whose meaning is written → frequency, period and days of Timing.repeat."""

from typing import Any

from adapter.fhir.weekdays import WEEKDAYS
from adapter.functions.cda.report import report
from adapter.medication.posology import parse
from adapter.medication.product import number, stated_number
from adapter.sources.pn13 import children, text

_SCALES = {"1": "s", "2": "min", "3": "h", "4": "d", "5": "wk", "6": "mo", "7": "a"}
_WEEKDAY = ("Frq_filtreVal_1_J", "Frq_filtre_1_J")
_READ = ("Frq_échelle", "Frq_durée", "Frq_multiplicité", "Frq_libellé")
_RHYTHM = frozenset(("frequency", "period", "periodUnit"))
_LARGEST = 1000


def frequency(context: Any, posology: Any) -> dict[str, Any]:
    """Elément_posologie → `{frequency, period, periodUnit, dayOfWeek}` as far as they are stated; a filter that FHIR
    has no words for (the nth day, weeks or months of a period) leaves the whole rhythm to the text, with an Issue."""
    for node in children(posology, "Fréquence_structurée"):
        return _structured(context, node)
    for node in children(posology, "Fréquence"):
        return _read(meaning(node))
    return {}


def states_frequency(posology: Any) -> bool:
    """Whether a frequency is written, understood or not."""
    return bool(children(posology, "Fréquence_structurée") or children(posology, "Fréquence"))


def meaning(node: Any) -> str:
    """What a local code of frequency means, as the file writes it; "" when it does not."""
    return " ".join(str(node.get("Phast-signification") or "").split())


def _structured(context: Any, node: Any) -> dict[str, Any]:
    unit = _SCALES.get(text(node, "Frq_échelle"))
    length, times = _count(node, "Frq_durée"), _count(node, "Frq_multiplicité")
    filters = _filters(node)
    days = [day for element in filters if (day := _day(element))]
    if unit is None or length is False or times is False or len(days) < len(filters):
        said = f"the frequency '{text(node, 'Frq_libellé')}' has a part that is not understood; it is left to the text"
        report(context, node, "warning", "not-supported", said, "Timing.repeat")
        return {}
    repeat: dict[str, Any] = {"dayOfWeek": days} if days else {}
    if not days or times:
        repeat["frequency"] = times or 1
    if not days or times or length:
        repeat |= {"period": length or 1, "periodUnit": unit}
    return repeat


def _filters(node: Any) -> list[Any]:
    """What narrows the rhythm: the values of a Frq_filtre, or filters that stand without one; not the empty ones."""
    held = [element for filter_ in children(node, "Frq_filtre") for element in filter_.iterchildren("*")]
    known = [*children(node, "Frq_filtre"), *(element for name in _READ for element in children(node, name))]
    loose = [element for element in node.iterchildren("*") if element not in known]
    return [element for element in (*held, *loose) if text(element)]


def _day(element: Any) -> str | None:
    code = text(element)
    is_weekday = str(element.tag).endswith(_WEEKDAY) and code in "1234567" and len(code) == 1
    return WEEKDAYS[int(code) - 1] if is_weekday else None


def _count(node: Any, name: str) -> int | float | bool | None:
    """A number above zero, None when it is absent, False when it is something else."""
    written = text(node, name)
    if not written:
        return None
    value = stated_number(written.replace(",", "."))
    if value is None or not 0 < value <= _LARGEST:
        return False
    return number(value) if name == "Frq_durée" or value == value.to_integral_value() else False


def _read(written: str) -> dict[str, Any]:
    """A meaning that is understood whole and says a rhythm or moments only ("Trois fois par jour", "Matin et soir")."""
    found = parse(written, "fr") if written else None
    if found is None or found.confidence != "exact" or len(found.dosages) != 1:
        return {}
    repeat = (found.dosages[0].get("timing") or {}).get("repeat") or {}
    return dict(repeat) if repeat and (repeat.keys() <= _RHYTHM or repeat.keys() == {"when"}) else {}
