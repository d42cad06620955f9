"""Which type a node has, for is, as, ofType and choice elements: declared where it is declared, else by its form."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.context import Model
from adapter.fhirpath.quantity import Quantity
from adapter.fhirpath.temporal import Temporal

_FORMS = {
    "date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "dateTime": re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d.*)?)?)?"),
    "instant": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*"),
    "time": re.compile(r"\d\d:\d\d(:\d\d.*)?"),
    "uuid": re.compile(r"urn:uuid:.+"),
    "oid": re.compile(r"urn:oid:.+"),
    "uri": re.compile(r"\S*"),
    "url": re.compile(r"\S*"),
    "canonical": re.compile(r"\S*"),
    "id": re.compile(r"[A-Za-z0-9\-.]{1,64}"),
    "code": re.compile(r"[^\s]+(\s[^\s]+)*"),
}
# A datatype is known by the elements that only it has; the order decides where two would fit.
_MARKS: tuple[tuple[str, str], ...] = (
    ("CodeableConcept", "coding"),
    ("Reference", "reference"),
    ("Period", "start"),
    ("Period", "end"),
    ("Ratio", "numerator"),
    ("Ratio", "denominator"),
    ("Range", "low"),
    ("Range", "high"),
    ("Timing", "repeat"),
    ("Timing", "event"),
    ("HumanName", "family"),
    ("HumanName", "given"),
    ("Address", "line"),
    ("Address", "city"),
    ("Address", "postalCode"),
    ("Attachment", "contentType"),
    ("Dosage", "doseAndRate"),
    ("Dosage", "timing"),
    ("SampledData", "origin"),
    ("Money", "value currency"),
    ("Annotation", "time text"),
    ("Annotation", "authorString"),
    ("Quantity", "value unit"),
    ("Quantity", "value code"),
    ("Coding", "code"),
    ("Coding", "system display"),
    ("Identifier", "assigner"),
    ("Identifier", "system value"),
    ("CodeableConcept", "text"),
    ("Reference", "display"),
    ("Quantity", "value"),
)
_SYSTEM = {"Boolean": "boolean", "String": "string", "Integer": "integer", "Decimal": "decimal", "Date": "date",
           "DateTime": "dateTime", "Time": "time", "Quantity": "Quantity"}  # fmt: skip


def type_of(node: Any, model: Model | None) -> str | None:
    """The most likely FHIR type name of a node; None when nothing tells."""
    if isinstance(node, bool):
        return "boolean"
    if isinstance(node, Temporal):
        return {"Date": "date", "DateTime": "dateTime", "Time": "time"}[node.type]
    if isinstance(node, str):
        return "string"
    if isinstance(node, (int, float, Decimal)):
        return "integer" if isinstance(node, int) else "decimal"
    if isinstance(node, Quantity):
        return "Quantity"
    if isinstance(node, dict):
        return node.get("resourceType") or shape(node)
    return model.type_name(node) if model is not None else None


def shape(node: dict[str, Any]) -> str | None:
    """The datatype whose elements a JSON object has."""
    if isinstance(node.get("value"), str) and "code" not in node:
        return (
            "ContactPoint"
            if node.get("system") in ("phone", "email", "fax", "pager", "url", "sms", "other")
            else "Identifier"
        )
    return next((type_ for type_, names in _MARKS if all(name in node for name in names.split())), None)


def type_test(model: Model | None) -> Callable[[Any, str], bool]:
    """`is`: whether a node is of a type or of one that specialises it; strings are of every string type whose form
    they have.
    """

    def is_type(node: Any, name: str) -> bool:
        system, _, local = name.rpartition(".")
        wanted = _SYSTEM.get(local, local) if system == "System" else local
        if isinstance(node, str) and not isinstance(node, Temporal):
            return wanted in ("string", "String", "markdown", "Element") or (
                wanted in _FORMS and _FORMS[wanted].fullmatch(node) is not None
            )
        found = type_of(node, model)
        if found is None:
            return False
        if wanted in _SYSTEM and not system:
            wanted = _SYSTEM[wanted]
        if wanted in ("positiveInt", "unsignedInt") and found == "integer":
            return bool(node >= (wanted == "positiveInt"))
        return found == wanted or wanted in r4().bases(found)

    return is_type
