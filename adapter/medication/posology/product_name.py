"""A product named inside a posology text (`DOLIPRANE 1000 mg 1 cp x3/j`): which words are its name and its strength.

A figure of a name is never a dose: it is passed over only where a dose of its own follows.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from adapter.errors import StoreError
from adapter.medication.drugs.current import current, shipped
from adapter.medication.drugs.knowledge import Bearer, Drugs
from adapter.medication.label_words import FORMS, SELLERS
from adapter.medication.posology.amounts import MASSES, dose_at, is_sign, kind
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.substance_name import plain

_WORD = re.compile(r"[a-z0-9]+")
_AMOUNT = re.compile(r"([\d.]+)mg")
_SHORTEST = 4
_MOST_COUNTED = 6  # tablets at once
_MOST_PERCENT = 20
_LEADING = "-•*·"
_PARTING = ":,-=;."
_BESIDE = frozenset(  # release letters, kinds of tablets
    (
        *("lp", "lm", "xr", "sr", "er", "ir", "gastro", "resistant", "resistante", "resistants", "resistantes"),
        *("pellicule", "pellicules", "secable", "secables", "enrobe", "enrobes"),
    )
)
_SCALES = (Decimal(1), Decimal(1000), Decimal("0.001"))  # a strength in g or µg is kept in mg
# Their labelled strength is that of a puff or of an hour: the number beside the name may not be the dose.
_NOT_BY_MASS = frozenset(("{patch}", "{puff}", "{spray}", "{drop}"))
_UNSURE_COUNT = 10  # `Coumadine 2 1/2 cp` may be two and a half


class _Name(NamedTuple):
    """end: the place after the name; bearers: what is sold under it; figures: those of longer names (`NOVOMIX 30`)."""

    end: int
    bearers: tuple[Bearer, ...]
    figures: frozenset[str] = frozenset()


def without_product(at: Sequence[Lexeme], text: str) -> Iterator[list[Lexeme]]:
    """The lexemes without the name of a product that the drug data know, and without its strength where a dose of its
    own follows; the surest first, none when no name is found."""
    if not any(lexeme.kind in ("num", "grid") for lexeme in at):
        return  # no dose: the drug data are not asked
    start = next((i for i in range(len(at)) if not (is_sign(at, i, _LEADING) or kind(at, i) == "fill")), 0)
    name = _name_at(at, start, text)
    if name is None and kind(at, start) == "num":
        after = _after_strength(at, _Name(start, ()), text)
        dose = dose_at(at, after) if after is not None else None
        if (
            dose is not None
            and kind(at, start + 1) == "unit"
            and (dose[0].unit.startswith("{") or dose[0].unit == "mL")
        ):
            yield list(at[after:])  # `25 000 UI 1 ampoule tous les 15 jours`, `25 mg/ml 0,5 ml/j`
    if name is not None:
        after = _after_strength(at, name, text)
        if after is not None and _counts_few(at[after:]):
            yield list(at[after:])
        if _may_state_its_dose(at, name):
            yield list(at[_after_signs(at, name.end) :])
    beside = [place for place in _beside(at, text) if place[0] > start]
    if len(beside) == 1:
        first, end = beside[0]
        yield [*at[:first], *at[end:]]


def _name_at(at: Sequence[Lexeme], i: int, text: str) -> _Name | None:
    """The longest known name that begins at a place. English ends many names without the French `e`."""
    words, ends = _words(at, i, text)
    if not words or len(words[0]) < _SHORTEST or at[i].kind not in ("?", "fill"):
        return None
    for first in (words[0], f"{words[0]}e"):
        known = _drugs().names(first)
        names = [name for name in known if name.words == (first, *words[1 : len(name.words)])]
        longest = max((len(name.words) for name in names), default=1)
        # `Symbicort` of `SYMBICORT TURBUHALER`: a brand is known by its first word, a substance is not (`acide`)
        meant = [name for name in names if len(name.words) == longest] or [
            name for name in known if len(first) > _SHORTEST and not any(one.is_substance for one in known)
        ]
        if meant:
            end = ends[longest - 1]
            while _is_beside_name(at, end, text):
                end += 1
            figures = frozenset(word for name in known for word in name.words[1:] if word.isdigit())
            return _Name(_after_other_name(at, end, text), tuple(b for name in meant for b in name.bearers), figures)
    return None


def _after_other_name(at: Sequence[Lexeme], i: int, text: str) -> int:
    """`atorvastatin (LIPITOR)`, `Kardégic (acétylsalicylate de lysine)`: another name in parentheses that the data
    know."""
    if not is_sign(at, i, "("):
        return i
    j = i + 1
    while kind(at, j) in ("?", "of", "fill"):
        j += 1
    named = _drugs().names(_first_word(at, i + 1, text)) or _drugs().substance_name(
        text[at[i + 1].start : at[j - 1].end]
    )
    return j + 1 if j > i + 1 and named and is_sign(at, j, ")") else i


def _first_word(at: Sequence[Lexeme], i: int, text: str) -> str:
    words, _ = _words(at, i, text)
    return words[0] if words else ""


def _drugs() -> Drugs:
    """The drug data in use; those that ship where an imported database cannot be read, since a text has an answer."""
    try:
        return current()
    except StoreError:
        return shipped()


def _words(at: Sequence[Lexeme], i: int, text: str) -> tuple[list[str], list[int]]:
    """The words from a place up to the next number, each with the place after it."""
    words: list[str] = []
    ends: list[int] = []
    while (
        i < len(at) and kind(at, i) not in ("num", "grid", "date") and (kind(at, i) != "sign" or is_sign(at, i, "-'®"))
    ):
        found = _WORD.findall(plain(text[at[i].start : at[i].end]))
        words += found
        ends += [i + 1] * len(found)
        i += 1
    return words, ends


def _is_beside_name(at: Sequence[Lexeme], i: int, text: str) -> bool:
    """Who sells it, release letters, a form without a number, a mark of registration."""
    if not 0 <= i < len(at):
        return False
    word = plain(text[at[i].start : at[i].end])
    if word == "." and _is_beside_name(at, i - 1, text) and kind(at, i - 1) == "unit":
        return True  # `gél.`
    if kind(at, i) == "?" and word in FORMS:
        return True
    is_form = kind(at, i) == "unit" and at[i].value.startswith("{") and kind(at, i - 1) != "num"
    return word in SELLERS or word in _BESIDE or word == "®" or is_form


def _after_strength(at: Sequence[Lexeme], name: _Name, text: str) -> int | None:
    """The place after name and strength; None where no dose of its own follows, or where it may be read otherwise."""
    if kind(at, name.end) != "num":
        return None
    strength = at[name.end].value
    solid = all(one.identity.unit in ("{tablet}", "{capsule}", "{sachet}") for one in name.bearers)
    j, is_weighed, is_rate = _strength(at, name.end, solid)
    while not is_weighed and kind(at, j) == "per" and kind(at, j + 1) == "num":
        j += 2  # `Stalevo 100/25/200 :`
        if kind(at, j) == "unit" and at[j].value in MASSES:
            j, is_weighed = j + 1, True  # `Seretide 250/25 µg`
    j, is_rate = (j + 3, True) if _is_of_a_patch(at, j, name) else (j, is_rate)
    while _is_beside_name(at, j, text):
        j += 1
    k = _after_signs(at, j)
    is_parted = any(is_sign(at, i, ":.") for i in range(j, k))
    while kind(at, k) == "fill":
        k += 1
    is_known = _is_labelled(strength, name.bearers) or str(strength) in name.figures
    if not is_weighed and not (is_known and _is_sure_count(at, k, strength, is_parted)):
        return None
    if is_parted or is_rate:
        return k
    dose = dose_at(at, k)
    counted = dose is not None and dose[0].unit.startswith("{")
    is_how_often = kind(at, k + 1) == "times" and kind(at, k + 2) != "num"  # `3 fois par jour`; `2 x 3/j` has a dose
    bare = dose is None and kind(at, k) == "num" and kind(at, k + 1) not in ("unit", "time") and not is_how_often
    return k if counted or bare or kind(at, k) == "grid" else None


def _is_of_a_patch(at: Sequence[Lexeme], j: int, name: _Name) -> bool:
    """`4,6 mg/24 h` of what is sold as patches alone."""
    is_per_hours = kind(at, j) == "per" and kind(at, j + 1) == "num" and kind(at, j + 2) == "time"
    return is_per_hours and bool(name.bearers) and all(one.identity.unit == "{patch}" for one in name.bearers)


def _counts_few(rest: Sequence[Lexeme]) -> bool:
    """`Oxycontin 10 10-0-10`, `Lantus 100 U/ml : 20 le soir`: large numbers without a unit are no count of tablets."""
    for i, lexeme in enumerate(rest):
        figures = [lexeme.value] if lexeme.kind == "num" else []
        if lexeme.kind == "grid" and kind(rest, i + 1) != "unit":
            figures = [Decimal(figure) for figure in re.findall(r"\d+", str(lexeme.value))]
        is_bare = lexeme.kind == "grid" or kind(rest, i + 1) in ("mom", "day", "sign", "")
        if is_bare and any(figure > _MOST_COUNTED for figure in figures):
            return False
    return True


def _is_sure_count(at: Sequence[Lexeme], k: int, strength: Decimal, is_parted: bool) -> bool:
    """`Lasilix 40 1/2 cp` has a strength; `Coumadine 2 1/2 cp` may have none, and `Levothyrox 75 le matin` no count."""
    if kind(at, k) not in ("num", "grid") and not is_parted:
        return False
    return is_parted or strength > _UNSURE_COUNT or not (kind(at, k) == "num" and at[k].written == "fraction")


def _strength(at: Sequence[Lexeme], i: int, solid: bool = False) -> tuple[int, bool, bool]:
    """The place after a strength; whether it has a unit; whether it is per volume, per hour or in percent: no dose."""
    j, is_weighed, is_rate = i + 1, False, False
    if is_sign(at, j, "%") and at[i].value <= _MOST_PERCENT and not solid:
        return j + 1, True, True
    while kind(at, j) == "unit" and at[j].value in MASSES:
        j, is_weighed = j + 1, True
        joined = kind(at, j) == "per" or is_sign(at, j, "/+") or kind(at, j) == "and"
        k = j + 2 if kind(at, j + 1) == "num" else j + 1
        is_hourly = k == j + 1 and kind(at, k) == "time" and at[k].value == "h"
        if not joined or not (kind(at, k) == "unit" or is_hourly):
            break
        is_rate = is_rate or is_hourly or at[k].value == "mL" or at[k].value.startswith("{")
        j = k if kind(at, k) == "unit" and at[k].value in MASSES else k + 1
    return j, is_weighed, is_rate


def _is_labelled(value: Decimal, bearers: Sequence[Bearer]) -> bool:
    """Whether a number alone is a strength that the name is sold in."""
    told = {Decimal(match[1]) for bearer in bearers for key in bearer.keys if (match := _AMOUNT.match(key))}
    return any(value * scale in told for scale in _SCALES)


def _may_state_its_dose(at: Sequence[Lexeme], name: _Name) -> bool:
    """`Bisoprolol 2,5 mg le matin`, `Doliprane 2 cp`: the amount beside the name is that of an intake, unless sold
    as patches or puffs; a number without a unit, or before another, may be its strength."""
    k = _after_signs(at, name.end)
    is_parted = any(is_sign(at, i, ":") for i in range(name.end, k))
    if kind(at, k) == "num":
        dose = dose_at(at, k)
        if not is_parted and kind(at, k + 1) == "num":
            return False
        if dose is None or dose[0].strength:
            return is_parted and kind(at, k + 1) not in ("unit", "sign")
        if dose[0].unit.startswith("{"):
            return True
        beside = kind(at, dose[1]) == "num" and kind(at, dose[1] + 1) != "times"
        return not beside and not any(_is_rated(bearer) for bearer in name.bearers)
    return True


def _is_rated(bearer: Bearer) -> bool:
    return bearer.identity.unit in _NOT_BY_MASS or any(key.endswith("min") for key in bearer.keys)


def _after_signs(at: Sequence[Lexeme], i: int) -> int:
    while is_sign(at, i, _PARTING):
        i += 1
    return i


def _beside(at: Sequence[Lexeme], text: str) -> Iterator[tuple[int, int]]:
    """`(methotrexate)`, `1 comprimé d'AMLOR 5 mg`: a name in parentheses, or what a counted unit is of."""
    for i in range(1, len(at)):
        opened = is_sign(at, i - 1, "(")
        if not opened and not (kind(at, i - 1) == "of" and kind(at, i - 2) == "unit"):
            continue
        name = _name_at(at, i, text)
        if name is None:
            continue
        if not opened:
            yield i - (1 if kind(at, name.end) != "num" else 0), name.end
            continue
        end = _strength(at, name.end)[0] if kind(at, name.end) == "num" else name.end
        if is_sign(at, end, ")"):
            yield i - 1, end + 1
