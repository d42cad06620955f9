"""Substance names as BDPM writes them: one comparable spelling, and the name without salt and water.

BDPM writes `AMLODIPINE (BÉSILATE D')` and `BÉSILATE D'AMLODIPINE` for one substance code, in upper case with accents.
"""

import re
import unicodedata

_PAREN = re.compile(r"^(?P<head>.+?) ?\((?P<salt>[^()]*\b(?:de|d'))\)(?P<tail>.*)$", re.IGNORECASE)
_ACID = re.compile(r"^(?P<head>.+?) \((?P<salt>acide)\)(?P<tail>)$", re.IGNORECASE)
_HYDRATE = r"(?:mono|di|tri|hemi|sesqui|tetra|penta|hexa|hepta|hemipenta)?hydratee?"
_WATER = re.compile(rf" (?:{_HYDRATE}|\({_HYDRATE}\)|anhydre|base|micronisee?)$")
_SALTS = (
    *("chlorhydrate", "dichlorhydrate", "bromhydrate", "maleate", "besilate", "fumarate", "hemifumarate", "tartrate"),
    *("hemitartrate", "succinate", "sulfate", "hemisulfate", "citrate", "mesilate", "tosilate", "oxalate", "phosphate"),
    *(
        "malate",
        "tert-butylamine",
        "monochlorhydrate",
        "bitartrate",
        "hydrogenotartrate",
        "metilsulfate",
        "napadisilate",
    ),
)
_SALT_OF = re.compile(rf"^(?:{'|'.join(_SALTS)})(?: (?:neutre|acide))? (?:de |d')(?P<base>.+)$")
_CATION = re.compile(
    r" (?:sodique|monosodique|disodique|potassique|calcique|magnesique|arginine|tert-butylamine|erbumine)$"
)
# `sulfate de magnésium` is no salt of a drug but what is dosed, and `fumarate de diméthyle` is an ester.
_NO_BASES = ("aluminium", "argent", "baryum", "calcium", "cuivre", "fer", "magnesium", "potassium", "sodium", "zinc",
             "dimethyle", "diroximel")  # fmt: skip


def plain(text: str) -> str:
    """A name as it is compared: lower case, no accents, single spaces, straight apostrophes."""
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("’", "'"))
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(letters.replace("μ", "µ").split())


def substance_key(name: str) -> str:
    """A substance name in one word order: `FOLIQUE (ACIDE)` → `acide folique`, `X (NITRATE DE)` → `nitrate de x`."""
    return plain(in_word_order(name))


def in_word_order(name: str) -> str:
    """A name of BDPM as it is said: `AMLODIPINE (BÉSILATE D')` → `BÉSILATE D'AMLODIPINE`."""
    written = " ".join(name.replace("’", "'").split())
    match = _ACID.match(written) or _PAREN.match(written)
    if match is None:
        return written
    joint = "" if match["salt"].endswith("'") else " "
    return f"{match['salt']}{joint}{match['head']}{match['tail']}"


def without_salt(name: str) -> str:
    """A name of BDPM without water, cation and salt-forming acid: `CHLORHYDRATE DE TRAMADOL` → `TRAMADOL`.

    Esters (dipropionate, palmitate, mofétil, cilexétil) stay: they are other substances in dose and often in effect.
    """
    said = in_word_order(name)
    while (shorter := _shorter(said)) != said:
        said = shorter
    return said


def _shorter(said: str) -> str:
    key = _aligned(said)
    for pattern in (_WATER, _CATION):
        if (match := pattern.search(key)) and key[: match.start()] not in _SALTS:
            return said[: match.start()]
    salt = _SALT_OF.match(key)
    if salt is None or salt["base"].split()[0] in _NO_BASES:
        return said
    return said[salt.start("base") :]


def _aligned(said: str) -> str:
    """Lower case without accents, letter for letter, so that a place in it is the same place in the name."""
    return "".join(unicodedata.normalize("NFKD", letter)[0] for letter in said).lower()
