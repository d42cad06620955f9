"""The dose of one intake: FHIR Quantity → value and unit as spelled in design §6; sites that count both sides."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from adapter.medication.product import Quantity
from adapter.terminology import ucum
from adapter.terminology.dose_units import dose_unit, presentation_unit

# One dose "in each eye" is two doses: the site is told in these words, plain and without accents.
BOTH_SIDES = (
    "chaque oeil",
    "les deux yeux",
    "les 2 yeux",
    "chaque narine",
    "les deux narines",
    "les 2 narines",
    "chaque oreille",
    "les deux oreilles",
    "les 2 oreilles",
    "each eye",
    "both eyes",
    "each nostril",
    "both nostrils",
    "each ear",
    "both ears",
)
_ONE_OR_BOTH = ("affected eye(s)", "affected eyes", "affected ear(s)")
_COUNTS = frozenset(("1", "{count}", "{dose}"))
_EDQM = "http://standardterms.edqm.eu"


def sides(site: str) -> int | None:
    """2 for a site that means both sides (`Chaque œil`), else 1; None when it may be either (`affected eye(s)`)."""
    plain = " ".join(site.casefold().replace("œ", "oe").split())
    if plain in _ONE_OR_BOTH:
        return None
    return 2 if plain in BOTH_SIDES else 1


def quantity_of(quantity: Mapping[str, Any] | None) -> Quantity | None:
    """A FHIR Quantity that is a dose; None without value, with a comparator, in an unknown unit, when code and words
    name two units, or when the unit is a rate, a concentration or per weight. No unit at all is `{dose}` (form not
    said)."""
    if not quantity or quantity.get("value") is None or quantity.get("comparator"):
        return None
    unit = _unit(quantity)
    value = Decimal(str(quantity["value"]))
    return Quantity(value, unit) if unit and "/" not in unit and value >= 0 else None


def _contradict(coded: str, said: str) -> bool:
    """`g` beside `mg`, `mg` beside "comprimé"; "unité" may be any of them, and two counted forms are but words."""
    unsaid = {coded, said} & _COUNTS or said == "U" or {coded, said} == {"U", "[iU]"}
    return coded != said and not unsaid and not (coded.startswith("{") and said.startswith("{"))


def _unit(quantity: Mapping[str, Any]) -> str:
    written = quantity.get("code") or quantity.get("unit")
    if not written:
        return "{dose}"
    if quantity.get("system") == _EDQM:
        return presentation_unit(quantity["code"]) or ""
    coded, said = dose_unit(written), dose_unit(quantity.get("unit") or "")
    if coded and said and _contradict(coded[0], said[0]):
        return ""
    known = coded or said
    if known:
        return known[0]
    return written if written in ucum.UNITS or ucum.is_annotation(written) else ""
