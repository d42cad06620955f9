"""FHIRPath text → syntax tree, by precedence climbing over the shared token stream (FHIRPath 2.0 §6.9 gives the
precedences).
"""

from decimal import Decimal

from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.quantity import CALENDAR_UNITS, Quantity
from adapter.fhirpath.syntax import (
    Call,
    Empty,
    Expression,
    Indexer,
    Literal,
    Member,
    Operation,
    Sign,
    Special,
    TypeTest,
    Variable,
)
from adapter.fhirpath.temporal import temporal
from adapter.fhirpath.tokens import TokenStream, unescape

_PRECEDENCE = {
    "implies": 1, "or": 2, "xor": 2, "and": 3, "in": 4, "contains": 4, "=": 5, "~": 5, "!=": 5, "!~": 5,
    "<": 6, ">": 6, "<=": 6, ">=": 6, "|": 7, "is": 8, "as": 8, "+": 9, "-": 9, "&": 9,
    "*": 10, "/": 10, "div": 10, "mod": 10,
}  # fmt: skip


def parse(text: str) -> Expression:
    """Parse one whole expression. Raises FhirPathError at the first token that does not fit."""
    stream = TokenStream(text, "", FhirPathError)
    try:
        expression = parse_expression(stream)
    except RecursionError:
        stream.fail("an expression that is nested less deeply")
    if stream.current.kind != "end":
        stream.fail("an operator or the end of the expression")
    return expression


def parse_expression(stream: TokenStream, lowest: int = 1) -> Expression:
    """Parse the expression that starts at the current token; the stream is left at the first token behind it."""
    left = _signed(stream)
    while stream.current.kind in ("symbol", "name"):
        token = stream.current
        precedence = _PRECEDENCE.get(token.text, 0)
        if precedence < lowest or not precedence:
            break
        stream.advance()
        if token.text in ("is", "as"):
            left = TypeTest(token.text, left, _type_name(stream), token.start)
        else:
            left = Operation(token.text, left, parse_expression(stream, precedence + 1), token.start)
    return left


def _signed(stream: TokenStream) -> Expression:
    if stream.current.kind == "symbol" and stream.current.text in ("-", "+"):
        token = stream.advance()
        return Sign(token.text, _signed(stream), token.start)
    return _postfix(stream)


def _postfix(stream: TokenStream) -> Expression:
    expression = _term(stream)
    while stream.current.kind == "symbol":
        if stream.current.text == ".":
            stream.advance()
            expression = _invocation(stream, expression)
        elif stream.current.text == "[":
            offset = stream.advance().start
            expression = Indexer(expression, parse_expression(stream), offset)
            stream.expect("]")
        else:
            break
    return expression


def _term(stream: TokenStream) -> Expression:
    token = stream.current
    if token.text == "=" and stream.peek(-1).text == "=":
        stream.fail("an expression (equality is written with one '=')")
    match token.kind:
        case "string" | "text":
            return Literal(unescape(stream.advance().text), token.start)
        case "number":
            return _number(stream)
        case "temporal":
            stream.advance()
            value = temporal(token.text[1:])
            if value is None:
                stream.fail_at("a date, dateTime or time", f"'{token.text}'", token.start)
            return Literal(value, token.start)
        case "variable":
            stream.advance()
            return Variable(token.text[1:].strip("`'"), token.start)
        case "symbol" if token.text in "({":
            return _bracketed(stream)
        case "name" if token.text in ("true", "false"):
            stream.advance()
            return Literal(token.text == "true", token.start)
        case _:
            return _invocation(stream, None)


def _bracketed(stream: TokenStream) -> Expression:
    token = stream.advance()
    if token.text == "{":
        stream.expect("}")
        return Empty(token.start)
    expression = parse_expression(stream)
    stream.expect(")")
    return expression


def _number(stream: TokenStream) -> Expression:
    token = stream.advance()
    value = Decimal(token.text) if "." in token.text else int(token.text)
    following = stream.current
    if following.kind == "string":
        return Literal(Quantity(Decimal(value), unescape(stream.advance().text)), token.start)
    if following.kind == "name" and following.text in CALENDAR_UNITS:
        stream.advance()
        return Literal(Quantity(Decimal(value), CALENDAR_UNITS[following.text], calendar=True), token.start)
    return Literal(value, token.start)


def _invocation(stream: TokenStream, source: Expression | None) -> Expression:
    token = stream.current
    if token.kind == "special":
        stream.advance()
        return Special(token.text[1:], token.start)
    name = stream.name("an expression" if source is None else "an element or function name")
    if not stream.at("("):
        return Member(source, name, token.start)
    stream.advance()
    arguments: list[Expression] = []
    if not stream.at(")"):
        arguments.append(parse_expression(stream))
        while stream.accept(","):
            arguments.append(parse_expression(stream))
    stream.expect(")")
    return Call(source, name, tuple(arguments), token.start)


def _type_name(stream: TokenStream) -> str:
    name = stream.name("a type name")
    while stream.accept("."):
        name = f"{name}.{stream.name('a type name')}"
    return name
