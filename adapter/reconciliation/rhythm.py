"""Comparing when doses are taken. An average over weeks is never compared with a daily dose without its interval."""

from adapter.reconciliation.line import Rhythm


def same_rhythm(a: Rhythm | None, b: Rhythm | None) -> bool | None:
    """True, False, or None when one of them is not known.

    Moments are compared when both sides state them, else the number of intakes, else the interval alone: a side
    that says "2 a day" does not contradict one that says "morning and evening".
    """
    if a is None or b is None:
        return None
    if a.interval != b.interval or a.as_needed != b.as_needed:
        return False
    if a.moments and b.moments:
        return a.moments == b.moments
    if a.times is not None and b.times is not None:
        return a.times == b.times
    return True
