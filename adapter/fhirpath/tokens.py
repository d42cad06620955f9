"""The tokens that FHIRPath and the FHIR Mapping Language share, and the stream both parsers read them from.

FHIRPath 2.0 §4 (https://hl7.org/fhirpath/N1/#lexical-elements) and the R5 mapping language grammar
(https://hl7.org/fhir/R5/mapping.g4). One tokenizer, so that an expression inside a map ends where its grammar ends.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from adapter.errors import MedrecError
from adapter.nearness import near

_TOKEN = re.compile(
    r"""
    (?P<space>      \s+ | //(?!/)[^\n]* | /\*.*?\*/ )
  | (?P<metadata>   ///[^\S\n]*[\w.\-]+[^\S\n]*=[^\S\n]*\"{3}.*?\"{3} | ///[^\n]* )
  | (?P<markdown>   \"{3}.*?\"{3} )
  | (?P<text>       "(?:[^"\\]|\\.)*" )
  | (?P<string>     '(?:[^'\\]|\\.)*' )
  | (?P<delimited>  `(?:[^`\\]|\\.)+` )
  | (?P<temporal>   @(?:T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?
                     | [0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?
                       (?:T(?:[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+\-][0-9]{2}:[0-9]{2})?)?)?) )
  | (?P<number>     [0-9]+(?:\.[0-9]+)? )
  | (?P<name>       [^\W\d]\w* )
  | (?P<variable>   %(?:[^\W\d][\w\-]*|`[^`]*`|'[^']*') )
  | (?P<special>    \$\w+ )
  | (?P<symbol>     -> | << | >> | <= | >= | != | !~ | \.\. | /(?!\*) | [-+*&|=~<>()\[\]{}.,;:!?\#] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


def _no_token(character: str) -> tuple[str, str]:
    """What was expected and found at a character that begins no token."""
    if character == "/":
        return "a closing */ of the comment that opens here", "none"
    if character in "'\"`":
        return f"a closing {character} of the text that opens here", "none"
    if character in "‘’“”«»":
        return "a text in straight quotes, ' or \"", f"'{character}'"
    if character in "→⇒–—":
        return "'->'" if character in "→⇒" else "'-'", f"'{character}'"
    return "a token of the language", f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"


class Token(NamedTuple):
    """kind: a group of the pattern above, or `end`; text: as written; start, end: offsets in the source."""

    kind: str
    text: str
    start: int
    end: int


def unescape(quoted: str) -> str:
    """The value of a quoted token: quotes off, escapes resolved (FHIRPath §4.1.4; unknown escapes keep their
    character).
    """
    body = quoted[1:-1]
    return _ESCAPE.sub(_character, body) if "\\" in body else body


def _character(match: re.Match[str]) -> str:
    escape = match.group(1)
    return chr(int(escape[1:], 16)) if len(escape) == 5 else _ESCAPES.get(escape, escape)


class TokenStream:
    """The tokens of one text with a position. error: the exception that syntax errors raise, placed `line:column`;
    errors: those that a parser went on after; start, end: the part of the text that is read."""

    def __init__(self, text: str, file: str, error: type[MedrecError], start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.file = file
        self.error = error
        self.errors: list[MedrecError] = []
        self.tokens = self._scan(start, len(text) if end is None else end)
        self.position = 0
        self.current = self.tokens[0]

    def _scan(self, start: int, end: int) -> list[Token]:
        tokens: list[Token] = []
        offset, text = start, self.text
        for match in _TOKEN.finditer(text, start, end):
            begin, after = match.span()
            if begin != offset:
                break
            offset = after
            if match.lastgroup != "space":
                tokens.append(Token(match.lastgroup or "", match.group(), begin, after))
        if offset < end:
            opened = [token.start for token in tokens if token.text[0] == text[offset] and "\n" in token.text]
            if opened and text[offset] in "'\"":  # a text that is not closed ends at the next quote, lines further on
                offset = opened[0]
            self.fail_at(*_no_token(text[offset]), offset)
        tokens.append(Token("end", "", end, end))
        return tokens

    def advance(self) -> Token:
        """The current token, which is left behind."""
        token = self.current
        self.position += 1
        self.current = self.tokens[min(self.position, len(self.tokens) - 1)]
        return token

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.position + ahead, len(self.tokens) - 1)]

    def at(self, text: str) -> bool:
        """Whether the current token is this symbol or word."""
        return self.current.text == text and self.current.kind in ("symbol", "name")

    def accept(self, text: str) -> bool:
        """Leave the symbol or word behind when it is the current token."""
        if self.at(text):
            self.advance()
            return True
        return False

    def expect(self, text: str) -> Token:
        """The symbol or word, or an error that says it was expected."""
        if not self.at(text):
            self.fail(f"'{text}'")
        return self.advance()

    def expect_kind(self, kind: str, what: str) -> Token:
        if self.current.kind != kind:
            self.fail(what)
        return self.advance()

    def name(self, what: str) -> str:
        """An identifier, plain or delimited by backticks."""
        if self.current.kind == "delimited":
            return unescape(self.advance().text)
        return self.expect_kind("name", what).text

    def quoted(self, what: str) -> str:
        """The value of a string in either kind of quotes."""
        if self.current.kind not in ("text", "string"):
            self.fail(what)
        return unescape(self.advance().text)

    def line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def fail(self, expected: str, words: Iterable[str] = ()) -> NoReturn:
        """Raise the error: `expected X, found Y near '…'` at the current token; `words`: those that may stand here."""
        found = f"'{self.current.text}'" if self.current.text else "the end of the text"
        self.fail_at(expected, found, self.current.start, near(self.current.text, words))

    def _word_start(self, offset: int) -> int:
        if offset <= 0:
            return 0
        space = self.text.find(" ", offset, offset + 20)
        return space + 1 if space >= 0 else offset

    def fail_at(self, expected: str, found: str, offset: int, hint: str = "") -> NoReturn:
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        around = " ".join(self.text[self._word_start(offset - 24) : offset + 30].split())
        raise self.error(
            f"expected {expected}, found {found} near '{around}'{hint}",
            source=self.file,
            location=f"{self.line(offset)}:{column}",
        )
