"""The invariants of R4 on the nodes that have the shape of their type (https://hl7.org/fhir/R4/conformance-rules.html)."""

from typing import Literal

from adapter.conformance.findings import Claim, Findings
from adapter.conformance.rules import Invariant, invariants
from adapter.fhirpath import Context, FhirPathError


def check_invariants(findings: Findings) -> None:
    """Evaluate the invariants of all nodes that were met, those apart in which an element has another shape than R4:
    that is said where it is wrong, and an expression over it says nothing."""
    misshapen = {issue.location for issue in findings.issues if issue.code in ("structure", "value")}
    for claim in findings.claims:
        if not any(_inside(place, claim.place) for place in misshapen):
            for invariant in invariants(claim.path):
                _check(invariant, claim, findings)


def _check(invariant: Invariant, claim: Claim, findings: Findings) -> None:
    constants = {"resource": claim.resource, "rootResource": claim.root}
    severity: Literal["error", "warning"] = "error" if invariant.severity == "error" else "warning"
    try:
        holds = invariant.evaluate(claim.node, Context(constants=constants))
    except FhirPathError as error:
        said, severity = f"cannot be evaluated: {error}", "warning"
    else:
        if holds in ([True], []):
            return
        said = f"does not hold: {invariant.expression}"
    findings.add("invariant", said, claim.place, claim.path, reference=invariant.key, severity=severity)


def _inside(place: str, outer: str) -> bool:
    return place == outer or place.startswith((f"{outer}.", f"{outer}["))
