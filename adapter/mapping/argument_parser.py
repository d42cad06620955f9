"""What stands in transforms, calls and defaults: literals, variables, expressions."""

import re
from decimal import Decimal

from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.parser import parse, parse_expression
from adapter.fhirpath.tokens import TokenStream, unescape
from adapter.mapping.syntax import Argument, FhirPath, Name


def fhirpath(stream: TokenStream) -> FhirPath:
    """The FHIRPath expression at the current token."""
    start = stream.current.start
    tree = parse_expression(stream)
    return FhirPath(stream.text[start : stream.tokens[stream.position - 1].end], tree)


def arguments(stream: TokenStream, expressions: bool = False) -> tuple[Argument, ...]:
    """`(a, 'text', b)`; expressions: those that need no parentheses of their own may stand there."""
    stream.expect("(")
    found: list[Argument] = []
    if not stream.accept(")"):
        found.append(_argument(stream, expressions))
        while stream.accept(","):
            found.append(_argument(stream, expressions))
        stream.expect(")")
    return tuple(found)


def _argument(stream: TokenStream, expressions: bool) -> Argument:
    """A literal or a variable; an expression where it is in parentheses, and for evaluate() wherever it is more than
    those.
    """
    start = stream.position
    if not expressions and stream.accept("("):
        expression = fhirpath(stream)
        stream.expect(")")
        return expression
    if at_literal(stream) or stream.current.kind in ("name", "delimited"):
        value = literal(stream) if at_literal(stream) else variable(stream)
        if (stream.at(",") or stream.at(")")) and not (expressions and _is_plain_text(stream, value)):
            return value
        stream.position, stream.current = start, stream.tokens[start]
    elif not expressions and stream.current.kind != "variable":
        stream.fail("a value, a variable or an expression")
    return fhirpath(stream)


_EXPRESSION = re.compile(r"[$%('`+|=]|\w\.[^\W\d]")


def _is_plain_text(stream: TokenStream, value: Argument) -> bool:
    """Whether a text that evaluate() is given in quotes is the value itself (`evaluate(src, 'Mental health')`, as the
    reference implementation has it), and not an expression in quotes, as others write it (`'$this.code'`)."""
    if not isinstance(value, str) or stream.tokens[stream.position - 1].kind not in ("string", "text"):
        return False
    if _EXPRESSION.search(value) is None:
        return True
    try:
        parse(value)
    except FhirPathError:
        return "//" in value
    return False


def variable(stream: TokenStream) -> Name:
    """`a` or `a.b`"""
    path = [stream.name("a value, a variable or a transform")]
    while stream.accept("."):
        path.append(stream.name("an element"))
    return Name(tuple(path))


_DIGITS = 18
"""What any JSON reader takes as a whole number."""


def at_literal(stream: TokenStream) -> bool:
    """Whether a literal begins at the current token."""
    kind, text = stream.current.kind, stream.current.text
    return (
        kind in ("string", "text", "number", "temporal")
        or (text in ("true", "false") and kind == "name")
        or (text == "-" and stream.peek().kind == "number")
    )


def literal(stream: TokenStream) -> Argument:
    """A string in either quotes, a number, a boolean, a date."""
    sign = -1 if stream.accept("-") else 1
    token = stream.advance()
    if token.kind == "number":
        if len(token.text.partition(".")[0]) > _DIGITS:
            stream.fail_at(f"a number of at most {_DIGITS} digits", f"one of {len(token.text)}", token.start)
        return sign * (Decimal(token.text) if "." in token.text else int(token.text))
    if token.kind == "name":
        return token.text == "true"
    return token.text[1:] if token.kind == "temporal" else unescape(token.text)
