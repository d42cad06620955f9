"""HL7 v2: what escapes and character sets make of bytes."""

import pytest

from adapter.sources.document import Source
from adapter.sources.hl7v2_escapes import Delimiters, unescape
from adapter.sources.hl7v2_text import text_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"M\X00E9\ndez", "Méndez"),  # a code point, as many senders write it
        (r"M\XC3A9\ndez", "Méndez"),
        (r"M\XE9\ndez", "Méndez"),
        (r"a\X0D0A\b", "a\nb"),
        (r"a\X00\b", "ab"),
    ],
)
def test_bytes_in_an_escape_are_characters_and_never_control_codes(written: str, meant: str) -> None:
    assert unescape(written, Delimiters(), "utf-8") == meant


@pytest.mark.parametrize(
    ("declared", "codes"), [("~ISO IR87", []), ("ISO IR87", []), ("ASCII", ["conflict"]), ("", ["conflict"])]
)
def test_japanese_is_read_where_it_is_declared_or_shifted_to(declared: str, codes: list[str]) -> None:
    header = "MSH|^~\\&|A|B|C|D|20260312||RDE^O11|1|P|2.5||||||"
    data = f"{header}{declared}\rPID|1||4||患者^太郎".encode("iso2022_jp")
    issues: list = []
    text, charset = text_of(Source("f.hl7", data), issues)
    assert text.endswith("患者^太郎")
    assert charset.startswith("iso2022_jp")
    assert [issue.code for issue in issues] == codes
