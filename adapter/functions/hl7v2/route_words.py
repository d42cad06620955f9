"""Whether the words beside a code of table 0162 name the route of that code.

Many senders keep their own codes in RXR-1: `OT` is otic in the table and "other" to them, `B` buccal and "both eyes".
"""

import re

_SHORTEST = 3  # letters by which a word is known for the beginning of another: `top` for topical
_BESIDE = frozenset(
    ("route", "use", "by", "via", "per", "the", "into", "in", "to", "voie", "par", "infusion", "injection", "push",
     "bolus", "piggyback", "drip", "spray", "drops", "ointment", "tube", "solution", "continuous", "slow",
     "both", "each", "left", "right")
)  # fmt: skip
_LATIN = re.compile("[a-z]")
_OTHER_NAMES = {
    "Oral": ("mouth", "po", "os", "vo", "bouche"),
    "Intravenous": ("iv", "ivpb", "ivp", "intraveineuse"),
    "Intravenous piggyback": ("iv", "ivpb", "intraveineuse"),
    "Intravenous push": ("iv", "ivp", "intraveineuse"),
    "Intramuscular": ("im", "intramusculaire"),
    "Subcutaneous": ("sc", "sq", "subq", "s", "c", "sous", "cutanée"),
    "Sublingual": ("sl", "sublinguale"),
    "Rectal": ("rectum", "rectally", "pr", "rectale"),
    "Vaginal": ("vagina", "pv", "vaginale"),
    "Inhalation": (
        "inhaled",
        "inhaler",
        "inhalée",
        "nebulizer",
        "nebulized",
        "nebulised",
        "nebuliser",
        "neb",
        "aerosol",
    ),
    "Ophthalmic": ("eye", "eyes", "ocular", "ophtalmique"),
    "Otic": ("ear", "ears", "auriculaire"),
    "Nasal": ("nose", "nostril", "nostrils", "intranasal", "nasale"),
    "Intranasal": ("nose", "nasal", "nasale"),
    "Topical": ("skin", "cutaneous", "cutanée"),
    "Transdermal": ("patch", "td", "transdermique"),
    "Nasogastric": ("ng", "nasogastrique", "sonde"),
    "Gastrostomy tube": ("gastrostomy", "peg", "gt", "gtube"),
}


def names_route(text: str, name: str) -> bool:
    """Whether all words of a text are of the route that a code has this name for (`Intravenous`): the name, its
    beginning (`subcut`), or what else it is called. Words in other letters than Latin ones say nothing against it."""
    words = [word for word in re.findall(r"\w+", text.casefold()) if word not in _BESIDE]
    return bool(words) and all(_is_of(word, name) for word in words if _LATIN.search(word))


def _is_of(word: str, name: str) -> bool:
    names = (*name.casefold().split(), *_OTHER_NAMES.get(name, ()))
    return any(word == one or (len(word) >= _SHORTEST and one.startswith(word)) for one in names)
