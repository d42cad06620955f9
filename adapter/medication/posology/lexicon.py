"""The words that posology texts use, from data/posology-*.json: phrases in a tree, the longest one wins.

A table row is `[kind, value, [phrases]]`; `(a|b|)` in a phrase means one of these or nothing. A phrase that stands in
several rows belongs to the first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from adapter.medication.posology.numbers import fraction, number_words, number_written
from adapter.medication.posology.text import Token, tokens
from adapter.medication.posology.typos import Spelling, spelling

_FOLDER = Path(__file__).resolve().parent.parent / "data"
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_KINDS = {"grid": "grid", "date": "date", "unsure": "?", "sign": "sign"}
_OF = ("de", "d'", "of")
_ROMAN = {
    "fr": {"V": Decimal(5), "XV": Decimal(15), "XX": Decimal(20), "XXV": Decimal(25), "XXX": Decimal(30)},
    "en": {"i": Decimal(1), "ii": Decimal(2), "iii": Decimal(3), "I": Decimal(1), "II": Decimal(2)},
}
_IN_ROMAN = {"fr": ("{drop}",), "en": ("{tablet}", "{capsule}", "{drop}", "{puff}", "{spray}", "{suppository}")}
_LONG_UNITS = ("[iU]", "U", "[anti'Xa'U]")  # doses of thousands are usual in these


class Lexeme(NamedTuple):
    """A phrase that is known (`unit`, `mom`, `time`, …), a number (`num`), or what is not (`?`); places in the text.

    written: how a number is written: `number` or `fraction` in figures, "" in words.
    """

    kind: str
    value: Any
    start: int
    end: int
    written: str = ""


class Lexicon(NamedTuple):
    lang: str
    tree: Mapping[str, Any]
    spelling: Spelling


@cache
def lexicon(lang: str) -> Lexicon:
    """The tables of a language (`fr`, `en`)."""
    tree: dict[str, Any] = {}
    rows = orjson.loads((_FOLDER / f"posology-{lang}.json").read_bytes())
    for kind, value, phrases in rows:
        for phrase in (written for pattern in phrases for written in _expanded(pattern)):
            _insert(tree, [token.plain for token in tokens(phrase)], (kind, value))
    for words, number in number_words(lang).items():
        _insert(tree, words.split(), ("num", number))
    return Lexicon(lang, tree, spelling(tree))


def _expanded(pattern: str) -> Iterator[str]:
    choice = _CHOICE.search(pattern)
    if choice is None:
        yield pattern
        return
    for option in choice[1].split("|"):
        yield from _expanded(pattern[: choice.start()] + option + pattern[choice.end() :])


def _insert(tree: dict[str, Any], words: Sequence[str], meaning: tuple[str, Any]) -> None:
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    node.setdefault("", meaning)


def lexemes(text: str, words: Lexicon) -> list[Lexeme]:
    """The text as known phrases and numbers, in order; the longest phrase wins at each place."""
    found, given, i = [], tokens(text), 0
    while i < len(given):
        meaning, taken = _longest(words.tree, given, i)
        token = given[i]
        figure = _roman(token, given[i + 1] if i + 1 < len(given) else None, words, text) if taken < 2 else None
        if figure is not None:
            found.append(Lexeme("num", figure, token.start, token.end))
            i += 1
            continue
        if taken:
            found.append(Lexeme(meaning[0], meaning[1], token.start, given[i + taken - 1].end))
            i += taken
            continue
        found.append(_unlisted(token, given[i + 1] if i + 1 < len(given) else None, words))
        i += 1
    return found


def _longest(tree: Mapping[str, Any], given: Sequence[Token], i: int) -> tuple[Any, int]:
    node, best, taken = tree, None, 0
    for j in range(i, len(given)):
        word = given[j].plain
        if word not in node:
            break
        node = node[word]
        if "" in node:
            best, taken = node[""], j - i + 1
    return best, taken


def _roman(token: Token, following: Token | None, words: Lexicon, text: str) -> Decimal | None:
    """`ii gtt`, `XX gouttes`: Roman figures as prescriptions write them before a counted unit. `X` may be a blank."""
    value = _ROMAN[words.lang].get(text[token.start : token.end])
    meaning = (words.tree.get(following.plain) or {}).get("") if value and following else None
    return value if meaning and meaning[0] == "unit" and meaning[1] in _IN_ROMAN[words.lang] else None


def _unlisted(token: Token, following: Token | None, words: Lexicon) -> Lexeme:
    if token.kind in ("number", "fraction"):
        value = number_written(token.plain, words.lang)
        if token.plain == "2/3" and following and following.plain in _OF:
            value = fraction(token.plain)  # `2/3 de comprimé`; `2/3 cp` may be two or three
        return Lexeme("num" if value is not None else "?", value, token.start, token.end, token.kind)
    if token.kind == "unsure":
        value = _thousands(token, following, words)
        return Lexeme("num" if value is not None else "?", value, token.start, token.end)
    if token.kind == "word":
        kind, value = words.spelling.meaning(token.plain) or ("?", None)
        return Lexeme(kind, value, token.start, token.end)
    return Lexeme(_KINDS[token.kind], token.plain, token.start, token.end)


def _thousands(token: Token, following: Token | None, words: Lexicon) -> Decimal | None:
    """`12 000`: one number when it ends in 000 or counts international units; `2 500 mg` may be two of 500 mg."""
    parts = token.plain.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ").split(" ")
    if len(parts) < 2 or not all(part.isdigit() for part in parts):
        return None
    unit = (words.tree.get(following.plain) or {}).get("") if following else None
    if parts[-1] == "000" or (unit and unit[0] == "unit" and unit[1] in _LONG_UNITS):
        return Decimal("".join(parts))
    return None
