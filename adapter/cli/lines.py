"""Texts to answer, one a line of standard input."""

import sys
from collections.abc import Iterable

from adapter.errors import SourceError


def input_lines(*, blank: bool) -> Iterable[str]:
    """The lines of standard input; blank: also the empty ones, so that answers for programs pair with lines. Raises
    SourceError at a line that is not UTF-8."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise SourceError(f"line {number} is not UTF-8", source="-") from None
        if blank or text.strip():
            yield text
