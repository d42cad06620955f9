"""FHIR Mapping Language text → StructureMap: declarations and groups. R4
(https://hl7.org/fhir/R4/mapping-language.html) and
R5 (https://hl7.org/fhir/R5/mapping-language.html) spelling; rules are in rule_parser.py, concept maps in
concept_map_parser.py."""

from typing import Any

from adapter.errors import MappingError
from adapter.fhirpath.tokens import TokenStream, unescape
from adapter.mapping.concept_map_parser import parse_concept_map
from adapter.mapping.rule_parser import fhirpath, parse_rules
from adapter.mapping.syntax import Constant, Group, Parameter, StructureMap, Use

_DECLARATIONS = ("map", "conceptmap", "uses", "imports", "let", "group")
_USE_MODES = ("source", "queried", "target", "produced")
_TYPE_MODES = {"types": "types", "type": "type+"}


def parse_map(text: str, file: str) -> StructureMap:
    """Parse one map. Raises MappingError `file:line:column: expected X, found Y near '…'` at the first token that does
    not fit.
    """
    stream = TokenStream(text.removeprefix("\ufeff"), file, MappingError)
    try:
        return _parsed(stream)
    except RecursionError:
        stream.fail("a map that is nested less deeply")


def _parsed(stream: TokenStream) -> StructureMap:
    found: dict[str, list[Any]] = {name: [] for name in _DECLARATIONS}
    metadata = _metadata(stream)
    while stream.current.kind != "end":
        word = stream.current.text if stream.current.kind == "name" else ""
        if word not in found:
            stream.fail("one of " + ", ".join(f"'{name}'" for name in _DECLARATIONS))
        found[word].append(_DECLARATION[word](stream))
        metadata += _metadata(stream)
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
        metadata=tuple(metadata),
        uses=tuple(found["uses"]),
        imports=tuple(found["imports"]),
        concept_maps=tuple(found["conceptmap"]),
        constants=tuple(found["let"]),
        groups=tuple(found["group"]),
        text=stream.text,
    )


def _metadata(stream: TokenStream) -> list[tuple[str, Any]]:
    """`/// name = value` lines; other lines of three slashes are comments."""
    rows: list[tuple[str, Any]] = []
    while stream.current.kind == "metadata":
        name, mark, value = stream.advance().text[3:].partition("=")
        if mark:
            rows.append((name.strip(), _metadata_value(value.strip())))
    return rows


def _metadata_value(text: str) -> Any:
    if len(text) > 5 and text.startswith('"""') and text.endswith('"""'):
        return text[3:-3]
    if len(text) > 1 and text[0] in "'\"" and text[-1] == text[0]:
        return unescape(text)
    return {"true": True, "false": False}.get(text, text)


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
    stream.advance()
    url = stream.quoted("the url of a structure")
    alias = stream.name("an alias") if stream.accept("alias") else None
    stream.expect("as")
    if stream.current.text not in _USE_MODES:
        stream.fail("one of 'source', 'queried', 'target', 'produced'")
    mode = stream.advance().text
    stream.accept(";")
    return Use(url, alias, mode)


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
    line = stream.line(stream.advance().start)
    name = stream.name("the name of the group")
    parameters = _parameters(stream)
    extends, type_mode = None, None
    while not stream.at("{"):
        if stream.accept("extends"):
            extends = stream.name("the name of a group")
        elif stream.accept("<<"):
            type_mode = _type_mode(stream)
        else:
            stream.fail("'extends', '<<types>>', '<<type+>>' or '{'")
    return Group(name, parameters, parse_rules(stream), extends, type_mode, line)


def _type_mode(stream: TokenStream) -> str:
    word = stream.name("'types' or 'type+'")
    if word not in _TYPE_MODES:
        stream.fail("'types' or 'type+'")
    if word == "type":
        stream.expect("+")
    stream.expect(">>")
    return _TYPE_MODES[word]


def _parameters(stream: TokenStream) -> tuple[Parameter, ...]:
    stream.expect("(")
    found: list[Parameter] = []
    while not found or stream.accept(","):
        if stream.current.text not in ("source", "target"):
            stream.fail("'source' or 'target'")
        mode = stream.advance().text
        name = stream.name("the name of a parameter")
        found.append(Parameter(mode, name, stream.name("a type") if stream.accept(":") else None))
    stream.expect(")")
    return tuple(found)


_DECLARATION = {
    "map": _map,
    "conceptmap": parse_concept_map,
    "uses": _use,
    "imports": _import,
    "let": _constant,
    "group": _group,
}
