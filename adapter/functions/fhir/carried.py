"""Resources of the source carried into the Bundle: with ids of our own, which references follow; nothing else changes.

The id of the source stays reachable: Provenance names the place, and `meta.source` the fullUrl where it is an address.
"""

from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.functions.fhir.primitive import is_valid
from adapter.functions.fhir.report import reporter
from adapter.functions.fhir.shape import Copied, Shape
from adapter.issues import Severity
from adapter.sources.fhir import MEDICATION_TYPES
from adapter.sources.fhir_patient import same_patient
from adapter.sources.fhir_resources import Located, Resources, contained

# Carried when something carried refers to them. What else a reference leads to stays in the source.
PARTICIPANTS = frozenset(
    ("Practitioner", "PractitionerRole", "Organization", "Location", "RelatedPerson", "CareTeam", "Device",
     "Condition", "Observation", "DiagnosticReport", "Medication", "Substance")
)  # fmt: skip


class Carrier:
    """What one map call carries: the resources asked for, then all participants that they lead to, each once."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.resources: Resources = context.document.memo["resources"]
        self.patient: dict[str, Any] | None = context.document.memo["patient"]
        self.carried: list[dict[str, Any]] = []
        reads = context.document.source.reads
        self._copied: Copied | None = None if reads is None else reads.copied
        self._queue: list[Located] = []
        self._seen: set[int] = set()
        self._borrowed: list[dict[str, Any]] = []

    def resource(self, located: Located) -> dict[str, Any]:
        """The resource as it goes into the Bundle; what it refers to waits for `participants`."""
        copy = self.shaped(located, located.resource)
        while self._borrowed:
            copy.setdefault("contained", []).append(self.shaped(located, self._borrowed.pop(0)))
        for inner in copy.get("contained", ()):
            if "id" in inner:
                inner["id"] = self._inner_id(inner["id"], located)
        carried = _with_identity(copy, new_id(self.context, located), located)
        if self._copied is not None:
            self._copied(carried, located.resource)
        return carried

    def shaped(self, origin: Located, node: dict[str, Any]) -> dict[str, Any]:
        """The R4 part of a resource or of a part of one, without new id."""
        report = reporter(self.context, origin.place)
        return Shape(report, lambda found, path: self._follow(found, path, origin), self._copied).resource(node)

    def participants(self) -> list[dict[str, Any]]:
        """Everything that what was carried refers to, in the order it was met."""
        found = []
        while self._queue:
            found.append(self.resource(self._queue.pop(0)))
        return found

    def _follow(self, reference: dict[str, Any], path: str, origin: Located) -> dict[str, Any]:
        text = reference.get("reference")
        if not text:
            return reference
        if text.startswith("#"):
            return self._contained(reference, path, origin)
        found = self.resources.resolve(text, origin)
        if found is None:
            return self._elsewhere(reference, path, origin)
        if found.type == "Patient" and same_patient(found.resource, self.patient):
            return {**reference, "reference": patient_reference(self.context)}
        if found.type in MEDICATION_TYPES or found is stay_of(self.context):
            return {**reference, "reference": full_url(new_id(self.context, found))}
        if found.type in PARTICIPANTS:
            self._enqueue(found)
            return {**reference, "reference": full_url(new_id(self.context, found))}
        return _left_behind(reference, found)

    def _enqueue(self, found: Located) -> None:
        if id(found) not in self._seen:
            self._seen.add(id(found))
            self._queue.append(found)

    def _contained(self, reference: dict[str, Any], path: str, origin: Located) -> dict[str, Any]:
        target = contained(origin.resource, reference["reference"]) or self._borrow(reference["reference"], origin)
        if target is None and reference["reference"] != "#":
            message = f"{reference['reference']} is not contained in the resource"
            reporter(self.context, origin.place)("error", "not-found", message, path)
        if target is not None and same_patient(target, self.patient):
            return {**reference, "reference": patient_reference(self.context)}
        if target is not None and isinstance(id_ := target.get("id"), str):
            return {**reference, "reference": f"#{self._inner_id(id_, origin)}"}
        return reference

    def _inner_id(self, id_: str, origin: Located) -> str:
        """The id of a contained resource; one that cannot be an id in FHIR is replaced, here and where it is referred
        to."""
        return id_ if is_valid(id_, "id") else stable_id(self.context.document.identity, origin.place, "contained", id_)

    def _borrow(self, reference: str, origin: Located) -> dict[str, Any] | None:
        """What is contained beside a contained resource goes into it, now that it is a resource of its own."""
        target = contained(origin.container.resource, reference) if origin.container else None
        if target is not None and id(target) not in self._seen and not same_patient(target, self.patient):
            self._seen.add(id(target))
            self._borrowed.append(target)
        return target

    def _elsewhere(self, reference: dict[str, Any], path: str, origin: Located) -> dict[str, Any]:
        """Not in the file: an absolute address stays one, a relative one becomes one where its server is known."""
        text = reference["reference"]
        severity: Severity = "error" if path.endswith(".medicationReference") else "information"
        reporter(self.context, origin.place)(severity, "not-found", f"{text} is not in the file", path)
        is_relative = ":" not in text.split("/")[0]
        return {**reference, "reference": f"{origin.base}/{text}"} if is_relative and origin.base else reference


def new_id(context: Any, located: Located) -> str:
    """The id of a resource in the Bundle: from the document and its place there, and the list of a further line."""
    further = (located.again,) if located.again else ()
    return stable_id(context.document.identity, located.place, located.type, *further)


def patient_reference(context: Any) -> str:
    patient = context.document.memo["resources"].of(context.document.memo["patient"])
    return full_url(new_id(context, patient) if patient else stable_id(context.document.identity, "Patient"))


def stay_of(context: Any) -> Located | None:
    """The Encounter of the document: the one its Composition names, else the only one there is."""
    memo: dict[str, Any] = context.document.memo
    if "stay" not in memo:
        memo["stay"] = _stay(memo["resources"])
    found: Located | None = memo["stay"]
    return found


def _stay(resources: Resources) -> Located | None:
    for item in resources.items:
        if item.type == "Composition" and isinstance(encounter := item.resource.get("encounter"), dict):
            found = resources.resolve(encounter.get("reference"), item)
            return found if found and found.type == "Encounter" else None
    stays = [item for item in resources.items if item.type == "Encounter"]
    return stays[0] if len(stays) == 1 else None


def _left_behind(reference: dict[str, Any], found: Located) -> dict[str, Any]:
    """A resource of the file that is not carried: its address when it has one, else only what the reference says."""
    kept = {key: value for key, value in reference.items() if key != "reference"}
    if found.full_url.startswith("http"):
        return {**kept, "reference": found.full_url}
    return {"type": found.type, "display": reference["reference"], **kept}


def _with_identity(copy: dict[str, Any], id_: str, located: Located) -> dict[str, Any]:
    meta = {key: value for key, value in copy.pop("meta", {}).items() if key not in ("versionId", "lastUpdated")}
    if located.full_url.startswith("http"):
        meta["source"] = located.full_url
    copy.pop("id", None)
    head = {"resourceType": copy.pop("resourceType"), "id": id_}
    return {**head, **({"meta": meta} if meta else {}), **copy}
