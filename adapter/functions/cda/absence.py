"""How documents say that nothing is taken, or that nothing is known: by codes, by a negated drug of any kind, in words.

Sources: facts of the CI-SIS templates (absence codes); IHE PCC TF-2 §6.3.4.16 (absence codes of SNOMED CT); C-CDA R2.1
(no known medications).
"""

import re
from functools import lru_cache
from typing import Any

from adapter.functions.cda.children import child
from adapter.functions.cda.product import product_material, product_name
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
_ABSENT_NAMES = {
    **dict.fromkeys(("aucun", "aucun traitement", "aucun traitement en cours", "aucun médicament"), "none-known"),
    **dict.fromkeys(
        ("néant", "pas de traitement", "pas de traitement en cours", "absence de traitement"), "none-known"
    ),
    **dict.fromkeys(("traitement inconnu", "inconnu", "non renseigné", "non connu", "aucune donnée"), "not-known"),
    **dict.fromkeys(("pas de données", "absence de données", "aucune information", "pas d'information"), "not-known"),
    **dict.fromkeys(("no known medications", "no medications", "no current medications", "none known"), "none-known"),
    **dict.fromkeys(("keine medikation", "keine medikamente", "keine", "nessun farmaco"), "none-known"),
    **dict.fromkeys(("none", "no known active medications", "no active medications"), "none-known"),
    **dict.fromkeys(("unknown", "not known", "no information", "no data available", "no data"), "not-known"),
    **dict.fromkeys(("no information available", "medications unknown", "unbekannt", "nicht bekannt"), "not-known"),
}
# "No medications information available", "No known home medications": words alone, no product has a name like these.
_NO_MEDICATION = re.compile(r"no\b[a-z ,/-]*\b(medications?|meds|medicines|drugs)\b[a-z ,/-]*")
_NO_INFORMATION = re.compile(r"\b(information|data|recorded|available|documented|on file|entered|found|listed)\b")


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
            found.append(_in_words(said))
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
    return "none-known" if codes == {_ANY_DRUG} or (not codes and not product_name(context, [act])) else None


def _absence_in_words(context: Any, act: Any, product: list[dict[str, Any]]) -> str | None:
    """An entry without any code whose name says that there is nothing: `Aucun traitement`; or whose only codes say
    so."""
    if product:
        said = {_in_words(coding.get("display", "")) for coding in product}
        return said.pop() if len(said) == 1 else None
    name = product_name(context, [act])
    return _in_words(name[0]) if name else None


@lru_cache(1024)
def _in_words(text: str) -> str | None:
    said = text.casefold().strip(" .")
    if _NO_MEDICATION.fullmatch(said):
        return "not-known" if _NO_INFORMATION.search(said) else "none-known"
    return _ABSENT_NAMES.get(said)
