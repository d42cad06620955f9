"""What the discharge source says about a change: whether a text names a start, a stop, a change or a suspension, and which doses.

An indication ("HTA") is not a statement, and neither is the contrary ("posologie inchangée"). A text that is not understood states
nothing: unsaid is the safe answer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from adapter.reconciliation.identity import in_base_unit
from adapter.reconciliation.words import plain

_WORDS = {
    "start": r"introdui|introduc|introduit|initie|initiat|debut|instaur|ajout|demarr|mise? en place|mis sous|mise sous|relais|"
    r"started|initiated|introduced|added|commenced|newly",
    "stop": r"arret|stopp|stopped|interromp|interrupt|supprim|suppression|retire|discontinu|withdrawn|remplac|replaced|ne pas repren|non repris",
    "suspend": r"suspen|mis en pause|mise en pause|en pause|a reprendre|on hold|withheld|temporaire",
    "increase": r"augment|major|increas|titr|hausse",
    "decrease": r"diminu|reduc|redui|baiss|decreas|reduced|minor|decroiss",
    "change": r"modifi|chang|adapt|ajust|adjust|remplac|replaced|substitu|switch|relais|passage (?:de|a|au|en|sous)|equivalen|livret",
}
_PATTERNS = {kind: re.compile(rf"\b(?:{words})") for kind, words in _WORDS.items()}
_DENIED = re.compile(
    r"\b(?:inchange\w*|unchanged|(?:sans|pas de|aucune?|pas d|ni|non|no|not|without|ne pas)\s+(?:\w+\s+){0,2}?"
    r"(?:modifi\w*|chang\w*|arret\w*|interr\w*|stopp\w*|adapt\w*|augment\w*|diminu\w*|redui\w*|introdui\w*|debut\w*|suspen\w*|substitu\w*|ajust\w*))"
)
_NUMBER = (
    r"(\d+(?:[.,]\d+)?)\s*(kg|g|mg|µg|ug|mcg|ui|ml|cp|comprimes?|gelules?|gouttes?)?(?:\s*/\s*(?:j|jour|24h|d|day))?"
)
_FROM_TO = re.compile(rf"{_NUMBER}\s*(?:→|->|=>|➔|>|\b(?:a|au|to|vers|puis)\b)\s*{_NUMBER}")
_ARROWS = str.maketrans({"→": " > ", "➔": " > ", "⇒": " > "})
_COUNTED = {"cp": "", "comprime": "", "comprimes": "", "gelule": "", "gelules": "", "goutte": "", "gouttes": "", "": ""}

START, STOP, CHANGE = (
    frozenset(("start", "change")),
    frozenset(("stop", "suspend")),
    frozenset(("increase", "decrease", "change")),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """kinds: what the text names; doses: pairs (from, to), each a value with a base unit ("" when the text gives none)."""

    text: str
    kinds: frozenset[str]
    doses: tuple[tuple[tuple[Decimal, str], tuple[Decimal, str]], ...] = ()


def read(text: str) -> Statement:
    """One reason, note or comment → what it states."""
    marked = text.translate(_ARROWS).replace("->", " > ").replace("=>", " > ")
    words = " ".join(_spaced(part) for part in marked.split(" > "))
    said = _DENIED.sub(" ", words)
    doses = _doses(" > ".join(_spaced(part) for part in marked.split(" > ")))
    kinds = {kind for kind, pattern in _PATTERNS.items() if pattern.search(said)}
    if doses:
        kinds.add("change")
    return Statement(text, frozenset(kinds), doses)


def read_all(texts: Iterable[str]) -> list[Statement]:
    return [statement for text in texts if (statement := read(text)).kinds]


def _spaced(text: str) -> str:
    return plain(text.replace("'", " ").replace("’", " "))


def _doses(text: str) -> tuple[tuple[tuple[Decimal, str], tuple[Decimal, str]], ...]:
    """`de 5 à 10 mg`, `5 mg → 10 mg`: only when an arrow or a unit shows that doses are meant."""
    found = []
    for low, low_unit, high, high_unit in re.findall(_FROM_TO.pattern, text):
        unit = low_unit or high_unit
        if not unit and ">" not in text:
            continue
        found.append((_value(low, unit), _value(high, high_unit or unit)))
    return tuple(found)


def _value(number: str, unit: str) -> tuple[Decimal, str]:
    value = Decimal(number.replace(",", "."))
    if unit in _COUNTED or not unit:
        return value, ""
    return in_base_unit(value, {"ui": "[iU]", "ml": "mL"}.get(unit, unit))
