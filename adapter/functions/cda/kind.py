"""What kind of entry an act is: a treatment, a delivery, a statement of absence, or something else that uses the same
elements.

Sources: facts of the CI-SIS templates (absence codes, vaccine and device templates); IHE PCC TF-2 §6.3.4.16 (absence
codes of SNOMED CT); C-CDA R2.1 (immunization activities); HL7 V3 ActCode (IMMUNIZ and its kinds).
"""

from typing import Any

from adapter.fhir.canonical import ATC
from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.absence import absence
from adapter.functions.cda.advice import advice
from adapter.functions.cda.children import around, child, children, code_of, descendants, has_template
from adapter.functions.cda.dosing import is_reference
from adapter.functions.cda.product import codings_of_product, name_of_product, product_material
from adapter.functions.cda.status import is_negated
from adapter.functions.cda.time import bounds
from adapter.sources.xml_elements import local_name

_VACCINES = frozenset(
    (
        *("1.2.250.1.213.1.1.3.45", "1.2.250.1.213.1.1.3.47"),
        *("1.3.6.1.4.1.19376.1.5.3.1.4.12", "1.3.6.1.4.1.19376.1.5.3.1.4.12.2"),
        *("2.16.840.1.113883.10.20.22.4.52", "2.16.840.1.113883.10.20.22.4.120"),
    )
)
_VACCINE_ACTS = frozenset(("IMMUNIZ", "INITIMMUNIZ", "BOOSTER"))
_DEVICES = frozenset(("1.2.250.1.213.1.1.3.20", "2.16.840.1.113883.10.20.22.4.50"))
_CVX = "http://hl7.org/fhir/sid/cvx"
# C-CDA Medication Activity and IHE PHARM Prescription Item: in these a mood of intent is an order; C-CDA Planned
# Medication Activity. French and Swiss templates write INT for what is to be taken, too.
_ORDERS = frozenset(("2.16.840.1.113883.10.20.22.4.16", "1.3.6.1.4.1.19376.1.9.1.3.2"))
_PLANS = frozenset(("2.16.840.1.113883.10.20.22.4.42",))
INTENTS = frozenset(("INT", "RQO", "PRP", "PRMS", "ARQ", "APT"))
_QUOTED = "{*}code/{*}originalText/{*}reference"
_WRAPPERS = ("act", "organizer", "observation", "procedure", "encounter")


@of_each
def act_kind(context: Any, act: Any, *_: list) -> str:
    """Act → `treatment`, `delivery`, `supply-order` (asked for, not delivered), `none-known`, `not-known`, `vaccine`,
    `device`, `mentioned` (an observation, procedure or encounter speaks of it), `reference` (it only names an item of
    another document) or `other`."""
    kinds: dict[Any, str] = context.document.memo.setdefault("cda act kinds", {})
    if act not in kinds:
        kinds[act] = _kind(context, act)
    return kinds[act]


def is_intended(context: Any, focus: list, *_: list) -> list:
    """Act → whether its mood says that it is asked for or meant, not that it happened (ActMood: intent and below)."""
    return [act.get("moodCode") in INTENTS for act in focus]


@of_each
def is_order(context: Any, act: Any, *_: list) -> bool:
    """Act → whether its mood and template say that it is an order, whatever the list it stands in."""
    return _is_intent_of(act, _ORDERS) and not has_template(act, _PLANS)


@of_each
def is_plan(context: Any, act: Any, *_: list) -> bool:
    """Act → whether its mood and template say that it is planned, whatever the list it stands in."""
    return _is_intent_of(act, _PLANS)


def _is_intent_of(act: Any, templates: frozenset[str]) -> bool:
    return act.get("moodCode") in INTENTS and has_template(act, templates)


def is_not_to_be_done(context: Any, focus: list, *_: list) -> list:
    """Act → true when it is negated."""
    return [True for act in focus if is_negated(act)]


def _kind(context: Any, act: Any) -> str:
    name = local_name(act.tag)
    if name not in ("substanceAdministration", "supply"):
        return "other"
    if is_reference(act):
        return "reference"
    if _is_mentioned(act) and advice(act) is None:
        return "mentioned"
    templates = {template.get("root") for template in children(act, "templateId")}
    material = product_material(context, act)
    codes = codings_of_product(context, material) if material is not None else []
    if name == "supply":
        return _supply_kind(act, templates, codes)
    said = code_of(act)
    if templates & _VACCINES or said in _VACCINE_ACTS or _is_vaccine(codes):
        return "vaccine"
    if state := absence(context, act, codes, said):
        return state
    return "treatment" if codes or _says_something(context, act, material) else "not-known"


def _supply_kind(act: Any, templates: set[str], codes: list[dict[str, Any]]) -> str:
    if templates & _DEVICES or any(map(_is_device, children(act, "participant"))):
        return "device"
    if _is_vaccine(codes):
        return "vaccine"
    if child(act, "product") is None:
        return "other"
    return "supply-order" if act.get("moodCode") in INTENTS else "delivery"


def _is_device(participant: Any) -> bool:
    return participant.get("typeCode") == "DEV" or bool(descendants(participant, "participantRole", "playingDevice"))


def _is_mentioned(act: Any) -> bool:
    """An act or organizer only wraps an entry; an observation (a reaction, a problem) or a procedure speaks of it."""
    wrapper = around(act, *_WRAPPERS)
    return wrapper is not None and local_name(wrapper.tag) not in ("act", "organizer")


def _is_vaccine(codes: list[dict[str, Any]]) -> bool:
    """ATC group J07 and CVX are vaccines, and hold nothing else."""
    systems = {coding.get("system") for coding in codes}
    if systems == {_CVX}:
        return True
    return ATC in systems and any(c.get("system") == ATC and c["code"].startswith("J07") for c in codes)


def _says_something(context: Any, act: Any, material: Any) -> bool:
    """A nameless entry without codes is still a line when it has a form, a dose or dates, or a product that quotes
    words of the narrative that are not there; without any of them it states an absence."""
    forms = children(material, "formCode") if material is not None else ()
    if any(form.get("code") is not None for form in forms):
        return True
    doses = (node for dose in children(act, "doseQuantity") for node in dose.iter("*"))
    if any(bounds(act)) or any(node.get("value") is not None for node in doses):
        return True
    if material is not None and any(node.get("value") for node in material.iterfind(_QUOTED)):
        return True
    return bool(name_of_product(context, act))
