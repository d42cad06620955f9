"""How documents say that nothing is taken, or that nothing is known: by codes, by a negated drug of any kind, in words.

Sources: facts of the CI-SIS templates (absence codes); IHE PCC TF-2 §6.3.4.16 (absence codes of SNOMED CT); C-CDA R2.1
(no known medications).
"""

from typing import Any

from adapter.functions.absence import no_medication_in_words
from adapter.functions.cda.children import child, children
from adapter.functions.cda.product import name_of_product, product_material
from adapter.functions.cda.status import is_negated

_ANY_DRUG = "410942007"
_ABSENCE = {
    "no-known-medications": "none-known",
    "182849000": "none-known",
    "no-medication-info": "not-known",
    "182904002": "not-known",
}
_GLOBAL_STATEMENTS = "1.2.36.1.2001.1001.101.104.16299"
_STATEMENTS = {"01": "none-known", "02": "not-known", "03": "not-known"}  # none known, not asked, none supplied


def section_absence(context: Any, focus: list, *_: list) -> list:
    """Section without entries whose text says only that there is nothing, that is itself null, or that states an
    exclusion → `none-known` or `not-known`."""
    found: list[str | None] = []
    for section in focus:
        text = child(section, "text")
        if section.get("nullFlavor") and child(section, "entry") is None:
            found.append("not-known")
        elif text is not None and child(section, "entry") is None:
            said = " ".join("".join(text.itertext()).split())
            found.append(no_medication_in_words(said))
        else:
            found.append(_in_code(section))
    return [state for state in found if state]


def _in_code(section: Any) -> str | None:
    """What the exclusion statement of an Australian section says (NCTIS Global Statement Values)."""
    values = section.iterfind(f"{{*}}entry/{{*}}observation/{{*}}value[@codeSystem='{_GLOBAL_STATEMENTS}']")
    return next((_STATEMENTS.get(value.get("code") or "") for value in values), None)


def absence(context: Any, act: Any, product: list[dict[str, Any]], code: str) -> str | None:
    """substanceAdministration, Codings of its product and its own code → `none-known`, `not-known`, or None for one
    that names a product."""
    return _ABSENCE.get(code) or _no_drug(context, act, product) or _absence_in_words(context, act, product)


def _no_drug(context: Any, act: Any, product: list[dict[str, Any]]) -> str | None:
    """C-CDA writes "no medication" as a negated act of any drug (SNOMED CT 410942007, Drug or
    medicament), or of none."""
    if not is_negated(act) or product_material(context, act) is None:
        return None
    codes = {coding["code"] for coding in product}
    return "none-known" if codes == {_ANY_DRUG} or (not codes and not name_of_product(context, act)) else None


def _absence_in_words(context: Any, act: Any, product: list[dict[str, Any]]) -> str | None:
    """An entry without any code whose name says that there is nothing: `Aucun traitement`; or whose only codes say
    so. Where a dose is stated, something is taken, whatever its name."""
    names = [coding.get("display", "") for coding in product] or [name_of_product(context, act) or ""]
    said = {no_medication_in_words(name) for name in names}
    state = said.pop() if len(said) == 1 else None
    return None if state is None or _has_dose(act) else state


def _has_dose(act: Any) -> bool:
    amounts = (node for name in ("doseQuantity", "rateQuantity") for node in children(act, name))
    return any(part.get("value") for amount in amounts for part in (amount, *amount))
