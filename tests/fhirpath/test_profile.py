"""conformsTo() with a profile at hand: numbers of elements, fixed values, patterns, extensions, the profile's base."""

from typing import Any

import pytest

from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.profile import conforms

CORE = "http://hl7.org/fhir/StructureDefinition/"
PLAIN: dict[str, Any] = {
    "url": "urn:plain",
    "type": "Dosage",
    "baseDefinition": f"{CORE}Dosage",
    "differential": {
        "element": [
            {"id": "Dosage", "path": "Dosage"},
            {"id": "Dosage.text", "path": "Dosage.text", "min": 1},
            {"id": "Dosage.timing", "path": "Dosage.timing", "max": "0"},
            {"id": "Dosage.asNeeded[x]", "path": "Dosage.asNeeded[x]", "max": "1"},
            {
                "id": "Dosage.route.coding.system",
                "path": "Dosage.route.coding.system",
                "min": 1,
                "fixedUri": "urn:edqm",
            },
            {"id": "Dosage.method", "path": "Dosage.method", "patternCodeableConcept": {"coding": [{"code": "m"}]}},
            {
                "id": "Dosage.extension:why",
                "path": "Dosage.extension",
                "sliceName": "why",
                "min": 1,
                "type": [{"code": "Extension", "profile": ["urn:why"]}],
            },
        ]
    },
}
CHILD = {
    "url": "urn:child",
    "type": "Dosage",
    "baseDefinition": "urn:plain",
    "differential": {"element": [{"path": "Dosage.sequence", "min": 1}]},
}
SLICED = {
    "url": "urn:sliced",
    "type": "Dosage",
    "differential": {
        "element": [{"id": "Dosage.doseAndRate:x", "path": "Dosage.doseAndRate", "sliceName": "x", "min": 1}]
    },
}
AT_HAND = {profile["url"]: profile for profile in (PLAIN, CHILD, SLICED)}
GOOD: dict[str, Any] = {
    "text": "1 le matin",
    "sequence": 1,
    "route": {"coding": [{"system": "urn:edqm", "code": "20053000"}]},
    "method": {"coding": [{"code": "m", "display": "M"}]},
    "extension": [{"url": "urn:why", "valueString": "x"}],
}


@pytest.mark.parametrize("url", ["urn:plain", "urn:child"])
def test_what_a_profile_asks_for_is_there(url: str):
    assert conforms(GOOD, url, AT_HAND)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": None},
        {"timing": {"event": ["2026-01-01"]}},
        {"route": {"coding": [{"system": "urn:other", "code": "x"}]}},
        {"route": {"coding": [{"code": "x"}]}},
        {"method": {"coding": [{"code": "n"}]}},
        {"extension": [{"url": "urn:other", "valueString": "x"}]},
        {"sequence": None},
        {"asNeededBoolean": True, "asNeededCodeableConcept": {"text": "pain"}},
        {"resourceType": "Patient"},
    ],
)
def test_what_a_profile_asks_for_is_not_there(changed: dict[str, Any]):
    dosage = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    assert not conforms(dosage, "urn:child", AT_HAND)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("urn:gone", "the profile urn:gone is not at hand; put its StructureDefinition beside the maps"),
        ("urn:sliced", "urn:sliced asks for the slice Dosage.doseAndRate:x, which cannot be decided here"),
    ],
)
def test_what_cannot_be_decided_is_said(url: str, message: str):
    with pytest.raises(FhirPathError) as failure:
        conforms(GOOD, url, AT_HAND)
    assert message in failure.value.message
