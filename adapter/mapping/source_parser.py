"""The sources of a rule."""

from adapter.fhirpath.tokens import TokenStream
from adapter.mapping.argument_parser import at_literal, fhirpath, literal
from adapter.mapping.syntax import Argument, FhirPath, Source

LIST_MODES = ("first", "not_first", "last", "not_last", "only_one")
CLAUSES = ("as", "where", "check", "log", "default")


def parse_source(stream: TokenStream) -> Source:
    """`context.element : type 0..1 default 'x' first as name where … check … log …`"""
    offset = stream.current.start
    context = stream.name("the context of a source")
    element = stream.name("an element") if stream.accept(".") else None
    if stream.at("."):
        stream.fail("one element a step: the next one in a rule inside it (then { … }), or in an expression")
    type_ = _type(stream) if stream.accept(":") else None
    minimum, maximum = _cardinality(stream)
    default = _default(stream) if stream.accept("default") else None
    list_mode = stream.advance().text if any(map(stream.at, LIST_MODES)) else None
    variable = stream.name("a variable") if stream.accept("as") else None
    clauses: dict[str, FhirPath] = {}
    while any(map(stream.at, ("where", "check", "log"))):
        if stream.current.text in clauses:
            stream.fail(f"one '{stream.current.text}' a source")
        word = stream.advance().text
        clauses[word] = fhirpath(stream)
    if any(map(stream.at, (*LIST_MODES, "default", "as"))):
        stream.fail("type, cardinality, default, list mode, 'as', then 'where', 'check', 'log', in this order")
    return Source(
        context,
        element,
        type_,
        minimum,
        maximum,
        default,
        list_mode,
        variable,
        clauses.get("where"),
        clauses.get("check"),
        clauses.get("log"),
        offset,
    )


def _type(stream: TokenStream) -> str:
    name = stream.name("a type")
    while stream.accept("."):
        name = f"{name}.{stream.name('a type')}"
    return name


def _cardinality(stream: TokenStream) -> tuple[int | None, str | None]:
    if stream.current.kind != "number":
        return None, None
    start, minimum = stream.current.start, _whole(stream)
    stream.expect("..")
    maximum = "*" if stream.accept("*") else str(_whole(stream))
    if maximum != "*" and int(maximum) < minimum:
        stream.fail_at("a minimum that is not above the maximum", f"{minimum}..{maximum}", start)
    return minimum, maximum


def _whole(stream: TokenStream) -> int:
    if not stream.current.text.isdigit():
        stream.fail("a whole number")
    return int(stream.advance().text)


def _default(stream: TokenStream) -> Argument:
    if stream.accept("("):
        value = fhirpath(stream)
        stream.expect(")")
        return value
    return literal(stream) if at_literal(stream) else stream.fail("a value or an expression in parentheses")
