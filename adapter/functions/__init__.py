"""Host functions: the closed list of conversions that the FHIR Mapping Language has no words for, by source format.

A host function is `name(context, focus, *arguments) -> list`; maps call it in FHIRPath, as `node.name(…)` or `name(…)`.
"""
