"""Whatever text is given, a map or an expression is read or refused with its error, and nothing else is ever raised."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.errors import MedrecError
from adapter.fhirpath import compile_expression
from adapter.mapping import Context, compile_maps, parse_map, print_map

CASES = [(case / "map.map", case / "source.json") for case in sorted((Path(__file__).parent / "cases").iterdir())]
TEXTS = [(map_.read_text(encoding="utf-8"), json.loads(source.read_text(encoding="utf-8"))) for map_, source in CASES]
PIECES = [
    "'",
    '"',
    "`",
    "(",
    ")",
    "{",
    "}",
    "->",
    "=",
    ",",
    ";",
    ".",
    ":",
    "<<types>>",
    "as",
    "where",
    "then",
    "first",
    "1..*",
    "%",
    "$this",
]
PIECES += [
    "tgt",
    "src",
    "create('Patient')",
    "(1 + 'a')",
    "{}",
    "@2024-02-30",
    "\\",
    "//",
    "/*",
    "é",
    "0",
    "is",
    "in",
    "default 1",
    "share x",
]
RESOURCE = {"resourceType": "Patient", "name": [{"family": "Lenoir", "given": ["Odile"]}], "birthDate": "1941-05-09"}


@st.composite
def broken_maps(draw: st.DrawFn) -> tuple[str, dict]:
    text, source = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]
    return text, source


@settings(max_examples=300, deadline=None, derandomize=True)
@given(broken_maps())
def test_a_broken_map_gives_an_error_of_the_map_or_of_a_rule(given_: tuple[str, dict]):
    text, source = given_
    try:
        map_ = parse_map(text, "broken.map")
        assert parse_map(print_map(map_), "broken.map") == map_
        program = compile_maps([map_])
        arguments = [source, *({"resourceType": p.type} if p.type else {} for p in map_.groups[0].parameters[1:])]
        program.run(map_.groups[0].name, arguments, Context())
    except MedrecError as error:
        assert error.message


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [*PIECES, "name", "given", "first()", "where(", "count()", "1", "'a'", "4 days", "+", "|", "and"]
        )
    )
)
def test_any_text_is_an_expression_or_refused(pieces: list[str]):
    try:
        compile_expression(" ".join(pieces))(RESOURCE)
    except MedrecError as error:
        assert error.message
