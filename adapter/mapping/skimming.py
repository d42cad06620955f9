"""A map read only as far as its groups are known; each group is parsed when its rules are first asked for.

For maps that are known to be sound (those that ship: the tests parse them whole): a document uses the maps of one
format, and of those some groups (docs/decisions/0007-loading-of-maps.md).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from adapter.errors import MappingError
from adapter.fhirpath.tokens import TokenStream
from adapter.mapping.parser import parse_map
from adapter.mapping.recovery import all_errors
from adapter.mapping.rule_parser import parse_rules
from adapter.mapping.syntax import Group, Rule, StructureMap

_MARKS = re.compile(
    r"""\"{3}.*?\"{3} | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | `(?:[^`\\]|\\.)*` | //[^\n]* | /\*.*?\*/
      | (?P<group>\bgroup\b) | (?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)


class UnreadGroup(Group):
    """A group whose rules are parsed when they are first asked for. Raises MappingError then for what does not fit."""

    __slots__ = ("read",)
    read: Callable[[], tuple[Rule, ...]]

    @property
    def rules(self) -> tuple[Rule, ...]:
        found: Any = _RULES.__get__(self)
        if found is None:
            found = self.read()
            _RULES.__set__(self, found)
        return found

    @rules.setter
    def rules(self, rules: tuple[Rule, ...] | None) -> None:
        _RULES.__set__(self, rules)


_RULES: Any = Group.__dict__["rules"]


def skim_map(text: str, file: str) -> StructureMap:
    """The map of a text, its groups unread. Raises MappingError for what does not parse outside of groups."""
    bodies = _bodies(text)
    if bodies is None:
        return parse_map(text, file)
    map_ = parse_map(_without(text, bodies), file)
    groups = tuple(_unread(group, text, file, body) for group, body in zip(map_.groups, bodies, strict=True))
    return replace(map_, groups=groups, text=text)


def _bodies(text: str) -> list[tuple[int, int]] | None:
    """Where the body of each group stands, braces included; None when braces do not match."""
    found: list[tuple[int, int]] = []
    depth, start, in_group = 0, 0, False
    for mark in _MARKS.finditer(text):
        if mark.lastgroup == "group":
            in_group = in_group or depth == 0
        elif mark.lastgroup == "brace":
            if mark.group() == "{":
                start = mark.start() if depth == 0 else start
                depth += 1
            else:
                depth -= 1
                if depth == 0 and in_group:
                    found.append((start, mark.end()))
                    in_group = False
        if depth < 0:
            return None
    return found if depth == 0 else None


def _without(text: str, bodies: list[tuple[int, int]]) -> str:
    """The text with all bodies empty; every character left stands where it stood."""
    parts, at = [], 0
    for start, end in bodies:
        lines = text[start + 1 : end - 1].split("\n")
        parts += [text[at : start + 1], "\n".join(" " * len(line) for line in lines), "}"]
        at = end
    return "".join([*parts, text[at:]])


def _unread(group: Group, text: str, file: str, body: tuple[int, int]) -> UnreadGroup:
    made = UnreadGroup(group.name, group.parameters, None, group.extends, group.type_mode, group.line)  # type: ignore
    object.__setattr__(made, "read", partial(_read, text, file, *body))
    return made


def _read(text: str, file: str, start: int, end: int) -> tuple[Rule, ...]:
    stream = TokenStream(text, file, MappingError, start, end)
    rules = parse_rules(stream)
    if stream.errors:
        raise all_errors(stream)
    return rules
