"""Numbers in figures and in words. A figure that may be read in two ways is not a number here."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "1/3", "⅔": "2/3"}
_THREE_DECIMALS = re.compile(r"[1-9]\d*[.,]\d{3}")
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
# Fractions that are doses of a split unit; `2/3` may be two or three.
_FRACTIONS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75", "1/3": "1/3"}

_FR_UNITS = [
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre vingt"}
_FR_OTHERS = {
    "une": "1",
    "dix sept": "17",
    "dix huit": "18",
    "dix neuf": "19",
    "quatre vingts": "80",
    "cent": "100",
    "deux cents": "200",
    "trois cents": "300",
    "quatre cents": "400",
    "cinq cents": "500",
    "mille": "1000",
    "demi": "0.5",
    "demie": "0.5",
    "un demi": "0.5",
    "une demi": "0.5",
    "une demie": "0.5",
    "la moitie d' un": "0.5",
    "quart": "0.25",
    "un quart": "0.25",
    "un quart d' un": "0.25",
    "trois quart": "0.75",
    "trois quarts": "0.75",
    "3 quarts": "0.75",
    "un tiers": "1/3",
}
_EN_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty"}
_EN_OTHERS = {
    "half": "0.5",
    "one half": "0.5",
    "a half": "0.5",
    "half a": "0.5",
    "half of a": "0.5",
    "one half of a": "0.5",
    "a quarter": "0.25",
    "one quarter": "0.25",
    "quarter": "0.25",
    "three quarters": "0.75",
    "a": "1",
    "an": "1",
    "one and a half": "1.5",
    "one and one half": "1.5",
    "two and a half": "2.5",
}

_FIGURES = 15


def fraction(text: str) -> Decimal:
    """`1/3` → 0.333…, `0.5` → 0.5."""
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below) if below else Decimal(above)


def number_written(text: str, lang: str) -> Decimal | None:
    """A number in figures; None when it may mean two things (`1,000 mg` in French is one or a thousand), and when it
    is so long that it counts nothing that is taken."""
    if len(text) > _FIGURES:
        return None
    if text in _VULGAR:
        return fraction(_VULGAR[text])
    if "/" in text:
        return fraction(_FRACTIONS[text]) if text in _FRACTIONS else None
    if _THREE_DECIMALS.fullmatch(text):
        sure = lang == "en" and _ENGLISH_THOUSANDS.fullmatch(text)
        return Decimal(text.replace(",", "")) if sure else None
    if text[0] == "0" and text[1:2].isdigit():
        return Decimal(text) if text.isdigit() and len(text) == 2 else None
    return Decimal(text.replace(",", "."))


def number_words(lang: str) -> Mapping[str, Decimal]:
    """All numbers in words of a language: `soixante douze` → 72."""
    units, tens, others = (_FR_UNITS, _FR_TENS, _FR_OTHERS) if lang == "fr" else (_EN_UNITS, _EN_TENS, _EN_OTHERS)
    found = {word: Decimal(i) for i, word in enumerate(units, start=1)}
    for ten, word in tens.items():
        found[word] = Decimal(ten)
        found.update(_after(word, ten, units, 19 if lang == "fr" and ten in (60, 80) else 9))
    found.update({words: fraction(value) for words, value in others.items()})
    return found


def _after(word: str, ten: int, units: Sequence[str], last: int) -> dict[str, Decimal]:
    """Numbers that follow a ten: `vingt cinq`, `vingt et un`, `soixante douze`."""
    found = {f"{word} {unit}": Decimal(ten + i) for i, unit in enumerate(units, start=1) if i <= last}
    if units is _FR_UNITS:
        found |= {f"{word} et un": Decimal(ten + 1), f"{word} et une": Decimal(ten + 1)}
        found |= {f"{word} dix {units[i - 1]}": Decimal(ten + 10 + i) for i in (7, 8, 9) if last == 19}
    return found
