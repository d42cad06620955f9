"""Posology text → tokens: words without case and accents, numbers, grids (1-0-1), dates; the unsure is marked."""

import re
import unicodedata
from typing import NamedTuple


class Token(NamedTuple):
    """kind: `word`, `number`, `fraction`, `grid`, `date`, `sign` or `unsure`; start and end are places in the text."""

    kind: str
    plain: str
    start: int
    end: int


_N = r"(?:\d+/\d+|\d+(?:[.,]\d+)?|[½¼¾])"
_DASH = r"[-–—‐‑]"
_SPACE = "[ \u00a0\u202f\u2009]"
_TIME = r"(?:jours?|jrs?|j|days?|d)\b"
_TOKEN = re.compile(
    rf"(?P<date>(?<![\d,.])(?:\d{{4}}-\d\d-\d\d|\d\d?[/.-]\d\d?[/.-]\d{{4}}|\d\d/\d\d/\d\d)(?![\d/]))"
    rf"|(?P<grid>(?<![\d,./]){_N}(?:{_SPACE}?{_DASH}{_SPACE}?{_N}){{2,}}(?!\d)|(?<![\d,./])\d(?:/\d){{2,}}(?![\d/])"
    rf"|(?<![\d,./+]){_N}(?:{_SPACE}?\+{_SPACE}?{_N}){{2,}}(?![\d+,.]))"
    rf"|(?P<unsure>(?<![\d,.])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|(?<!\w)[.,]\d+"
    rf"|(?<![\d,./])\d/[23]{_SPACE}?(?={_TIME})|\d+[.,]\d+[.,][\d.,]*\d)"
    rf"|(?P<fraction>(?<![\d,./])\d{{1,2}}/[234](?![\d/,.])(?!{_SPACE}?h(?!\w*\s(?:avant|apr)))|[½¼¾⅓⅔])"
    rf"|(?P<number>\d+(?:[.,]\d+)?)"
    rf"|(?<=[^\W\d_]){_DASH}(?=[^\W\d_])"
    rf"|(?P<word>[xX](?=(?:j|jours?|jrs?)\b)|(?!max)[^\W\d_½¼¾⅓⅔]+?(?=[xX]\d)|[^\W\d_½¼¾⅓⅔]+['’ʼ`´]?)(?:(?<!eye)(?<!ear)\([sS]\))?"
    rf"|(?P<sign>\S)",
)
_SIGNS = str.maketrans("–—‐‑’ʼ`´«»“”", "----''''\"\"\"\"")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "µ": "u", "μ": "u", "ß": "ss", "’": "'", "ʼ": "'", "`": "'", "´": "'"})


def tokens(text: str) -> list[Token]:
    """All tokens of a text that is in Unicode form NFC, in order. A hyphen inside a word parts it into two words."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            found.append(Token(kind, plain(match["word"]), match.start(), match.end()))
        elif kind:
            found.append(Token(kind, match[0].translate(_SIGNS).strip(), match.start(), match.end()))
    return found


def plain(word: str) -> str:
    """A word in lower case, without accents: `Œil` → `oeil`."""
    lower = word.lower()
    if lower.isascii():
        return lower.replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
