"""What a FHIRPath expression can fail with."""

from adapter.errors import MedrecError


class FhirPathError(MedrecError):
    """An expression that cannot be parsed (location `line:column`) or, on the data at hand, evaluated."""
