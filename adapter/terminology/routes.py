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
        "vo": "orale",
        "v.o.": "orale",
        "p.o.": "orale",
        "oral": "orale",
        "oral use": "orale",
        "orally": "orale",
        "by mouth": "orale",
        "par la bouche": "orale",
        "prendre par la bouche": "orale",
        "à prendre par la bouche": "orale",
        "oraal": "orale",
        "zum einnehmen": "orale",
        "sc": "sous-cutanée",
        "s.c.": "sous-cutanée",
        "sous cutanée": "sous-cutanée",
        "subcutaneous": "sous-cutanée",
        "subcutaneous use": "sous-cutanée",
        "subcutaan": "sous-cutanée",
        "subkutan": "sous-cutanée",
        "im": "intramusculaire",
        "i.m.": "intramusculaire",
        "intramuscular": "intramusculaire",
        "intramuscular use": "intramusculaire",
        "intramusculair": "intramusculaire",
        "intramuskulär": "intramusculaire",
        "iv": "intraveineuse",
        "i.v.": "intraveineuse",
        "intravenous": "intraveineuse",
        "intravenous use": "intraveineuse",
        "intraveneus": "intraveineuse",
        "intravenös": "intraveineuse",
        "iv piggyback": "intraveineuse",
        "iv push": "intraveineuse",
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
        "rectaal": "rectale",
        "rektal": "rectale",
        "vaginal": "vaginale",
        "vaginal use": "vaginale",
        "sublingual": "sublinguale",
        "sublingual use": "sublinguale",
    }
)
"""Other wordings → the French label without `voie`; `sl` and `in` are left out, which mean several things."""


_NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
_V3 = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"
_SNOMED = "http://snomed.info/sct"
_EDQM = "http://standardterms.edqm.eu"
_OTHER_SYSTEMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        _NCIT: {
            "C38288": "orale",
            "C28161": "intramusculaire",
            "C38276": "intraveineuse",
            "C38299": "sous-cutanée",
            "C38216": "inhalée",
            "C38304": "cutanée",
            "C38305": "transdermique",
            "C38295": "rectale",
            "C38313": "vaginale",
            "C38300": "sublinguale",
            "C38284": "nasale",
            "C38287": "ophtalmique",
            "C38192": "auriculaire",
        },
        _V3: {
            "PO": "orale",
            "IM": "intramusculaire",
            "IV": "intraveineuse",
            "IVINJ": "intraveineuse",
            "SQ": "sous-cutanée",
            "SL": "sublinguale",
            "TRNSDERM": "transdermique",
        },
        _SNOMED: {
            "26643006": "orale",
            "78421000": "intramusculaire",
            "47625008": "intraveineuse",
            "34206005": "sous-cutanée",
            "37161004": "rectale",
            "16857009": "vaginale",
            "37839007": "sublinguale",
            "46713006": "nasale",
            "54485002": "ophtalmique",
            "45890007": "transdermique",
        },
    }
)
"""Codes of the systems that C-CDA, HL7 V3 and FHIR senders use → the French label without `voie`; a pairing of ours."""


def edqm_route(system: str, code: str) -> str | None:
    """A code of EDQM itself, of NCI Thesaurus, v3 RouteOfAdministration or SNOMED CT → the EDQM code; None when the
    table does not know it."""
    if system == _EDQM:
        return code
    label = _OTHER_SYSTEMS.get(system, {}).get(code)
    return _codes().get(label) if label else None


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
