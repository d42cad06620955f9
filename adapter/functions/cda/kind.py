"""What kind of entry an act is: a treatment, a delivery, a statement of absence, or something else that uses the same
elements.

Sources: facts of the CI-SIS templates (absence codes, vaccine and device templates); IHE PCC TF-2 §6.3.4.16 (absence
codes of SNOMED CT); C-CDA R2.1 (immunization activities); HL7 V3 ActCode (IMMUNIZ and its kinds).
"""

from typing import Any

from adapter.fhir.canonical import ATC
from adapter.functions.cda.product import product_codings, product_material, product_name
from adapter.functions.cda.time import bounds

_VACCINES = frozenset(
    (
        *("1.2.250.1.213.1.1.3.45", "1.2.250.1.213.1.1.3.47"),
        *("1.3.6.1.4.1.19376.1.5.3.1.4.12", "1.3.6.1.4.1.19376.1.5.3.1.4.12.2"),
        *("2.16.840.1.113883.10.20.22.4.52", "2.16.840.1.113883.10.20.22.4.120"),
    )
)
_VACCINE_ACTS = frozenset(("IMMUNIZ", "INITIMMUNIZ", "BOOSTER"))
_DEVICES = frozenset(("1.2.250.1.213.1.1.3.20",))
_ABSENCE = {
    "no-known-medications": "none-known",
    "182849000": "none-known",
    "no-medication-info": "not-known",
    "182904002": "not-known",
}
_ABSENT_NAMES = {
    **dict.fromkeys(("aucun", "aucun traitement", "aucun traitement en cours", "aucun médicament"), "none-known"),
    **dict.fromkeys(
        ("néant", "pas de traitement", "pas de traitement en cours", "absence de traitement"), "none-known"
    ),
    **dict.fromkeys(("traitement inconnu", "inconnu", "non renseigné", "non connu", "aucune donnée"), "not-known"),
    **dict.fromkeys(("pas de données", "absence de données", "aucune information", "pas d'information"), "not-known"),
}
_INTENTS = frozenset(("INT", "RQO", "PRP", "PRMS", "ARQ", "APT"))
_WRAPPERS = frozenset(("act", "organizer", "observation", "procedure", "encounter"))


def act_kind(context: Any, focus: list, *_: list) -> list:
    """Act → `treatment`, `delivery`, `none-known`, `not-known`, `vaccine`, `device`, `mentioned` (an observation,
    procedure or encounter speaks of it) or `other`."""
    kinds = context.document.memo.setdefault("cda act kinds", {})
    found = []
    for act in focus:
        if act not in kinds:
            kinds[act] = _kind(context, act)
        found.append(kinds[act])
    return found


def section_absence(context: Any, focus: list, *_: list) -> list:
    """Section without entries whose text says only that there is nothing → `none-known` or `not-known`."""
    found = []
    for section in focus:
        text = section.find("{*}text")
        if text is not None and section.find("{*}entry") is None:
            said = " ".join("".join(text.itertext()).split())
            found.append(_ABSENT_NAMES.get(said.casefold().strip(" .")))
    return [state for state in found if state]


def is_intended(context: Any, focus: list, *_: list) -> list:
    """Act → whether its mood says that it is asked for or meant, not that it happened (ActMood: intent and below)."""
    return [act.get("moodCode") in _INTENTS for act in focus]


def _kind(context: Any, act: Any) -> str:
    name = act.tag.rpartition("}")[2]
    if name not in ("substanceAdministration", "supply"):
        return "other"
    if _is_mentioned(act):
        return "mentioned"
    templates = {template.get("root") for template in act.iterchildren("{*}templateId")}
    if name == "supply":
        if templates & _DEVICES or act.find("{*}participant[@typeCode='DEV']") is not None:
            return "device"
        if _is_vaccine(context, act):
            return "vaccine"
        return "delivery" if act.find("{*}product") is not None else "other"
    code = act.find("{*}code")
    said = code.get("code") or "" if code is not None else ""
    if templates & _VACCINES or said in _VACCINE_ACTS or _is_vaccine(context, act):
        return "vaccine"
    absence = _ABSENCE.get(said) or _no_drug(context, act) or _absence_in_words(context, act)
    return absence or ("treatment" if _says_something(context, act) else "not-known")


def _is_mentioned(act: Any) -> bool:
    """An act or organizer only wraps an entry; an observation (a reaction, a problem) or a procedure speaks of it."""
    wrappers = (name for node in act.iterancestors() if (name := node.tag.rpartition("}")[2]) in _WRAPPERS)
    return next(wrappers, "act") not in ("act", "organizer")


def _no_drug(context: Any, act: Any) -> str | None:
    """C-CDA writes "no medication" as a negated act of any drug (SNOMED CT 410942007, Drug or medicament)."""
    material = product_material(act)
    if act.get("negationInd") != "true" or material is None:
        return None
    return "none-known" if {c["code"] for c in product_codings(context, [material])} == {"410942007"} else None


def _absence_in_words(context: Any, act: Any) -> str | None:
    """An entry without any code whose name says that there is nothing: `Aucun traitement`; or whose only codes say
    so."""
    material = product_material(act)
    if material is not None and (coded := product_codings(context, [material])):
        said = {_ABSENT_NAMES.get(coding.get("display", "").casefold().strip(" .")) for coding in coded}
        return said.pop() if len(said) == 1 else None
    name = product_name(context, [act])
    return _ABSENT_NAMES.get(name[0].casefold().strip(" .")) if name else None


def _is_vaccine(context: Any, act: Any) -> bool:
    """ATC group J07 is vaccines, and holds nothing else."""
    material = product_material(act)
    codes = product_codings(context, [material]) if material is not None else []
    return any(coding.get("system") == ATC and coding["code"].startswith("J07") for coding in codes)


def _says_something(context: Any, act: Any) -> bool:
    """A nameless entry is still a line when it has codes, a form, a dose or dates; without any of them it states an
    absence."""
    material = product_material(act)
    if material is not None and (
        product_codings(context, [material]) or material.find("{*}formCode[@code]") is not None
    ):
        return True
    doses = act.find("{*}doseQuantity//*[@value]"), act.find("{*}doseQuantity[@value]")
    if any(bounds(act)) or any(dose is not None for dose in doses):
        return True
    return bool(product_name(context, [act]))
