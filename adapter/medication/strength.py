"""Strengths as products and documents write them → Decimal values with UCUM units, and their exact comparison."""

import re
from collections.abc import Iterator
from decimal import Decimal

from adapter.medication.product import Ingredient, Quantity, Strength
from adapter.medication.substance_name import plain
from adapter.terminology import ucum

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
_UNITS = {
    "mg": "mg",
    "g": "g",
    "gramme": "g",
    "grammes": "g",
    "microgramme": "ug",
    "microgrammes": "ug",
    "mcg": "ug",
    "microg": "ug",
    "microgr": "ug",
    "µgr": "ug",
    "gr": "g",
    "µg": "ug",
    "ug": "ug",
    "ui": "[iU]",
    "u.i.": "[iU]",
    "u.i": "[iU]",
    "unites internationales": "[iU]",
    "unite": "[iU]",
    "unites": "[iU]",
    "u": "[iU]",
    "m ui": "M[iU]",
    "mui": "M[iU]",
    "m.u.i.": "M[iU]",
    "millions ui": "M[iU]",
    "millions d'ui": "M[iU]",
    "millions unites": "M[iU]",
    "millions d'unites": "M[iU]",
    "mu": "M[iU]",
    "kui": "k[iU]",
    "mbq": "MBq",
    "mmol": "mmol",
    "meq": "meq",
    "%": "%",
    "pour cent": "%",
}
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_PER = {"ml": "mL", "l": "L", "g": "g", "heure": "h", "heures": "h", "h": "h"}
_PER_UNIT = "ml|heures?|h|dose|pulverisation|pulv|bouffee|inhalation|l|g"
_AMOUNT = rf"{_NUMBER} ?(?:{_UNIT})(?![a-z%]| %)"
_GROUP = re.compile(
    rf"(?<![\w.,])(?P<amounts>(?:{_NUMBER}(?: ?(?:{_UNIT})(?![a-z]))? ?[/+] ?)*{_AMOUNT})"
    rf"(?: ?(?:/|par|pour) ?(?P<per>{_NUMBER})? ?(?P<unit>{_PER_UNIT})(?![a-z%]))?"
)
_ONE = re.compile(rf"(?P<value>{_NUMBER}) ?(?P<unit>{_UNIT})?(?![a-z])")
_WHOLE = re.compile(rf"(?P<value>{_NUMBER}) ?(?P<unit>{_UNIT})(?: (?:anti[ -]?xa|axa))?")
_REMARK = re.compile(r"\([^()]*\)?")
_PROPORTION = re.compile(r"\b(?:mix|mixtard|profil|comb) ?\d\d(?= \d)")
_ANTI_XA = re.compile(r" ?\b(?:anti[ -]?xa|axa)\b")
_KEY = re.compile(r"(?P<value>[\d.]+)(?P<unit>[^\d/]+)(?:/(?P<per>[\d.]+)(?P<per_unit>.+))?")
_VOLUME = re.compile(rf"(?:un |une )?(?P<value>{_NUMBER})? ?(?P<unit>ml|l|g|mg)\b.*")


def decimal(text: str) -> Decimal:
    """A French number: decimal comma, spaces between thousands."""
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))


def written_strengths(text: str) -> tuple[Strength, ...]:
    """All strengths in a name, in order: `5 mg/160 mg` and `5/160MG` give two, `250 mg/5 ml` one with its volume.

    A percentage keeps the unit `%`. What stands in parentheses is a remark and is not read.
    """
    return tuple(found for match in _GROUP.finditer(without_remarks(text)) for found in _strengths(match))


def strength_groups(text: str) -> tuple[tuple[int, int, tuple[Strength, ...]], ...]:
    """Each run of strengths in a plain text (`without_remarks`), as (start, end, strengths)."""
    return tuple((match.start(), match.end(), tuple(_strengths(match))) for match in _GROUP.finditer(text))


def strength_of_key(key: str) -> Strength:
    """The strength that `strength_key` wrote, in base units."""
    match = _KEY.fullmatch(key)
    assert match is not None
    per = Quantity(Decimal(match["per"]), match["per_unit"]) if match["per"] else None
    return Strength(Decimal(match["value"]), match["unit"], per)


def parse_amount(text: str) -> Quantity | None:
    """One amount that is the whole text: `1,00 mg`, `6 000 UI anti-Xa`; None for ranges, `qsp` and remarks."""
    match = _WHOLE.fullmatch(plain(text))
    return Quantity(decimal(match["value"]), _UNITS[match["unit"]]) if match else None


def parse_reference(text: str) -> Quantity | None:
    """What an amount is stated for, when that is a volume or mass: `100 ml`; None for `un comprimé`."""
    match = _VOLUME.fullmatch(plain(text))
    if match is None:
        return None
    return Quantity(decimal(match["value"] or "1"), {"ml": "mL", "l": "L"}.get(match["unit"], match["unit"]))


def states_volume(name: str, volume: Quantity) -> bool:
    """Whether a name writes this very volume with its number: `4 000 UI/0,4 ml` does for 0.4 mL, `100 UI/ml` not."""
    numbers = re.findall(rf"/ ?({_NUMBER}) ?ml\b", without_remarks(name))
    return any(decimal(number) == volume.value for number in numbers)


def same_strength(a: Ingredient, b: Ingredient) -> bool:
    """Whether two ingredients have one strength, exactly, after conversion; False when one is not stated."""
    if a.strength is None or b.strength is None:
        return False
    return ratio(a.strength) == ratio(b.strength)


def to_base(quantity: Quantity) -> Quantity:
    """A quantity in the base unit of its dimension (mg, mL, [iU]); annotations stay as they are."""
    value, unit = ucum.to_base(quantity.value, quantity.unit)
    return Quantity(value.normalize(), unit)


def ratio(strength: Strength) -> tuple[Decimal, str, str]:
    """A strength as (value, unit, unit it is for), for one of each: what two equal strengths have in common."""
    value, unit = ucum.to_base(strength.value, strength.unit)
    if strength.per is None or not strength.per.value:
        return value.normalize(), unit, ""
    per, per_unit = ucum.to_base(strength.per.value, strength.per.unit)
    return (value / per).normalize(), unit, "" if ucum.is_annotation(per_unit) else per_unit


def strength_key(strength: Strength) -> str:
    """A strength as written, with its volume, in base units: 4000 UI in 0.4 mL and 6000 UI in 0.6 mL are two."""
    value, unit = ucum.to_base(strength.value, strength.unit)
    key = f"{value.normalize():f}{unit}"
    if strength.per is None:
        return key
    per, per_unit = ucum.to_base(strength.per.value, strength.per.unit)
    return f"{key}/{per.normalize():f}{per_unit}"


def without_remarks(text: str) -> str:
    """Plain text without what stands in parentheses, and with a mark between a proportion and the strength after it:
    `PROFIL 30 100 UI` is no 30,100 units."""
    said = " ".join(_REMARK.sub(" ", plain(text)).split())
    return _PROPORTION.sub(r"\g<0>;", _ANTI_XA.sub("", said))


def _strengths(match: re.Match[str]) -> Iterator[Strength]:
    """`5/160 mg` shares its unit; a volume or time at the end belongs to each amount, `/dose` says nothing."""
    per_unit = _PER.get(match["unit"] or "")
    per = Quantity(decimal(match["per"] or "1"), per_unit) if per_unit else None
    amounts = [(decimal(one["value"]), one["unit"]) for one in _ONE.finditer(match["amounts"])]
    unit = ""
    found = []
    for value, written in reversed(amounts):
        unit = _UNITS[written] if written else unit
        found.append(Strength(value, unit, per))
    yield from reversed(found)
