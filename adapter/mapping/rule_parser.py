"""The rules of a group: what stands around their sources and targets, dependents, nested rules."""

import re
from dataclasses import replace

from adapter.errors import MappingError
from adapter.fhirpath.tokens import TokenStream, unescape
from adapter.mapping import source_parser, target_parser
from adapter.mapping.argument_parser import arguments
from adapter.mapping.comments import before, behind, documentation
from adapter.mapping.recovery import next_rule, recover
from adapter.mapping.source_parser import parse_source
from adapter.mapping.syntax import Dependent, Rule, Source, Target
from adapter.mapping.target_parser import parse_target


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
                if not next_rule(stream):
                    return tuple(rules)
    return tuple(rules)


def _one_semicolon(stream: TokenStream) -> MappingError:
    try:
        stream.fail("a rule or '}'")
    except MappingError as error:
        return error


def _rule(stream: TokenStream) -> list[Rule]:
    """One rule, or the rules that `src -> tgt: a, b;` stands for."""
    line, start = stream.line(stream.current.start), stream.position
    name = _older_name(stream)
    stream.accept("for")
    sources = [parse_source(stream)]
    while stream.accept(","):
        sources.append(parse_source(stream))
    targets: list[Target] = []
    if stream.accept("->") or stream.accept("make"):
        targets.append(parse_target(stream))
        while stream.accept(","):
            targets.append(parse_target(stream))
    if stream.at(":") and _are_whole(sources, targets):
        first, *others = _same_named(stream, sources[0], targets[0], line)
        comments = documentation(before(stream, start), behind(stream, stream.position))
        return [replace(first, documentation=comments), *others]
    then = stream.accept("then")
    dependents, rules, opened = _dependents(stream) if then else ((), (), "")
    named = _quoted_name(stream)
    if named and not stream.at(";"):
        stream.fail(f"';'{_where_it_ended(stream)} behind the name of the rule, \"{named}\"")
    name = named or name
    if not stream.accept(";"):
        after_source = (*source_parser.CLAUSES, *source_parser.LIST_MODES)
        words = ("then", *target_parser.LIST_MODES, "as") if targets else ("then", "make", *after_source)
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
    name = _quoted_name(stream)
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


def _quoted_name(stream: TokenStream) -> str | None:
    """The name of a rule at its end; in single quotes too, as the reference implementation reads it."""
    return unescape(stream.advance().text) if stream.current.kind in ("text", "string") else None


def _older_name(stream: TokenStream) -> str | None:
    """`name : source.element …`, as maps before R4 wrote it; `source : Type …` is a source with its type."""
    if stream.current.kind == "name" and stream.peek().text == ":" and stream.peek(2).kind in ("name", "delimited"):
        if stream.peek(3).text != "." and _is_bound(stream):
            return None
        name = stream.advance().text
        stream.advance()
        return name
    return None


def _is_bound(stream: TokenStream) -> bool:
    """Whether what stands before made the current name a parameter or a variable."""
    token = stream.current
    binding = rf"\b(?:source|target|as)\s+{re.escape(token.text)}\b"
    return re.search(binding, stream.text[: token.start]) is not None


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


def _dependents(stream: TokenStream) -> tuple[tuple[Dependent, ...], tuple[Rule, ...], str]:
    """Groups that are called, rules in braces, and the comment behind the brace that opens them."""
    dependents: list[Dependent] = []
    while not stream.at("{"):
        offset = stream.current.start
        dependents.append(Dependent(stream.name("a group name or '{'"), arguments(stream), offset))
        if not stream.accept(","):
            break
    if not stream.at("{"):
        return tuple(dependents), (), ""
    opened = behind(stream, stream.position + 1)
    return tuple(dependents), parse_rules(stream), opened
