"""Forms of functions and transforms that the tutorial and the specification of the mapping language use."""

import pytest

from adapter.mapping import Context, compile_maps, parse_map

HEAD = 'map "urn:m" = "M"\ngroup Main(source src, target tgt) {\n  %s\n}\n'


def made(rule: str, source: dict) -> dict:
    target: dict = {}
    compile_maps([parse_map(HEAD % rule, "m.map")]).run("Main", [source, target], Context())
    return target


@pytest.mark.parametrize(("value", "expected"), [("12345", {"a": 12345}), ("notanumber", {})])
def test_a_value_is_cast_where_it_is_a_number(value: str, expected: dict):
    assert made("src.a as a where a.isInteger() -> tgt.a = cast(a, 'integer');", {"a": value}) == expected


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        ("escape(a, 'plain', 'xml')", "a &lt; b"),
        ("escape(a, 'plain', 'plain')", "a < b"),
        ("escape('a &lt; b', 'xml', 'plain')", "a < b"),
    ],
)
def test_a_text_is_escaped_from_one_form_to_another(transform: str, expected: str):
    assert made(f"src.a as a -> tgt.a = {transform};", {"a": "a < b"}) == {"a": expected}
