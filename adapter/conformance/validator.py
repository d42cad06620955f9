"""validate(): one resource → its Issues."""

from collections.abc import Mapping
from typing import Any

from adapter.conformance.constraints import check_profiles
from adapter.conformance.findings import Findings
from adapter.conformance.invariants import check_invariants
from adapter.conformance.profiles import Profiles, shipped_profiles
from adapter.conformance.references import check_references
from adapter.conformance.structure import check_resource
from adapter.fhir.definitions import r4
from adapter.issues import Issue


def validate(resource: Mapping[str, Any], *, source: str = "", profiles: Profiles | None = None) -> list[Issue]:
    """Check one resource (FHIR JSON) against R4 4.0.1 and our profiles.

    source: the file as given, for the Issues; profiles: default those that come with the program. Places are FHIRPath
    from the root: `Bundle.entry[4].resource.status`. Severity `error`: not valid; `warning`: valid, look at it;
    `information`: not checked. Nothing is raised for what is in the data.
    """
    findings = Findings(source)
    type_ = resource.get("resourceType") if isinstance(resource, Mapping) else None
    place = type_ if isinstance(type_, str) and r4().kind(type_) == "R" else "Resource"
    try:
        check_resource(resource, place, findings)
        check_invariants(findings)
        if place != "Resource":
            check_references(resource, place, findings)
            check_profiles(resource, place, profiles or shipped_profiles(), findings)
    except RecursionError:
        findings.add("structure", "nested too deeply to be checked", place, place)
    return list(dict.fromkeys(findings.issues))
