"""Units and numbers as people read them, in French or English."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_COUNTED: Mapping[str, tuple[str, str]] = {
    "{tablet}": ("comprimé", "tablet"),
    "{capsule}": ("gélule", "capsule"),
    "{drop}": ("goutte", "drop"),
    "{puff}": ("bouffée", "puff"),
    "{spray}": ("pulvérisation", "spray"),
    "{sachet}": ("sachet", "sachet"),
    "{patch}": ("patch", "patch"),
    "{vial}": ("flacon", "vial"),
    "{ampoule}": ("ampoule", "ampoule"),
    "{syringe}": ("seringue", "syringe"),
    "{pen}": ("stylo", "pen"),
    "{injection}": ("injection", "injection"),
    "{suppository}": ("suppositoire", "suppository"),
    "{ovule}": ("ovule", "ovule"),
    "{lozenge}": ("pastille", "lozenge"),
    "{application}": ("application", "application"),
    "{measure}": ("mesure", "measure"),
    "{spoon}": ("cuillère", "spoon"),
    "{dose}": ("dose", "dose"),
    "{lyophilisate}": ("lyophilisat", "lyophilisate"),
    "{granule}": ("granule", "granule"),
    "{unidose}": ("unidose", "unidose"),
}
_SYMBOLS: Mapping[str, tuple[str, str]] = {
    "[iU]": ("UI", "IU"),
    "M[iU]": ("MUI", "MIU"),
    "ug": ("µg", "µg"),
    "mcg": ("µg", "µg"),
    "[tsp_m]": ("c. à café", "tsp"),
    "[tbs_m]": ("c. à soupe", "tbsp"),
}
_ENGLISH_PLURALS = {"patch": "patches", "suppository": "suppositories"}


def number(value: Any, lang: str) -> str:
    """A JSON number without trailing zeros, with the decimal sign of the language."""
    text = format(Decimal(str(value)).normalize(), "f")
    return text.replace(".", ",") if lang == "fr" else text


def unit(code: str, plural: bool, lang: str) -> str:
    """A UCUM code or an annotation of design §6 in words; a code that has no word stays as it is."""
    column = ("fr", "en").index(lang)
    if code in _SYMBOLS:
        return _SYMBOLS[code][column]
    if code not in _COUNTED:
        return code
    word = _COUNTED[code][column]
    if not plural:
        return word
    return _ENGLISH_PLURALS.get(word, f"{word}s") if lang == "en" else f"{word}s"


def is_plural(value: Any, lang: str) -> bool:
    return Decimal(str(value)) >= 2 if lang == "fr" else Decimal(str(value)) != 1
