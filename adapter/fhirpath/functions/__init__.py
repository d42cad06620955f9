"""The functions of FHIRPath 2.0 §5 and of FHIR R4 §2.4.4, by name: one file a section."""

from adapter.fhirpath.functions import (
    boundaries,
    combining,
    conversion,
    dates,
    existence,
    fhir,
    filtering,
    math,
    navigation,
    sorting,
    strings,
    subsetting,
    types,
)
from adapter.fhirpath.functions.function import Function

FUNCTIONS: dict[str, Function] = {
    **existence.FUNCTIONS,
    **filtering.FUNCTIONS,
    **subsetting.FUNCTIONS,
    **combining.FUNCTIONS,
    **conversion.FUNCTIONS,
    **strings.FUNCTIONS,
    **math.FUNCTIONS,
    **dates.FUNCTIONS,
    **boundaries.FUNCTIONS,
    **sorting.FUNCTIONS,
    **navigation.FUNCTIONS,
    **types.FUNCTIONS,
    **fhir.FUNCTIONS,
}
