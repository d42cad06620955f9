"""Medication resources: carried with what they refer to; what R4 requires and the source does not state says so."""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.narrative import narrative_words
from adapter.functions.absence import no_medication_in_words
from adapter.functions.codes import in_force
from adapter.functions.entry import not_stated, subject
from adapter.functions.fhir.carried import Carrier
from adapter.functions.fhir.report import reporter
from adapter.functions.fhir.shape import Report
from adapter.sources.fhir_lists import Doubt
from adapter.sources.fhir_resources import Resources, array, contained

_STATUS = {
    "MedicationStatement": ("active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "not-taken"),
    "MedicationRequest": ("active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft"),
    "MedicationDispense": (
        "preparation", "in-progress", "cancelled", "on-hold", "completed", "entered-in-error", "stopped", "declined",
    ),
    "MedicationAdministration": ("in-progress", "not-done", "on-hold", "completed", "entered-in-error", "stopped"),
}  # fmt: skip
_INTENTS = (
    "proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"
)  # fmt: skip


_TAKEN = frozenset(("dosage", "dosageInstruction", "quantity", "dispenseRequest", "doNotPerform", "note"))
_OF_RESOURCE = "may change the meaning of the resource: if its status is active, it is taken as unknown"


def absence(context: Any, focus: list, *_: list) -> list:
    """Medication resource → `none-known` or `not-known` when what stands for its product says so, in the resource or in
    the Medication it refers to: by a code (IPS), or by all of its names ("No current medications") where nothing
    is said of how it is taken, nor noted."""
    found: list[str | None] = []
    for resource in focus:
        rows = [row for row in array(_product(context, resource), "coding") if isinstance(row, dict)]
        coded = [in_force(context, "absent-medication", str(row.get("system")), str(row.get("code"))) for row in rows]
        said = {no_medication_in_words(name) for name in product_name(context, [resource])}
        is_bare = len(said) == 1 and not resource.keys() & _TAKEN
        found += [state for state in coded if state] or (list(said) if is_bare else [])
    return [state for state in found if state][:1]


def product_name(context: Any, focus: list, *_: list) -> list:
    """Medication resource → the names of its product: text, then displays (strings)."""
    found: list[Any] = []
    for resource in focus:
        concept = _product(context, resource)
        rows = [row for row in array(concept, "coding") if isinstance(row, dict)]
        found += [concept.get("text"), *(row.get("display") for row in rows)]
    return [name for name in found if isinstance(name, str)]


def _product(context: Any, resource: dict[str, Any]) -> dict[str, Any]:
    """The concept of the product."""
    concept, reference = resource.get("medicationCodeableConcept"), resource.get("medicationReference")
    if isinstance(reference, dict):
        resources: Resources = context.document.memo["resources"]
        medication = resources.resolve(reference.get("reference"), resources.of(resource))
        concept = medication.resource.get("code") if medication is not None else None
    return concept if isinstance(concept, dict) else {}


def treatment(context: Any, focus: list, *_: list) -> list:
    """Medication resource → `{"resource": [itself, then all it refers to]}`; its subject is the source's patient."""
    found = []
    for node in focus:
        carrier = Carrier(context)
        located = carrier.resources.of(node)
        assert located is not None
        resource = _complete(context, carrier.resource(located), located.place)
        _doubt(context, node, resource, located.place)
        drop_contained_patient(resource, node)
        others = carrier.participants()
        for other in others:
            if other["resourceType"] == "Medication":
                report_modifiers(other, reporter(context, located.place))
        found.append({"resource": [resource, *others]})
    return found


def _doubt(context: Any, node: dict[str, Any], resource: dict[str, Any], place: str) -> None:
    """A list may say of its item that it is suspended, or be one that no longer holds: then it is not active."""
    doubt: Doubt | None = context.document.memo["standing"].doubted.get(id(node))
    if doubt is not None and resource["status"] == "active":
        reporter(context, place)("warning", "business-rule", doubt.said, f"{resource['resourceType']}.status")
        resource["status"] = doubt.status


def _complete(context: Any, resource: dict[str, Any], place: str) -> dict[str, Any]:
    """Required elements that are missing or no code of R4: `unknown`, with an Issue; nothing is invented."""
    type_ = resource["resourceType"]
    report = reporter(context, place)
    if resource.get("status") not in (*_STATUS[type_], "unknown"):
        said = f"'{resource['status']}' is no status of R4" if "status" in resource else "no status"
        report("warning", "code-invalid", f"{said}: taken as unknown", f"{type_}.status")
        resource["status"] = "unknown"
    if type_ == "MedicationRequest" and resource.get("intent") not in _INTENTS:
        message = "no intent of R4: whether it is an order or a plan is not known"
        report("warning", "code-invalid", message, f"{type_}.intent")
        resource.pop("intent", None)
        resource["_intent"] = not_stated(context, [])[0]
    if "medicationCodeableConcept" not in resource and "medicationReference" not in resource:
        report("error", "required", "no medication: it stays as a line without a name", f"{type_}.medication[x]")
        resource["medicationCodeableConcept"] = not_stated(context, [])[0]
    if not _names_product(resource) and (words := _narrative(resource)):
        report("warning", "incomplete", f"its narrative is all that names it, a note now: {words}", f"{type_}.text")
        resource["note"] = [*resource.get("note", ()), {"text": words}]
    if type_ == "MedicationAdministration" and not {"effectiveDateTime", "effectivePeriod"} & resource.keys():
        resource["effectivePeriod"] = not_stated(context, [])[0]
    report_modifiers(resource, report)
    if "modifierExtension" in resource and resource["status"] == "active":
        resource["status"] = "unknown"  # it may say "not"
    resource["subject"] = {**resource.get("subject", {}), **subject(context, [])[0]}
    if "extension" in resource["subject"]:
        resource["subject"].pop("reference", None)
    return resource


def _names_product(resource: dict[str, Any]) -> bool:
    concept = resource.get("medicationCodeableConcept", {})
    return "medicationReference" in resource or any(key in concept for key in ("text", "coding"))


def _narrative(resource: dict[str, Any]) -> str:
    return narrative_words(resource["text"]["div"]) if "div" in resource.get("text", {}) else ""


def report_modifiers(resource: dict[str, Any], report: Report) -> None:
    """What a reader must not ignore (modifier elements, https://hl7.org/fhir/R4/conformance-rules.html#isModifier)."""
    type_ = resource["resourceType"]
    if resource.get("doNotPerform") is True:
        message = "an order NOT to give this: it stays as a line, a person must look"
        report("error", "business-rule", message, f"{type_}.doNotPerform")
    if "implicitRules" in resource:
        message = "may change the meaning of the resource: check it"
        report("warning", "not-supported", message, f"{type_}.implicitRules")
    for path in _modified(resource, type_):
        whole = path == type_ and type_ in _STATUS
        message = _OF_RESOURCE if whole else "may change the meaning of what it stands in: check it"
        report("warning", "not-supported", message, f"{path}.modifierExtension")


def _modified(node: dict[str, Any], path: str) -> Iterator[str]:
    """Where extensions stand that may change the meaning of what they stand in."""
    if "modifierExtension" in node:
        yield path
    for key, value in node.items():
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, dict):
                yield from _modified(item, f"{path}.{key}[{index}]" if isinstance(value, list) else f"{path}.{key}")


def drop_contained_patient(resource: dict[str, Any], node: dict[str, Any], about: str = "subject") -> None:
    """A Patient inside the resource is the Patient of the Bundle now; contained ones must be referred to (dom-3)."""
    reference = node.get(about)
    inside = contained(node, str(reference.get("reference"))) if isinstance(reference, dict) else None
    if inside is not None and inside.get("resourceType") == "Patient":
        kept = [row for row in resource.get("contained", ()) if row.get("resourceType") != "Patient"]
        resource.pop("contained", None)
        resource.update({"contained": kept} if kept else {})
