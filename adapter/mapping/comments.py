"""Comments that document a part of a map: those on the lines right before it, and those at the end of its line
(https://hl7.org/fhir/R5/mapping-language.html#syntax; StructureMap.group.documentation and its like)."""

import re

from adapter.fhirpath.tokens import TokenStream

_COMMENT = re.compile(r"//(?!/)(?P<line>[^\n]*)|/\*(?P<block>.*?)\*/", re.DOTALL)


def before(stream: TokenStream, position: int) -> str:
    """The comment lines right before a token: no empty line between, and not on the line of the token before."""
    gap = _gap(stream, position)
    lines: list[str] = []
    ended = 0
    for comment in _COMMENT.finditer(gap) if "/" in gap else ():
        own_line = position == 0 or "\n" in gap[: comment.start()]
        if not own_line:
            continue
        if gap.count("\n", ended, comment.start()) > 1:
            lines.clear()
        lines += _lines(comment)
        ended = comment.end()
    return "\n".join(lines) if gap.count("\n", ended) < 2 else ""


def behind(stream: TokenStream, position: int) -> str:
    """The comment on the line of the token before this one."""
    gap = _gap(stream, position)
    found = [_lines(each) for each in _COMMENT.finditer(gap) if "\n" not in gap[: each.start()]] if "/" in gap else []
    return "\n".join(line for lines in found for line in lines) if position else ""


def documentation(*parts: str) -> str | None:
    """The comments of one part of a map as its documentation; None without any."""
    return "\n".join(part for part in parts if part) or None


def comment_lines(text: str) -> list[str]:
    """A documentation as lines of comment, which read back as the same."""
    return [f"// {line}".rstrip() for line in text.splitlines()]


def _gap(stream: TokenStream, position: int) -> str:
    start = stream.tokens[position - 1].end if position else 0
    return stream.text[start : stream.tokens[position].start]


def _lines(comment: re.Match[str]) -> list[str]:
    if comment["line"] is not None:
        return [comment["line"].removeprefix(" ").rstrip()]
    lines = [line.strip().removeprefix("*").strip() for line in comment["block"].splitlines()]
    return [line for number, line in enumerate(lines) if line or 0 < number < len(lines) - 1]
