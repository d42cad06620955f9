"""Dose forms: EDQM Standard Terms codes and their French labels."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from adapter.terminology.table import rows

# EDQM has no term for scoring, and writes in one word and one gender what BDPM writes `gastro-résistant(e)`.
_SCORING = re.compile(r" (?:quadri)?sécable\b")


def form_label(code: str) -> str | None:
    """`10221000` → its French label; None when the code is not in the table."""
    return _labels().get(code.strip())


def form_code(text: str) -> str | None:
    """`comprimé pelliculé sécable` → the code of `Comprimé pelliculé`; the whole label must match, else None."""
    said = _SCORING.sub("", text.casefold().replace("gastro-résist", "gastrorésist"))
    spelled = (" ".join(said.replace("(e)", ending).split()) for ending in ("", "e"))
    return next((code for label in spelled if (code := _codes().get(label))), None)


@cache
def _labels() -> Mapping[str, str]:
    return MappingProxyType(dict(rows("forms")))


@cache
def _codes() -> Mapping[str, str]:
    """A label of two codes has none."""
    found: dict[str, set[str]] = {}
    for code, label in rows("forms"):
        found.setdefault(label.casefold(), set()).add(code)
    return MappingProxyType({label: codes.pop() for label, codes in found.items() if len(codes) == 1})
