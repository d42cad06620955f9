"""Resources against FHIR R4 (4.0.1) and the profiles in profiles/ (docs/decisions/0003-validation.md)."""

from adapter.conformance.validator import validate

__all__ = ["validate"]
