"""FHIR Mapping Language text → StructureMap: declarations and groups. R4
(https://hl7.org/fhir/R4/mapping-language.html) and
R5 (https://hl7.org/fhir/R5/mapping-language.html) spelling; rules are in rule_parser.py, concept maps in
concept_map_parser.py."""

from typing import Any

from adapter.errors import MappingError
from adapter.fhirpath.tokens import Token, TokenStream
from adapter.mapping.argument_parser import fhirpath
from adapter.mapping.comments import before, behind, documentation
from adapter.mapping.concept_map_parser import parse_concept_map
from adapter.mapping.metadata import Metadata, Unreadable, of_lines
from adapter.mapping.recovery import all_errors, recover
from adapter.mapping.rule_parser import parse_rules
from adapter.mapping.syntax import Constant, Group, Parameter, StructureMap, Use

_DECLARATIONS = ("map", "conceptmap", "uses", "imports", "let", "group")
_USE_MODES = ("source", "queried", "target", "produced")
_TYPE_MODES = {"types": "types", "type": "type+"}


def parse_map(text: str, file: str) -> StructureMap:
    """Parse one map. Raises MappingError `file:line:column: expected X, found Y near '…'`: MappingErrors when several
    rules or declarations do not fit.
    """
    stream = TokenStream(text.removeprefix("\ufeff"), file, MappingError)
    try:
        found, metadata = _declarations(stream)
        if not stream.errors:
            return _map_of(stream, found, metadata)
    except RecursionError:
        stream.fail("a map that is nested less deeply")
    except MappingError as error:
        stream.errors.append(error)
    raise all_errors(stream)


def _declarations(stream: TokenStream) -> tuple[dict[str, list[Any]], Metadata]:
    found: dict[str, list[Any]] = {name: [] for name in _DECLARATIONS}
    lines = _metadata(stream)
    while stream.current.kind != "end":
        try:
            word = stream.current.text if stream.current.kind == "name" else ""
            if word not in found:
                stream.fail("one of " + ", ".join(f"'{name}'" for name in _DECLARATIONS), _DECLARATIONS)
            found[word].append(_DECLARATION[word](stream))
        except MappingError as error:
            recover(stream, error)
            _next_declaration(stream)
        lines += _metadata(stream)
    return found, _read_metadata(stream, lines)


def _next_declaration(stream: TokenStream) -> None:
    """Leave all behind up to a declaration that begins a line."""
    while stream.current.kind != "end":
        begins = stream.current.text in _DECLARATIONS and stream.text[: stream.current.start].endswith(("\n", "\n  "))
        if begins:
            return
        stream.advance()


def _map_of(stream: TokenStream, found: dict[str, list[Any]], metadata: Metadata) -> StructureMap:
    named = dict(metadata)
    url, name = found["map"][0] if found["map"] else (named.get("url"), named.get("name"))
    if not url:
        stream.fail_at('a map "url" = "name" declaration or a \'/// url\' line', "none", 0)
    if not found["group"]:
        stream.fail("a group")
    return StructureMap(
        str(url),
        str(name or url),
        file=stream.file,
        metadata=metadata,
        uses=tuple(found["uses"]),
        imports=tuple(found["imports"]),
        concept_maps=tuple(found["conceptmap"]),
        constants=tuple(found["let"]),
        groups=tuple(found["group"]),
        text=stream.text,
    )


def _metadata(stream: TokenStream) -> list[Token]:
    """The `/// name = value` lines here; other lines of three slashes are comments."""
    found: list[Token] = []
    while stream.current.kind == "metadata":
        token = stream.advance()
        if "=" in token.text:
            found.append(token)
    return found


def _read_metadata(stream: TokenStream, tokens: list[Token]) -> Metadata:
    """All metadata lines of a map together."""
    lines = [(name.strip(), value.strip()) for name, _, value in (token.text[3:].partition("=") for token in tokens)]
    try:
        return of_lines(lines)
    except Unreadable as error:
        stream.fail_at("metadata", f"a line that is none: {error.message}", tokens[error.at].start)


def _map(stream: TokenStream) -> tuple[str, str]:
    stream.advance()
    url = stream.quoted("the url of the map")
    stream.expect("=")
    name = (
        stream.quoted("the name of the map")
        if stream.current.kind in ("text", "string")
        else stream.name("the name of the map")
    )
    stream.accept(";")
    return url, name


def _use(stream: TokenStream) -> Use:
    start = stream.position
    stream.advance()
    url = stream.quoted("the url of a structure")
    alias = _alias(stream) if stream.accept("alias") else None
    if not stream.accept("as"):
        stream.fail("'as'" if alias else "'alias' or 'as'", ("as",) if alias else ("alias", "as"))
    if stream.current.text not in _USE_MODES:
        stream.fail("one of 'source', 'queried', 'target', 'produced'", _USE_MODES)
    mode = stream.advance().text
    stream.accept(";")
    return Use(url, alias, mode, documentation(before(stream, start), behind(stream, stream.position)))


def _alias(stream: TokenStream) -> str:
    """A name; in quotes too, as maps before R4 wrote it."""
    return (stream.quoted if stream.current.kind in ("text", "string") else stream.name)("an alias")


def _import(stream: TokenStream) -> str:
    stream.advance()
    url = stream.quoted("the url of a map")
    stream.accept(";")
    return url


def _constant(stream: TokenStream) -> Constant:
    stream.advance()
    name = stream.name("the name of a constant")
    stream.expect("=")
    value = fhirpath(stream)
    stream.expect(";")
    return Constant(name, value)


def _group(stream: TokenStream) -> Group:
    start = stream.position
    line = stream.line(stream.advance().start)
    name = stream.name("the name of the group")
    if name == "for" and not stream.at("("):
        stream.fail("the spelling of R4 or R5, group Name(source a : A, target b : B) <<types>> { … },")
    parameters = _parameters(stream)
    extends, type_mode = None, None
    while not stream.at("{"):
        if stream.accept("extends"):
            extends = stream.name("the name of a group")
        elif stream.accept("<<"):
            type_mode = _type_mode(stream)
        else:
            stream.fail("'extends', '<<types>>', '<<type+>>' or '{'", ("extends",))
    comments = documentation(before(stream, start), behind(stream, stream.position + 1))
    return Group(name, parameters, parse_rules(stream), extends, type_mode, line, comments)


def _type_mode(stream: TokenStream) -> str:
    if stream.current.text not in _TYPE_MODES:
        stream.fail("'types' or 'type+'", _TYPE_MODES)
    word = stream.name("'types' or 'type+'")
    if word == "type":
        stream.expect("+")
    stream.expect(">>")
    return _TYPE_MODES[word]


def _parameters(stream: TokenStream) -> tuple[Parameter, ...]:
    stream.expect("(")
    found: list[Parameter] = []
    while not found or stream.accept(","):
        start = stream.position
        if stream.current.text not in ("source", "target"):
            stream.fail("'source' or 'target'", ("source", "target"))
        mode = stream.advance().text
        name = stream.name("the name of a parameter")
        type_ = stream.name("a type") if stream.accept(":") else None
        ends = (stream.position, stream.position + 1) if stream.at(",") else (stream.position,)
        comments = documentation(before(stream, start), *(behind(stream, position) for position in ends))
        found.append(Parameter(mode, name, type_, comments))
    if not stream.accept(")"):
        stream.fail("',' or ')'")
    return tuple(found)


_DECLARATION = {
    "map": _map,
    "conceptmap": parse_concept_map,
    "uses": _use,
    "imports": _import,
    "let": _constant,
    "group": _group,
}
