"""Text as it is compared: without case, accents, punctuation and doubled spaces. Never approximate: equal or not
equal."""

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^0-9a-z%,./+µ ]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`Comprimé  PELLICULÉ` → `comprime pellicule`. The œ of French names is written oe."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("μ", "µ"))
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(_NOT_WORD.sub(" ", letters).split())
