"""Routes of administration: EDQM Standard Terms codes and their French labels."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from adapter.terminology.table import rows

_PREFIX = "voie "


def route_label(code: str) -> str | None:
    """`20053000` → `Voie orale`; None when the code is not in the table."""
    return _labels().get(code.strip())


def route_code(text: str) -> str | None:
    """`orale`, `Voie orale` → `20053000`; the whole label must match, case apart. None when it is not a label."""
    return _codes().get(text.strip().casefold().removeprefix(_PREFIX))


@cache
def _labels() -> Mapping[str, str]:
    return MappingProxyType(dict(rows("routes")))


@cache
def _codes() -> Mapping[str, str]:
    return MappingProxyType({label.casefold().removeprefix(_PREFIX): code for code, label in rows("routes")})
