"""Did you mean …? Names that are near one that is not there."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_MOST = 3
_AS_NEAR = 0.06  # how much less alike than the nearest one another may be


def near(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """`; did you mean 'name' or 'names'?` for the names that are spelled much alike, nothing when none is.

    alike: from which share of common letters on, 0 to 1.
    """
    names = dict.fromkeys(found for found in known if found)
    folded = {found.casefold(): found for found in names}
    matches = get_close_matches(name.casefold(), folded, n=_MOST, cutoff=alike)
    if not matches:
        return ""
    likeness = {match: SequenceMatcher(None, match, name.casefold()).ratio() for match in matches}
    matches = [match for match in matches if likeness[match] >= max(likeness.values()) - _AS_NEAR]
    return "; did you mean " + " or ".join(f"'{folded[match]}'" for match in matches) + "?"
