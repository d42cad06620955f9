"""Codes that a map writes and that FHIR R4 does not allow in their element (required bindings)."""

from collections.abc import Iterable, Iterator

from adapter.conformance.rules import required_codes
from adapter.errors import MappingError
from adapter.mapping.names import CodeConstant
from adapter.nearness import near

_SHOWN = 12


def wrong_codes(constants: Iterable[CodeConstant]) -> Iterator[MappingError]:
    """One error for each constant that its value set does not have."""
    for constant in constants:
        bound = required_codes(constant.element)
        if bound is None or constant.code in bound[1]:
            continue
        codes = sorted(bound[1])
        some = f"{', '.join(codes[:_SHOWN])}{', …' if len(codes) > _SHOWN else ''}"
        message = f"expected a code of {constant.element} ({some}), found '{constant.code}'{near(constant.code, codes)}"
        yield MappingError(message, source=constant.file, location=constant.location)
