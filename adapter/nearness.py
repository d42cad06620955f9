"""Did you mean …? Names that are near one that is not there."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest

_MOST = 3
_AS_NEAR = 0.06  # how much less alike than the nearest one another may be


def near(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """`; did you mean 'name' or 'names'?` for the names that are spelled much alike, nothing when none is.

    alike: from which share of common letters on, 0 to 1; of urls, of the letters behind the folders that they share.
    """
    folded = {found.casefold(): found for found in known if found}
    matches = _nearest(name.casefold(), folded, alike)
    return "; did you mean " + " or ".join(f"'{folded[match]}'" for match in matches) + "?" if matches else ""


def _nearest(name: str, known: Iterable[str], alike: float) -> list[str]:
    """The nearest names, the nearest first."""
    found: list[tuple[float, str]] = []
    enough = alike
    last = _Word(_last(name))
    for begins, others in _by_shared_folder(name, known).items():
        whole = _Word(name[begins:])
        for other in others:
            likeness = last.likeness(_last(other), enough)
            if likeness >= enough and "/" in other[begins:]:
                likeness = min(likeness, whole.likeness(other[begins:], enough))
            if likeness >= enough:
                found.append((likeness, other))
                enough = max(enough, likeness - _AS_NEAR)
    return [other for likeness, other in nlargest(_MOST, found) if likeness >= enough]


def _by_shared_folder(name: str, known: Iterable[str]) -> dict[int, list[str]]:
    """Names by how far they begin as `name` does, up to a `/`: what all have says nothing of what was meant."""
    folders = [0, *(at for at, letter in enumerate(name, 1) if letter == "/")]
    found: dict[int, list[str]] = {at: [] for at in reversed(folders)}
    for other in known:
        found[next(at for at in found if other.startswith(name[:at]))].append(other)
    return found


def _last(name: str) -> str:
    """What stands behind the last `/`: all of a name that is no url."""
    return name.rpartition("/")[2]


class _Word:
    """A text that others are compared with."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._matcher = SequenceMatcher(None, "", text)

    def likeness(self, other: str, enough: float) -> float:
        """The share of common letters; 0 where it is shown to be less than enough."""
        length = len(other)
        if 2 * min(length, self._length) < enough * (length + self._length):
            return 0.0
        self._matcher.set_seq1(other)
        return self._matcher.ratio() if self._matcher.quick_ratio() >= enough else 0.0
