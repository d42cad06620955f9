"""In which circumstances a source says that a treatment is: off label, not reimbursed, for a long-term illness."""

from collections.abc import Mapping
from typing import Any

from adapter.fhir.canonical import TREATMENT_CIRCUMSTANCE
from adapter.terminology.asip_names import asip_name


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
    return str(concept.get("text") or next(filter(None, map(_named, codings)), ""))


def _named(coding: Mapping[str, Any]) -> str:
    code = coding.get("code")
    return str(coding.get("display") or asip_name(coding.get("system"), code) or code or "")
