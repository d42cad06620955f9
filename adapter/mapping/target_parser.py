"""The targets of a rule."""

from adapter.fhirpath.tokens import TokenStream
from adapter.mapping.argument_parser import arguments, at_literal, fhirpath, literal, variable
from adapter.mapping.syntax import Argument, Target

LIST_MODES = ("first", "share", "last", "collate", "single")


def parse_target(stream: TokenStream) -> Target:
    """`context.element = transform as name share item`"""
    offset = stream.current.start
    alone = at_literal(stream)
    if stream.at("(") or alone or (stream.current.kind == "name" and stream.peek().text == "("):
        transform, arguments = _transform(stream)
        if alone and not stream.at("as"):
            named = ", or no ',' before the name of the rule" if stream.at(";") else ""
            stream.fail(f"'as' and a variable for the value before it{named}")
        return _finished(stream, None, None, transform, arguments, offset)
    context = stream.name("the context of a target")
    element = stream.name("an element") if stream.accept(".") else None
    if stream.at("."):
        stream.fail(f"one element a step: {context}.{element} as x, x.{stream.peek().text} = …")
    if not stream.accept("="):
        return _finished(stream, context, element, None, (), offset)
    transform, arguments = _transform(stream)
    return _finished(stream, context, element, transform, arguments, offset)


def _finished(
    stream: TokenStream,
    context: str | None,
    element: str | None,
    transform: str | None,
    arguments: tuple[Argument, ...],
    offset: int,
) -> Target:
    variable = stream.name("a variable") if stream.accept("as") else None
    modes: list[str] = []
    list_rule = None
    while stream.current.kind == "name" and stream.current.text in LIST_MODES:
        modes.append(stream.advance().text)
        if modes[-1] == "share":
            quoted = stream.current.kind in ("text", "string") and stream.peek().text != ";"
            list_rule = (stream.quoted if quoted else stream.name)("the name of the shared item")
    return Target(context, element, transform, arguments, variable, tuple(modes), list_rule, offset)


def _transform(stream: TokenStream) -> tuple[str, tuple[Argument, ...]]:
    """`= value`, `= variable`, `= (expression)`, `= name(arguments)`"""
    if stream.accept("("):
        expression = fhirpath(stream)
        stream.expect(")")
        return "evaluate", (expression,)
    if at_literal(stream):
        return "copy", (literal(stream),)
    if stream.current.kind == "name" and stream.peek().text == "(":
        name = stream.advance().text
        return name, arguments(stream, expressions=name == "evaluate")
    return "copy", (variable(stream),)
