"""Units as documents write them → UCUM codes, or the annotations of design §6 for counted forms."""

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from adapter.terminology.table import rows

_UNITS = 1024  # that are remembered
_SHORTEST_WORD = 4  # of what is no name of a form: `mg`, `UI`, `MUI` are symbols


class _Units(NamedTuple):
    written: Mapping[str, tuple[str, str]]
    words: Mapping[str, tuple[str, str]]
    edqm: Mapping[str, str]
    concentrations: frozenset[str]


def dose_unit(text: str) -> tuple[str, str] | None:
    """A dose unit as written → (UCUM code or annotation, its French text); None when it is not known.

    Exactly as written first; only then words (never symbols: `Mg` is not `mg`) without regard to case.
    """
    return _lookup(_units("dose-units"), text)


def period_unit(text: str) -> str | None:
    """A time unit as written → the code that Timing accepts (`s min h d wk mo a`); None when it is not known."""
    found = _lookup(_units("period-units"), text)
    return found[0] if found else None


def presentation_unit(code: str) -> str | None:
    """An EDQM unit of presentation (`15054000`) → the annotation (`{tablet}`); None when it is not known."""
    return _units("dose-units").edqm.get(code.strip())


@lru_cache(_UNITS)
def is_concentration(unit: str) -> bool:
    """Whether a unit, as a code or as it is written, is one of strength per volume (`g/mL`, `%`): never of a dose."""
    known = dose_unit(unit)
    return (known[0] if known else unit.strip()) in _units("dose-units").concentrations


def _lookup(units: _Units, text: str) -> tuple[str, str] | None:
    written = text.strip()
    return units.written.get(written) or units.words.get(written.casefold())


@cache
def _units(name: str) -> _Units:
    written: dict[str, tuple[str, str]] = {}
    words: dict[str, tuple[str, str]] = {}
    edqm: dict[str, str] = {}
    concentrations = {"%"}
    for code, text, kind, seen, presentation in rows(name):
        for spelling in (code, *seen):
            written.setdefault(spelling, (code, text))
            if spelling[0].isalpha() and (kind == "form" or len(spelling) >= _SHORTEST_WORD):
                words.setdefault(spelling.casefold(), (code, text))
        if presentation:
            edqm.setdefault(presentation, code)
        if kind == "concentration":
            concentrations.add(code)
    proxies = (MappingProxyType(written), MappingProxyType(words), MappingProxyType(edqm))
    return _Units(*proxies, frozenset(concentrations))
