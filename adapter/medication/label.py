"""A product label in its parts: words of the name, strengths, form, release, seller; nothing is guessed.

The same reading serves pharmacy labels (`AMLODIPINE BGA 10MG GELULE 30`), names of the drug database and free text
(`paracetamol 1g cp`), so that what is compared was cut in the same way.
"""

import re
from typing import NamedTuple

from adapter.medication.label_posology import without_posology
from adapter.medication.label_words import (
    ABBREVIATIONS,
    AGES,
    FLAVOURS,
    FORMS,
    IMPORTERS,
    RELEASE_FILLERS,
    RELEASES,
    SALTS,
    SELLER_NAMES,
    SELLERS,
    SILENT,
)
from adapter.medication.product import Strength
from adapter.medication.strength import strength_groups, strength_key, without_remarks
from adapter.medication.substance_name import plain

_LP = re.compile(r"\b(l\.? ?p|l\.? ?m)\b\.?(?=[^a-z]|$)")
_GLUED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])(?!\d*(?:e|er|eme)\b)")
_UNIT_FORM = re.compile(
    r"(?<=\d)(?P<unit> ?(?:mg|mcg|microg|µg|ug|ml|ui|g|%))"
    r"(?=(?:cp|cpr|comp|gel|inj|sol|susp|sach|cr|buv|col|lp|fl|amp)[a-z]*\b)"
)
# `VALSARTAN160MG`; never the figure of a name, or `D3 500MG` would be 3,500 mg.
_GLUED_STRENGTH = re.compile(r"(?<=[a-z])(?=\d+(?:[.,]\d+)? ?(?:mg|g|mcg|microg|µg|ug|ui|mui|u|%|/)(?![a-z]*\d))")
_REMARK = re.compile(r"\(([^()]*)\)?")
_THOUSANDS = re.compile(r"(?<![\w.,/])\d{1,3}(?: 000)+(?![\w.,])")
_TOKEN = re.compile(r"#\d+#|&|[a-z]+|\d+(?:[.,]\d+)?")
_JOINED = re.compile(r"(?<=[a-z]) ?[/+] ?(?=[a-z])")
_LETTERS = frozenset(("lp", "lm", "xr", "sr"))
# Ends in the middle of something, or has a figure after a whole strength; and a figure that no one writes (`030 mg`).
_CUT = re.compile(r"[/+,.-] ?$|#\s*[/+]\s*\d")
_LEADING_ZERO = re.compile(r"(?<![\d.,])(?<!\d )0\d")
_CONTAINERS = frozenset(
    (
        *("fl", "flacon", "flacons", "fv", "fp", "tube", "tubes", "tb", "tub", "pot", "poche", "poc", "bt", "bte"),
        *("boite", "seringue", "ser", "srg", "sac", "sachet", "sach", "bidon"),
    )
)
_PACKED = frozenset(("ml", "l", "g", "kg", "cm", "doses", "dose", "x"))


class Label(NamedTuple):
    """text: as written; name: the words that are no form, seller, packaging or release, in order, numbers among them.

    strengths: as written, in order; keys: the same as `strength_key` writes them.
    forms: its form words.
    release: what it states, "" when unsaid; says_lp: whether it has the letters LP or LM; sellers: words that name who
    sells it; remarks: words in parentheses; is_cut: whether it ends in the middle of a strength; is_counted: whether a
    figure follows strength and form, which says what a box holds.
    """

    text: str
    name: tuple[str, ...]
    strengths: tuple[Strength, ...]
    keys: tuple[str, ...]
    forms: tuple[str, ...]
    release: str
    says_lp: bool
    sellers: tuple[str, ...]
    remarks: tuple[str, ...]
    is_cut: bool
    is_counted: bool


def read_label(text: str) -> Label:
    """A label, or a name as BDPM writes it, in its parts. A part that is not there is empty."""
    said = _THOUSANDS.sub(lambda m: m[0].replace(" ", ""), without_posology(without_remarks(text)))
    remarks = " ".join(_REMARK.findall(plain(text)))
    marked, groups = _marked(_UNIT_FORM.sub(r"\g<unit> ", _LP.sub(lambda m: f" {_letters(m[0])} ", said)))
    joined = _JOINED.sub(" & ", marked)
    tokens = [ABBREVIATIONS.get(word, word) for word in _TOKEN.findall(_GLUED.sub(" ", joined))]
    words, forms = _sorted(tokens)
    strengths = [strength for token in tokens if token.startswith("#") for strength in groups[int(token.strip("#"))]]
    return Label(
        text=text,
        name=tuple(word for at, word in enumerate(words) if not word.isalpha() or word not in words[:at]),
        strengths=tuple(strengths),
        keys=tuple(map(strength_key, strengths)),
        forms=tuple(forms),
        release=next((RELEASES[word] for word in tokens if word in RELEASES), ""),
        says_lp=any(word in _LETTERS for word in tokens),
        sellers=tuple(SELLER_NAMES.get(word, word) for word in tokens[1:] if word in SELLERS),
        remarks=tuple(word for word in _TOKEN.findall(remarks) if word not in IMPORTERS and word not in SILENT),
        is_cut=_CUT.search(marked) is not None or _LEADING_ZERO.search(said) is not None,
        is_counted=len(tokens) > 1 and bool(forms) and tokens[-1][0].isdigit(),
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def _marked(said: str) -> tuple[str, list[tuple[Strength, ...]]]:
    """The text with `#n#` for each run of strengths; what a container holds is no strength (`tube 100 g`)."""
    spaced = _GLUED_STRENGTH.sub(" ", said)
    kept, at = "", 0
    groups: list[tuple[Strength, ...]] = []
    for start, end, strengths in strength_groups(spaced):
        before = re.findall(r"[a-z]+", spaced[:start])
        is_held = bool(before) and before[-1] in _CONTAINERS and all(s.unit == "g" and not s.per for s in strengths)
        kept += spaced[at:start] + (" " if is_held else f" #{len(groups)}# ")
        if not is_held:
            groups.append(strengths)
        at = end
    return kept + spaced[at:], groups


def _sorted(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Words of the name, with the figures that stand where a strength may; form words."""
    words: list[str] = []
    forms: list[str] = []
    is_after = False
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token == "&":
            continue
        if token.startswith("#"):
            is_after = True
        elif tokens[place - 1] == "&" and place and words and not is_after and token not in FORMS:
            words.append(token)
        elif token[0].isdigit():
            if not is_after and following not in _PACKED:
                words.append(token.replace(".", ","))
        elif token in FORMS and (place or token not in ("gel", "comp")):
            forms.append(token)
            is_after = True
        elif _is_vitamin(token, following, words) or not _says_nothing(token, first=not words):
            words.append(token)
    return words, forms


def _is_vitamin(token: str, following: str, words: list[str]) -> bool:
    """`VITAMINE C`, `D3`, `B12`: a letter that is a name, where else it says nothing."""
    return (bool(words) and words[-1] == "vitamine") or (token in ("b", "d", "k") and following.isdigit())


def _says_nothing(token: str, *, first: bool) -> bool:
    if any(token in words for words in (RELEASES, RELEASE_FILLERS, SILENT, SALTS, AGES, FLAVOURS, IMPORTERS)):
        return True
    return token in SELLERS and not first
