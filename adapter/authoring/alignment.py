"""Which item of one list is which item of the other, so that one item too many does not make all after it differ."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import orjson

_MOST = 60  # items on either side of a block that are compared each with each


class Pair(NamedTuple):
    """Positions of the same item in both lists; None where it is in one of them only. moved: equal, elsewhere."""

    expected: int | None
    got: int | None
    moved: bool = False


def aligned(expected: Sequence[Any], got: Sequence[Any], identity: Callable[[Any], Hashable]) -> list[Pair]:
    """The pairs of two lists: equal items in order, then equal `identity` (None: it has none), then
    the most alike within what is left between them; equal items that are left have moved.
    """
    pairs: list[Pair] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, _keys(expected), _keys(got), autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [Pair(i + step, j + step) for step in range(i_end - i)]
        else:
            pairs += _block(expected, got, range(i, i_end), range(j, j_end), identity)
    return _with_moved(pairs, _keys(expected), _keys(got))


def key_of(item: Any) -> bytes:
    """Equal for equal JSON."""
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS)


def _keys(items: Sequence[Any]) -> list[bytes]:
    return [key_of(item) for item in items]


def _block(
    expected: Sequence[Any], got: Sequence[Any], left: range, right: range, identity: Callable[[Any], Hashable]
) -> Iterator[Pair]:
    known = {identity(got[j]): j for j in right if identity(got[j]) is not None}
    same = {i: known[identity(expected[i])] for i in left if identity(expected[i]) in known}
    rest_left = [i for i in left if i not in same]
    rest_right = [j for j in right if j not in same.values()]
    alike = _alike(expected, got, rest_left, rest_right)
    paired = same | alike
    yield from (Pair(i, paired.get(i)) for i in left)
    yield from (Pair(None, j) for j in right if j not in paired.values())


def _alike(expected: Sequence[Any], got: Sequence[Any], left: list[int], right: list[int]) -> dict[int, int]:
    """The order-keeping pairing with the greatest likeness (the longest common subsequence, weighted)."""
    if len(left) > _MOST or len(right) > _MOST:
        return dict(zip(left, right, strict=False))
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    score = [[likeness(expected[i], got[j]) for j in right] for i in left]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(right) - 1, -1, -1):
            best[a][b] = max(best[a + 1][b], best[a][b + 1], best[a + 1][b + 1] + score[a][b])
    found, a, b = {}, 0, 0
    while a < len(left) and b < len(right):
        if score[a][b] and best[a][b] == best[a + 1][b + 1] + score[a][b]:
            found[left[a]] = right[b]
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def likeness(one: Any, other: Any) -> float:
    """0 for what is of another kind, else more the more it has in common, never 0."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.get("resourceType") != other.get("resourceType"):
            return 0.0
        left, right = set(_leaves(one)), set(_leaves(other))
        return 0.01 + len(left & right) / max(1, len(left | right))
    return 0.01 if type(one) is type(other) else 0.0


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, f"{path}.{name}")
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, path)
    else:
        yield path, str(node)


def _with_moved(pairs: list[Pair], left: list[bytes], right: list[bytes]) -> list[Pair]:
    lost = [pair.expected for pair in pairs if pair.got is None]
    new = {right[pair.got]: pair.got for pair in pairs if pair.expected is None and pair.got is not None}
    moved = {i: new.pop(left[i]) for i in lost if i is not None and left[i] in new}
    return [
        Pair(pair.expected, moved[pair.expected], True) if pair.got is None and pair.expected in moved else pair
        for pair in pairs
        if pair.expected is not None or pair.got not in moved.values()
    ]
