"""One thing that is wrong or doubtful in a map: its place, and how people are shown it."""

import re
from dataclasses import dataclass
from typing import Any

from adapter.errors import MappingError

_WIDTH = 100
_WORD = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|%?\w+|->|.")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """file: as the caller reaches it; line, column: from 1, 0 when the whole file is meant; severity: `error` (the map
    cannot run) or `warning`; text: the offending line."""

    file: str
    line: int
    column: int
    severity: str
    message: str
    text: str = ""

    def head(self) -> str:
        """`file:line:column: severity: message`"""
        place = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.file}{place}: {self.severity}: {self.message}"

    def shown(self) -> str:
        """The head, the line and a caret under the word that is meant."""
        if not self.text.strip() or not self.line:
            return self.head()
        start = max(0, self.column - 1)
        word = _WORD.match(self.text, start)
        width = len(word[0]) if word is not None else 1
        text, start = _cut(self.text, start)
        number = f"{self.line:5} | "
        blank = re.sub(r"[^\t]", " ", text[:start])
        carets = "^" * max(1, min(width, len(text) - start))
        return f"{self.head()}\n{number}{text}\n{' ' * (len(number) - 2)}| {blank}{carets}"

    def as_json(self) -> dict[str, Any]:
        names = ("file", "line", "column", "severity", "message")
        return {name: getattr(self, name) for name in names}


def diagnostic_of(error: MappingError, text: str = "", severity: str = "error") -> Diagnostic:
    """The same as the error says; a place without column is at the first character of its line."""
    line, _, column = error.location.partition(":")
    number = int(line) if line.isdigit() else 0
    return diagnostic_at(error.source, text, number, int(column) if column.isdigit() else 0, severity, error.message)


def diagnostic_at(file: str, text: str, line: int, column: int, severity: str, message: str) -> Diagnostic:
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
    if not column and shown.strip():
        column = len(shown) - len(shown.lstrip()) + 1
    return Diagnostic(file, line, column, severity, message, shown)


def _cut(text: str, start: int) -> tuple[str, int]:
    """A window of a long line around the place."""
    if len(text) <= _WIDTH:
        return text, start
    left = max(0, min(start - _WIDTH // 2, len(text) - _WIDTH))
    window = text[left : left + _WIDTH]
    before, after = "…" if left else "", "…" if left + _WIDTH < len(text) else ""
    return f"{before}{window}{after}", start - left + len(before)
