"""The lines of a function while they are written."""

import re

_FRAME = re.compile(r"\bf\b").search


class Lines:
    """Lines being written at a depth."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.text: list[str] = []

    def add(self, line: str) -> None:
        self.text.append(" " * self.depth + line)


def without_frame(lines: list[str]) -> list[str] | None:
    """The lines without those that only keep a node or an object in the frame; None where a line hands it on."""
    left = [line for line in lines if not line.lstrip().startswith("f[")]
    return None if any(map(_FRAME, left)) else left
