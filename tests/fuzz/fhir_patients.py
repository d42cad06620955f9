"""FHIR files of several patients: made of our cases, and which resource is about whom, by another reader than ours."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from laws import json_steps

NUMBERS = {"PATZA": "Wordza", "PATZB": "Wordzb", "PATZC": "Wordzc"}
"""Number of a patient → the word in the names, labels and titles of what is about him."""
_SPOKEN = ("display", "title", "family", "text")
_SAYS = ("reference", "identifier")
_OF_NOBODY = ("Patient", "Practitioner", "PractitionerRole", "Organization", "Medication")


def joined_resources(parts: list[tuple[bytes, str]], random: Random) -> bytes:
    """Cases, each about the patient of its number, as one Bundle, as resources one a line or as Bundles one a line."""
    bundles = [_about(json.loads(data), number, n) for n, (data, number) in enumerate(parts)]
    entries = [entry for bundle in bundles for entry in bundle["entry"]]
    match random.randrange(3):
        case 0:
            return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
        case 1:
            return "\n".join(json.dumps(entry["resource"]) for entry in entries).encode()
        case _:
            return "\n".join(map(json.dumps, bundles)).encode()


def _about(bundle: dict[str, Any], number: str, n: int) -> dict[str, Any]:
    """A case with ids, references and words of its own. A document has an identifier of its own too."""
    addresses: dict[str, str] = {}
    for entry in bundle["entry"]:
        resource = entry["resource"]
        id_ = f"{number}-{n}-{len(addresses)}"
        name = f"{resource['resourceType']}/{id_}"
        addresses |= {entry.pop("fullUrl", name): name, f"{resource['resourceType']}/{resource.get('id', id_)}": name}
        resource["id"] = id_
        if resource["resourceType"] == "Patient":
            resource |= {"identifier": [{"system": "urn:hospital", "value": number}], "name": [{"family": "X"}]}
            resource.pop("birthDate", None)
    for node in list(_objects(bundle["entry"])):
        if node.get("reference") in addresses:
            node["reference"] = addresses[node["reference"]]
        is_dosage = "timing" in node or "doseAndRate" in node
        for key in () if is_dosage else _SPOKEN:
            if isinstance(node.get(key), str):
                node[key] += f" {NUMBERS[number]}"
    return {**bundle, "identifier": {"system": "urn:documents", "value": f"{number}-{n}"}}


def _objects(node: Any, *, contained: bool = True) -> Iterator[dict[str, Any]]:
    level = [node]
    while level:
        node = level.pop()
        if isinstance(node, dict):
            yield node
            level.extend(value for key, value in node.items() if contained or key != "contained")
        elif isinstance(node, list):
            level.extend(node)


def resource_with_patient(data: bytes, place: str) -> str:
    """The resource at a place as text, and behind it the Patients that its subject can mean. One that is contained and
    has no subject of its own is about whom its container is about."""
    resource, resources = _at(data, place), list(_resources(data))
    patients = _patients(resource, resources)
    container, _, inside = place.rpartition(".contained[")
    if not patients and inside:
        patients = _patients(_at(data, container), resources)
    return json.dumps([resource, *patients])


def words_at_hand(data: bytes, known: list[str]) -> str:
    """All that may be said in the Bundle of a patient: what is about him, about nobody, or does not say about whom."""
    resources = list(_resources(data))
    whose = [json.dumps(_patients(resource, resources)) for resource in resources]
    own = [text == "[]" or any(number in text for number in known) for text in whose]
    return json.dumps([resource for resource, is_own in zip(resources, own, strict=True) if is_own])


def says_of_all_whom(data: bytes) -> bool:
    """Whether every resource that can be about somebody says about whom; what is contained is about whom its container
    is about."""
    for resource in _resources(data, contained=False):
        subjects = [s for name in ("subject", "patient") if isinstance(s := resource.get(name), dict)]
        says = [s for s in subjects if any(map(s.get, _SAYS)) and isinstance(s.get("reference", ""), str)]
        if resource["resourceType"] not in _OF_NOBODY and not says:
            return False
    return True


def _patients(resource: dict[str, Any], resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if resource.get("resourceType") == "Patient":
        return [resource]
    subjects = [resource.get(element) for element in ("subject", "patient")]
    named = json.dumps([[s.get(key) for key in _SAYS] for s in subjects if isinstance(s, dict)])
    return [r for r in resources if r.get("resourceType") == "Patient" and r.get("id") and str(r["id"]) in named]


def _resources(data: bytes, *, contained: bool = True) -> Iterator[dict[str, Any]]:
    """Every resource of a file, those that only carry others left out."""
    for node in _objects(_values(data), contained=contained):
        if "resourceType" in node and node["resourceType"] not in ("Bundle", "Parameters"):
            yield node


def _values(data: bytes) -> list[Any]:
    """The JSON of a file: one value, or those of the lines that can be read."""
    text = data.decode("utf-8-sig")
    found = []
    for part in (text, *text.split("\n")):
        try:
            found.append(json.loads(part))
        except (ValueError, RecursionError):
            continue
        if part is text:
            break
    return found


def _at(data: bytes, place: str) -> dict[str, Any]:
    node, steps = json_steps(data, place)
    for name, number in steps:
        node = node[name] if number is None else node[name][int(number)]
    return node
