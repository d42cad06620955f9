"""Which names of the drug data the words of a label may stand for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from adapter.medication.drugs.knowledge import Drugs, Name
from adapter.medication.label import Label
from adapter.medication.label_words import DEVICES, SYNONYMS

_SHORTEST_PREFIX = 3
_SHORTEST_FIRST = 5
_SHORTEST_APPROXIMATE = 5
_LEAST_ALIKE = 0.8
_MOST_ALIKE = 3
_ALMOST = 0.01
_OPTIONAL = DEVICES | {"acide", "vitamine"}


class Fit(NamedTuple):
    """How a name fits the words of a label.

    missing: words of the name that the label lacks; extra: words of the label that the name does not explain;
    abbreviated: words of the name that the label cuts short; unlike: 0 for a name spelled alike, else how far its
    first word is from the label's, up to 1.
    """

    name: Name
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    abbreviated: tuple[str, ...] = ()
    unlike: float = 0.0


def fits(label: Label, drugs: Drugs, *, is_exact: bool = False) -> list[Fit]:
    """The names that begin like the label: exactly, else by a unique abbreviation, else (unless is_exact) nearly."""
    if not label.name:
        return []
    found = [fit for words in _readings(label.name) for name in drugs.names(words[0]) if (fit := _fit(words, name))]
    if found:
        return found
    first, rest = label.name[0], label.name[1:]
    completed = _completed(first, drugs)
    for whole in completed:
        for name in drugs.names(whole):
            fit = _fit((whole, *rest), name)
            if len(completed) == 1 or (rest and len(name.words) > 1 and not fit.missing and not fit.extra):
                found.append(fit._replace(abbreviated=(whole, *fit.abbreviated)))
    return found if found or is_exact else list(_approximate(first, rest, drugs))


def _readings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words as they are, and with the first two written as one (`CO RENITEC`)."""
    yield tuple(words)
    if len(words) > 1 and words[1].isalpha():
        yield (words[0] + words[1], *words[2:])
    if "acide" in words[1:]:
        yield ("acide", *(word for word in words if word != "acide"))
    if words[0] in SYNONYMS:
        yield (*SYNONYMS[words[0]], *words[1:])
    if words[0].startswith("co") and len(words[0]) > _SHORTEST_FIRST:
        yield ("co", words[0][2:], *words[1:])


def _fit(words: Sequence[str], name: Name) -> Fit:
    left = list(words)
    missing, abbreviated = [], []
    for word in name.words:
        if word in left:
            left.remove(word)
        elif (short := _short_for(word, left)) is not None:
            left.remove(short)
            abbreviated.append(word)
        elif word not in _OPTIONAL:
            missing.append(word)
    extra = tuple(word for word in left if word not in _OPTIONAL)
    return Fit(name, tuple(missing), extra, tuple(abbreviated))


def _short_for(word: str, left: Sequence[str]) -> str | None:
    return next((short for short in left if len(short) >= _SHORTEST_PREFIX and word.startswith(short)), None)


def _completed(first: str, drugs: Drugs) -> list[str]:
    """The words that a cut first word can be; nothing when it is short."""
    vocabulary = _vocabulary(drugs)
    if len(first) < _SHORTEST_FIRST or not first.isalpha():
        return []
    start = bisect_left(vocabulary, first)
    return list(takewhile(lambda word: word.startswith(first), islice(vocabulary, start, None)))


def _approximate(first: str, rest: Sequence[str], drugs: Drugs) -> Iterator[Fit]:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    if len(first) < _SHORTEST_APPROXIMATE:
        return
    scorer = DamerauLevenshtein.normalized_similarity
    alike = process.extract(first, _vocabulary(drugs), scorer=scorer, score_cutoff=_LEAST_ALIKE, limit=_MOST_ALIKE)
    for word, similarity, _ in alike:
        for name in drugs.names(word):
            yield _fit((word, *rest), name)._replace(unlike=max(1 - similarity, _ALMOST))


@lru_cache(maxsize=2)
def _vocabulary(drugs: Drugs) -> list[str]:
    return sorted(drugs.first_words())
