"""The rules of a group: sources, targets, dependents, nested rules."""

from dataclasses import replace
from decimal import Decimal

from adapter.errors import MappingError, one_error
from adapter.fhirpath.parser import parse_expression
from adapter.fhirpath.tokens import TokenStream, unescape
from adapter.mapping.comments import before, behind, documentation
from adapter.mapping.syntax import Argument, Dependent, FhirPath, Name, Rule, Source, Target

_SOURCE_LIST_MODES = ("first", "not_first", "last", "not_last", "only_one")
_CLAUSES = ("as", "where", "check", "log", "default")
_TARGET_LIST_MODES = ("first", "share", "last", "collate", "single")


def parse_rules(stream: TokenStream) -> tuple[Rule, ...]:
    """`{ rule; rule; … }`. After a rule that does not parse the next one is read, so that all errors come at once."""
    opened = stream.line(stream.expect("{").start)
    rules: list[Rule] = []
    while not stream.accept("}"):
        while stream.current.kind == "metadata":
            stream.advance()
        if stream.current.kind == "end":
            stream.fail(f"a rule, or '}}' to close what is open since line {opened}")
        if stream.at(";"):
            stream.errors.append(_one_semicolon(stream))
            stream.advance()
        elif not stream.at("}"):
            try:
                rules += _rule(stream)
            except MappingError as error:
                recover(stream, error)
                if not _next_rule(stream):
                    return tuple(rules)
    return tuple(rules)


def _one_semicolon(stream: TokenStream) -> MappingError:
    try:
        stream.fail("a rule or '}'")
    except MappingError as error:
        return error


_MOST_ERRORS = 20


def recover(stream: TokenStream, error: MappingError) -> None:
    """Note an error and go on, unless there are too many, or the text has ended: nothing could be said after that."""
    stream.errors.append(error)
    if stream.current.kind == "end" or len(stream.errors) >= _MOST_ERRORS:
        raise all_errors(stream)


def all_errors(stream: TokenStream) -> MappingError:
    """What was found in a text, each once."""
    found = [part for error in stream.errors if isinstance(error, MappingError) for part in error.errors]
    return one_error(list(dict.fromkeys(found)))


def _next_rule(stream: TokenStream) -> bool:
    """Leave the rest of a rule behind; False where its group has ended without `}`, and another begins."""
    depth = 0
    if stream.tokens[stream.position - 1].text == "group":
        stream.position -= 1
        stream.current = stream.tokens[stream.position]
    while stream.current.kind != "end":
        if stream.at("group") and stream.peek().kind == "name" and stream.peek(2).text == "(":
            return False
        if stream.at("}") and depth == 0:
            return True
        depth += stream.at("{") - stream.at("}")
        done = depth <= 0 and stream.at(";")
        stream.advance()
        if done:
            return True
    return False


def _rule(stream: TokenStream) -> list[Rule]:
    """One rule, or the rules that `src -> tgt: a, b;` stands for."""
    line, start = stream.line(stream.current.start), stream.position
    name = _older_name(stream)
    stream.accept("for")
    sources = [_source(stream)]
    while stream.accept(","):
        sources.append(_source(stream))
    targets: list[Target] = []
    if stream.accept("->") or stream.accept("make"):
        targets.append(_target(stream))
        while stream.accept(","):
            targets.append(_target(stream))
    if stream.at(":") and _are_whole(sources, targets):
        first, *others = _same_named(stream, sources[0], targets[0], line)
        comments = documentation(before(stream, start), behind(stream, stream.position))
        return [replace(first, documentation=comments), *others]
    then = stream.accept("then")
    dependents, rules, opened = _dependents(stream) if then else ((), (), "")
    if stream.current.kind == "text":
        name = unescape(stream.advance().text)
    if not stream.accept(";"):
        words = ("then", *_TARGET_LIST_MODES, "as") if targets else ("then", "make", *_CLAUSES, *_SOURCE_LIST_MODES)
        stream.fail(_what_may_follow(targets, then) + _where_it_ended(stream), () if then else words)
    simple = _is_simple(sources, targets) and not dependents and not rules
    comments = documentation(before(stream, start), opened, behind(stream, stream.position))
    return [Rule(name, tuple(sources), tuple(targets), rules, dependents, simple, line, comments)]


def _are_whole(sources: list[Source], targets: list[Target]) -> bool:
    """Whether a rule so far is `src -> tgt`."""
    if len(sources) != 1 or len(targets) != 1 or targets[0].context is None:
        return False
    written = replace(sources[0], offset=0), replace(targets[0], offset=0)
    return written == (Source(sources[0].context), Target(targets[0].context))


def _same_named(stream: TokenStream, source: Source, target: Target, line: int) -> list[Rule]:
    """`src -> tgt: a, b "name";` is `src.a -> tgt.a "namea"; src.b -> tgt.b "nameb";`
    (https://hl7.org/fhir/R5/mapping-language.html#simple)."""
    elements: list[tuple[str, int]] = []
    stream.expect(":")
    while not elements or stream.accept(","):
        offset = stream.current.start
        elements.append((stream.name("an element that source and target have"), offset))
    name = unescape(stream.advance().text) if stream.current.kind == "text" else None
    if not stream.accept(";"):
        stream.fail("',', a rule name or ';'" + _where_it_ended(stream))
    return [
        Rule(
            name and f"{name}{element}",
            (replace(source, element=element, offset=offset),),
            (replace(target, element=element, offset=offset),),
            simple=True,
            line=line,
        )
        for element, offset in elements
    ]


def _older_name(stream: TokenStream) -> str | None:
    """`name : source.element …`, as maps before R4 wrote it."""
    if stream.current.kind == "name" and stream.peek().text == ":" and stream.peek(2).kind in ("name", "delimited"):
        name = stream.advance().text
        stream.advance()
        return name
    return None


def _what_may_follow(targets: list[Target], then: bool) -> str:
    if then:
        return "a rule name or ';'"
    return "',', 'then', a rule name or ';'" if targets else "'->', 'then', a rule name or ';'"


def _where_it_ended(stream: TokenStream) -> str:
    """Where a `;` is missing, when what was found stands on a later line."""
    line = stream.line(stream.tokens[stream.position - 1].end)
    return f" at the end of line {line}" if line < stream.line(stream.current.start) else ""


def _is_simple(sources: list[Source], targets: list[Target]) -> bool:
    if len(sources) != 1 or len(targets) != 1 or targets[0].transform is not None or targets[0].variable is not None:
        return False
    source = sources[0]
    return source.element is not None and targets[0].element is not None and source.variable is None


def _source(stream: TokenStream) -> Source:
    offset = stream.current.start
    context = stream.name("the context of a source")
    element = stream.name("an element") if stream.accept(".") else None
    if stream.at("."):
        stream.fail("one element a step: the next one in a rule inside it (then { … }), or in an expression")
    type_ = _type(stream) if stream.accept(":") else None
    minimum, maximum = _cardinality(stream)
    default = _default(stream) if stream.accept("default") else None
    list_mode = stream.advance().text if any(map(stream.at, _SOURCE_LIST_MODES)) else None
    variable = stream.name("a variable") if stream.accept("as") else None
    clauses: dict[str, FhirPath] = {}
    while any(map(stream.at, ("where", "check", "log"))):
        if stream.current.text in clauses:
            stream.fail(f"one '{stream.current.text}' a source")
        word = stream.advance().text
        clauses[word] = fhirpath(stream)
    if any(map(stream.at, (*_SOURCE_LIST_MODES, "default", "as"))):
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


def fhirpath(stream: TokenStream) -> FhirPath:
    """The FHIRPath expression at the current token."""
    start = stream.current.start
    tree = parse_expression(stream)
    return FhirPath(stream.text[start : stream.tokens[stream.position - 1].end], tree)


def _type(stream: TokenStream) -> str:
    name = stream.name("a type")
    while stream.accept("."):
        name = f"{name}.{stream.name('a type')}"
    return name


def _cardinality(stream: TokenStream) -> tuple[int | None, str | None]:
    if stream.current.kind != "number":
        return None, None
    minimum = _whole(stream)
    stream.expect("..")
    maximum = "*" if stream.accept("*") else str(_whole(stream))
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
    return literal(stream) if _at_literal(stream) else stream.fail("a value or an expression in parentheses")


def _target(stream: TokenStream) -> Target:
    offset = stream.current.start
    if stream.at("(") or _at_literal(stream) or (stream.current.kind == "name" and stream.peek().text == "("):
        transform, arguments = _transform(stream)
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
    while stream.current.kind == "name" and stream.current.text in _TARGET_LIST_MODES:
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
    if _at_literal(stream):
        return "copy", (literal(stream),)
    if stream.current.kind == "name" and stream.peek().text == "(":
        name = stream.advance().text
        return name, _arguments(stream, expressions=name == "evaluate")
    return "copy", (_name(stream),)


def _arguments(stream: TokenStream, expressions: bool = False) -> tuple[Argument, ...]:
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
    if _at_literal(stream) or stream.current.kind in ("name", "delimited"):
        value = literal(stream) if _at_literal(stream) else _name(stream)
        if stream.at(",") or stream.at(")"):
            return value
        stream.position, stream.current = start, stream.tokens[start]
    elif not expressions and stream.current.kind != "variable":
        stream.fail("a value, a variable or an expression")
    return fhirpath(stream)


def _name(stream: TokenStream) -> Name:
    path = [stream.name("a value, a variable or a transform")]
    while stream.accept("."):
        path.append(stream.name("an element"))
    return Name(tuple(path))


def _at_literal(stream: TokenStream) -> bool:
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
        return sign * (Decimal(token.text) if "." in token.text else int(token.text))
    if token.kind == "name":
        return token.text == "true"
    return token.text[1:] if token.kind == "temporal" else unescape(token.text)


def _dependents(stream: TokenStream) -> tuple[tuple[Dependent, ...], tuple[Rule, ...], str]:
    """Groups that are called, rules in braces, and the comment behind the brace that opens them."""
    dependents: list[Dependent] = []
    while not stream.at("{"):
        offset = stream.current.start
        dependents.append(Dependent(stream.name("a group name or '{'"), _arguments(stream), offset))
        if not stream.accept(","):
            break
    if not stream.at("{"):
        return tuple(dependents), (), ""
    opened = behind(stream, stream.position + 1)
    return tuple(dependents), parse_rules(stream), opened
