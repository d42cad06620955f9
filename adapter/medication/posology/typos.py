"""Words written with one letter missing, added or changed: only long words that name nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_SHORTEST = 7
_KINDS = ("unit", "day", "for", "time", "max")
# Long, and yet one letter away from other words of a posology.
_NOT = ("mesures", "mesure", "quinzaine")


class Spelling(NamedTuple):
    """Each known word and each of its spellings with one letter missing → its meaning, or None when there are two."""

    near: Mapping[str, tuple[str, Any] | None]

    def meaning(self, word: str) -> tuple[str, Any] | None:
        """The meaning of a misspelled word; None when it is too short, unknown or near two meanings."""
        if len(word) < _SHORTEST - 1:
            return None
        found = {self.near[key] for key in (word, *_shorter(word)) if key in self.near}
        return found.pop() if len(found) == 1 else None


def spelling(tree: Mapping[str, Any]) -> Spelling:
    """Made from the phrases of one word in the tables."""
    near: dict[str, tuple[str, Any] | None] = {}
    for word, node in tree.items():
        meaning = node.get("")
        if len(word) < _SHORTEST or word in _NOT or meaning is None or meaning[0] not in _KINDS:
            continue
        for key in (word, *_shorter(word)):
            near[key] = meaning if near.get(key, meaning) == meaning else None
    return Spelling(near)


def _shorter(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))
