"""String manipulation (FHIRPath 2.0 §5.6; split, join, trim, encode and escape of the later release)."""

import base64
import binascii
import html
import re
from typing import Any
from urllib.parse import quote

from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.comparison import described
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_value, on_values


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise FhirPathError(f"expected a string, found {described(value)}")
    return value


def _index_of(text: str, part: str) -> int:
    return _text(text).find(part)


def _substring(text: str, start: int, length: int | None = None) -> str | None:
    if not 0 <= start < len(_text(text)):
        return None
    return text[start:] if length is None else text[start : start + max(length, 0)]


def _replace(text: str, part: str, substitute: str) -> str:
    return _text(text).replace(part, substitute)


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", text), re.DOTALL)
    except re.error as error:
        raise FhirPathError(f"'{text}' is not a regular expression: {error}") from None


def _replace_matches(text: str, pattern: str, substitute: str) -> str:
    if not pattern:
        return text
    groups = re.sub(r"\$(\d+)", r"\\\1", re.sub(r"\$\{(\w+)\}", r"\\g<\1>", substitute.replace("\\", "\\\\")))
    return _pattern(pattern).sub(groups, _text(text))


def _to_chars(values: list) -> list:
    return [character for value in values for character in _text(value)]


def _split(values: list, separator: list) -> list:
    if not values or not separator:
        return EMPTY
    return list(_text(values[0])) if separator[0] == "" else _text(values[0]).split(separator[0])


def _join(values: list, separator: list | None = None) -> list:
    return (
        ["".join(values) if not separator else str(separator[0]).join(_text(value) for value in values)]
        if values
        else EMPTY
    )


def _encode(text: str, target: str) -> str | None:
    data = _text(text).encode()
    if target == "hex":
        return data.hex()
    return (
        {"base64": base64.b64encode, "urlbase64": base64.urlsafe_b64encode}[target](data).decode()
        if "base64" in target
        else None
    )


def _decode(text: str, target: str) -> str | None:
    try:
        if target == "hex":
            return bytes.fromhex(_text(text)).decode()
        return (
            {"base64": base64.b64decode, "urlbase64": base64.urlsafe_b64decode}[target](text).decode()
            if "base64" in target
            else None
        )
    except (ValueError, binascii.Error) as error:
        raise FhirPathError(f"'{text}' is not {target}: {error}") from None


def escape(text: str, target: str) -> str:
    """`text` made safe for `html`, `json`, `url` or `xml`."""
    match target:
        case "html" | "xml":
            return html.escape(_text(text))
        case "json":
            return (
                _text(text)
                .replace("\\", "\\\\")
                .replace('"', '\\"')
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r")
            )
        case "url":
            return quote(_text(text), safe="")
    raise FhirPathError(f"cannot escape for '{target}': expected html, json, url or xml")


def unescape(text: str, target: str) -> str:
    """The reverse of `escape` for `html`, `json` and `xml`."""
    if target in ("html", "xml"):
        return html.unescape(_text(text))
    return re.sub(r'\\(["\\/])', r"\1", _text(text)).replace("\\n", "\n").replace("\\t", "\t")


FUNCTIONS: dict[str, Function] = {
    "indexOf": on_value(_index_of, 1),
    "lastIndexOf": on_value(lambda text, part: _text(text).rfind(part), 1),
    "substring": on_value(_substring, 1, 2),
    "startsWith": on_value(lambda text, part: _text(text).startswith(part), 1),
    "endsWith": on_value(lambda text, part: _text(text).endswith(part), 1),
    "contains": on_value(lambda text, part: part in _text(text), 1),
    "upper": on_value(lambda text: _text(text).upper()),
    "lower": on_value(lambda text: _text(text).lower()),
    "replace": on_value(_replace, 2),
    "matches": on_value(lambda text, pattern: _pattern(pattern).search(_text(text)) is not None, 1),
    "matchesFull": on_value(lambda text, pattern: _pattern(pattern).fullmatch(_text(text)) is not None, 1),
    "replaceMatches": on_value(_replace_matches, 2),
    "length": on_value(lambda text: len(_text(text))),
    "toChars": on_values(_to_chars),
    "trim": on_value(lambda text: _text(text).strip()),
    "split": on_values(_split, 1),
    "join": on_values(_join, 0, 1),
    "encode": on_value(_encode, 1),
    "decode": on_value(_decode, 1),
    "escape": on_value(escape, 1),
    "unescape": on_value(unescape, 1),
}
