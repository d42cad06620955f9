"""`conceptmap "#name" { prefix s = "…" … s:code == t:code }` embedded in a map → a FHIR ConceptMap (R4)."""

from typing import Any

from adapter.fhirpath.tokens import TokenStream, unescape

# Relation symbols of the mapping language and the R4 equivalence codes they stand for.
EQUIVALENCE = {
    "-": "relatedto", "=": "equal", "==": "equivalent", "!=": "disjoint", "--": "unmatched", "<=": "wider",
    "<-": "subsumes", ">=": "narrower", ">-": "specializes", "~": "inexact",
}  # fmt: skip
_UNMAPPED = {"provided": "provided"}


def parse_concept_map(stream: TokenStream) -> dict[str, Any]:
    """Parse one declaration; `url` keeps the `#name` that translate() refers to."""
    stream.advance()
    url = stream.quoted("the name of the concept map")
    stream.expect("{")
    prefixes: dict[str, str] = {}
    while stream.accept("prefix"):
        prefix = stream.name("a prefix")
        stream.expect("=")
        prefixes[prefix] = stream.quoted("the url of a code system")
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    unmapped: dict[str, dict[str, str]] = {}
    while not stream.accept("}"):
        if stream.accept("unmapped"):
            stream.expect("for")
            system = _system(stream, prefixes)
            stream.expect("=")
            unmapped[system] = {
                "mode": _UNMAPPED.get(mode := stream.name("'provided'")) or stream.fail(f"'provided', not '{mode}'")
            }
        else:
            _row(stream, prefixes, groups)
    for (source, _), group in groups.items():
        if source in unmapped:
            group["unmapped"] = unmapped[source]
    return {"resourceType": "ConceptMap", "url": url, "status": "draft", "group": list(groups.values())}


def _row(stream: TokenStream, prefixes: dict[str, str], groups: dict[tuple[str, str], dict[str, Any]]) -> None:
    source = _system(stream, prefixes)
    stream.expect(":")
    code = _code(stream)
    equivalence = _relation(stream)
    target = {"equivalence": equivalence}
    system = ""
    if equivalence != "unmatched":
        system = _system(stream, prefixes)
        stream.expect(":")
        target = {"code": _code(stream), **target}
    stream.accept(";")
    group = groups.setdefault(
        (source, system), {"source": source, **({"target": system} if system else {}), "element": []}
    )
    element = next((row for row in group["element"] if row["code"] == code), None)
    if element is None:
        element = {"code": code, "target": []}
        group["element"].append(element)
    element["target"].append(target)


def _system(stream: TokenStream, prefixes: dict[str, str]) -> str:
    if stream.current.text not in prefixes:
        words = ("unmapped", *prefixes) if prefixes else ("prefix", "unmapped")
        stream.fail("'unmapped', '}' or a declared prefix" if prefixes else "'prefix', 'unmapped' or '}'", words)
    return prefixes[stream.advance().text]


def _code(stream: TokenStream) -> str:
    """A code: quoted, or the words, numbers, dots and hyphens that stand together without a space."""
    if stream.current.kind in ("text", "string"):
        return unescape(stream.advance().text)
    if stream.current.kind not in ("name", "number"):
        stream.fail("a code")
    token = stream.advance()
    text = token.text
    while stream.current.start == token.end and (
        stream.current.kind in ("name", "number") or stream.current.text in "-."
    ):
        token = stream.advance()
        text += token.text
    return text


def _relation(stream: TokenStream) -> str:
    text = stream.current.text
    if text not in ("-", "=", "!=", "<=", "<", ">=", ">", "~"):
        stream.fail("a relation such as '-', '==' or '~'")
    first = stream.advance()
    if text in "-=<>" and stream.current.start == first.end and stream.current.text in "-=":
        text += stream.advance().text
    return EQUIVALENCE.get(text) or stream.fail("a relation such as '-', '==' or '~'")
