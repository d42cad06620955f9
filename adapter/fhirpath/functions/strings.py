"""String manipulation (FHIRPath 2.0 §5.6; split, join, trim, encode and escape of the later release)."""

import base64
import html
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from adapter.fhirpath.collections import EMPTY, one
from adapter.fhirpath.comparison import described
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_value, on_values
from adapter.fhirpath.tokens import unescape as resolve_escapes


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise FhirPathError(f"expected a string, found {described(value)}")
    return value


def _substring(text: str, start: int, length: int | None = None) -> str | None:
    if not 0 <= start < len(text):
        return None
    return text[start:] if length is None else text[start : start + max(length, 0)]


def pattern(text: str) -> re.Pattern[str]:
    """A regular expression as FHIRPath writes it. Raises FhirPathError for what is none."""
    try:
        return re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", text), re.DOTALL)
    except re.error as error:
        raise FhirPathError(f"'{text}' is not a regular expression: {error}") from None


def _replace_matches(text: str, expression: str, substitute: str) -> str:
    if not expression:
        return text
    groups = re.sub(r"\$(\d+)", r"\\\1", re.sub(r"\$\{(\w+)\}", r"\\g<\1>", substitute.replace("\\", "\\\\")))
    try:
        return pattern(expression).sub(groups, text)
    except (re.error, IndexError) as error:
        raise FhirPathError(f"'{substitute}' does not fit '{expression}': {error}") from None


def _to_chars(values: list) -> list:
    return [character for value in values for character in _text(value)]


def _split(values: list, separator: list) -> list:
    if not values or not separator:
        return EMPTY
    text, mark = _text(one(values, "split")), _text(one(separator, "split"))
    return text.split(mark) if mark else list(text)


def _join(values: list, separator: list | None = None) -> list:
    mark = _text(one(separator, "join")) if separator else ""
    return [mark.join(_text(value) for value in values)] if values else EMPTY


_ENCODERS: dict[str, Callable[[bytes], str]] = {
    "hex": bytes.hex,
    "base64": lambda data: base64.b64encode(data).decode(),
    "urlbase64": lambda data: base64.urlsafe_b64encode(data).decode(),
}
_DECODERS: dict[str, Callable[[str], bytes]] = {
    "hex": bytes.fromhex,
    "base64": base64.b64decode,
    "urlbase64": base64.urlsafe_b64decode,
}


def _encode(text: str, target: str) -> str | None:
    encode = _ENCODERS.get(target)
    return None if encode is None else encode(text.encode())


def _decode(text: str, target: str) -> str | None:
    decode = _DECODERS.get(target)
    if decode is None:
        return None
    try:
        return decode(text).decode()
    except ValueError as error:
        raise FhirPathError(f"'{text}' is not {target}: {error}") from None


def escape(text: str, target: str) -> str:
    """`text` made safe for `html`, `json`, `url` or `xml`."""
    match target:
        case "html" | "xml":
            return html.escape(text)
        case "json":
            return json.dumps(text, ensure_ascii=False)[1:-1]
        case "url":
            return quote(text, safe="")
    raise FhirPathError(f"cannot escape for '{target}': expected html, json, url or xml")


def unescape(text: str, target: str) -> str:
    """The reverse of `escape`."""
    match target:
        case "html" | "xml":
            return html.unescape(text)
        case "json":
            return resolve_escapes(f'"{text}"')
        case "url":
            return unquote(text)
    raise FhirPathError(f"cannot unescape from '{target}': expected html, json, url or xml")


def _on_text(function: Callable[..., Any], *types: type, optional: int = 0) -> Function:
    """A function of one string whose arguments have these types; the last `optional` of them may be left out."""

    def checked(text: Any, *arguments: Any) -> Any:
        for value, type_ in zip((text, *arguments), (str, *types), strict=False):
            if not isinstance(value, type_) or isinstance(value, bool):
                raise FhirPathError(f"expected a {_TYPE_NAMES[type_]}, found {described(value)}")
        return function(text, *arguments)

    return on_value(checked, len(types) - optional, len(types))


_TYPE_NAMES = {str: "string", int: "whole number"}

FUNCTIONS: dict[str, Function] = {
    "indexOf": _on_text(str.find, str),
    "lastIndexOf": _on_text(str.rfind, str),
    "substring": _on_text(_substring, int, int, optional=1),
    "startsWith": _on_text(str.startswith, str),
    "endsWith": _on_text(str.endswith, str),
    "contains": _on_text(str.__contains__, str),
    "upper": _on_text(str.upper),
    "lower": _on_text(str.lower),
    "replace": _on_text(str.replace, str, str),
    "matches": _on_text(lambda text, expression: pattern(expression).search(text) is not None, str),
    "matchesFull": _on_text(lambda text, expression: pattern(expression).fullmatch(text) is not None, str),
    "replaceMatches": _on_text(_replace_matches, str, str),
    "length": _on_text(len),
    "toChars": on_values(_to_chars),
    "trim": _on_text(str.strip),
    "split": on_values(_split, 1),
    "join": on_values(_join, 0, 1),
    "encode": _on_text(_encode, str),
    "decode": _on_text(_decode, str),
    "escape": _on_text(escape, str),
    "unescape": _on_text(unescape, str),
}
