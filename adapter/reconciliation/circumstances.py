"""In which circumstances a source says that a treatment is: off label, not reimbursed, for a long-term illness."""

from collections.abc import Mapping
from typing import Any

from adapter.fhir.canonical import TREATMENT_CIRCUMSTANCE


def circumstances(resource: Mapping[str, Any]) -> list[str]:
    """What the source says is so of a treatment (extension treatment-circumstance), in its words; what it denies is not
    told."""
    found = []
    for extension in resource.get("extension") or ():
        if extension.get("url") != TREATMENT_CIRCUMSTANCE:
            continue
        parts = {part.get("url"): part for part in extension.get("extension") or ()}
        if (parts.get("value") or {}).get("valueBoolean") is True:
            found.append(_words((parts.get("code") or {}).get("valueCodeableConcept") or {}))
    return [text for text in dict.fromkeys(found) if text]


def _words(concept: Mapping[str, Any]) -> str:
    codings = concept.get("coding") or ()
    said = (text for coding in codings for text in (coding.get("display"), coding.get("code")) if text)
    return str(concept.get("text") or next(said, ""))
