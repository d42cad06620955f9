"""Routes of administration: EDQM Standard Terms codes and their French labels."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from adapter.terminology.table import rows

_PREFIX = "voie "
_WORDINGS: Mapping[str, str] = MappingProxyType(
    {
        "per os": "orale",
        "po": "orale",
        "p.o.": "orale",
        "oral": "orale",
        "oral use": "orale",
        "orally": "orale",
        "by mouth": "orale",
        "par la bouche": "orale",
        "prendre par la bouche": "orale",
        "à prendre par la bouche": "orale",
        "sc": "sous-cutanée",
        "s.c.": "sous-cutanée",
        "sous cutanée": "sous-cutanée",
        "subcutaneous": "sous-cutanée",
        "subcutaneous use": "sous-cutanée",
        "im": "intramusculaire",
        "i.m.": "intramusculaire",
        "intramuscular": "intramusculaire",
        "intramuscular use": "intramusculaire",
        "iv": "intraveineuse",
        "i.v.": "intraveineuse",
        "intravenous": "intraveineuse",
        "intravenous use": "intraveineuse",
        "inhalation": "inhalée",
        "inhalation use": "inhalée",
        "inhaled": "inhalée",
        "topical": "cutanée",
        "cutaneous use": "cutanée",
        "application cutanée": "cutanée",
        "transdermal": "transdermique",
        "transdermal use": "transdermique",
        "ophthalmic": "ophtalmique",
        "ocular use": "ophtalmique",
        "oculaire": "ophtalmique",
        "nasal": "nasale",
        "nasal use": "nasale",
        "rectal": "rectale",
        "rectal use": "rectale",
        "vaginal": "vaginale",
        "vaginal use": "vaginale",
        "sublingual": "sublinguale",
        "sublingual use": "sublinguale",
    }
)
"""Other wordings → the French label without `voie`; `sl` and `in` are left out, which mean several things."""


def route_label(code: str) -> str | None:
    """`20053000` → `Voie orale`; None when the code is not in the table."""
    return _labels().get(code.strip())


def route_code(text: str) -> str | None:
    """`orale`, `Voie orale`, `per os` → `20053000`; the whole wording must match, case apart. None when it is not
    known."""
    written = " ".join(text.casefold().split()).removeprefix(_PREFIX)
    return _codes().get(_WORDINGS.get(written, written))


@cache
def _labels() -> Mapping[str, str]:
    return MappingProxyType(dict(rows("routes")))


@cache
def _codes() -> Mapping[str, str]:
    return MappingProxyType({label.casefold().removeprefix(_PREFIX): code for code, label in rows("routes")})
