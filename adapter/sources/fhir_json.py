"""JSON (RFC 8259), read strictly: UTF-8, no key twice, no number that cannot be kept, no bottomless nesting."""

import json
import math
import re
from typing import Any, NoReturn

from adapter.errors import SourceError
from adapter.sources.document import Source

MAX_DEPTH = 100
"""FHIR resources nest to about 20; what is deeper is an accident or an attack."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def parse(text: str, source: Source, line: int = 0) -> Any:
    """The value of one JSON text; objects are dicts in source order.

    line: the line the text starts at, for texts that are one line of a file. Raises SourceError with line and column.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=_decimal, parse_int=_integer, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno + max(line - 1, 0)}, column {error.colno}"
        message = f"not well-formed JSON: {error.msg}; send the file again, whole and unchanged"
        raise SourceError(message, source=source.name, location=where) from None
    except RecursionError:
        raise _too_deep(source) from None
    except _RefusedError as refused:
        raise SourceError(str(refused), source=source.name, location=f"line {line}" if line else "") from None
    check_depth(value, source)
    if _SURROGATE.search(text):
        _check_characters(value, source)
    return value


def decode(source: Source) -> str:
    """The text of the file, without a byte order mark. Anything but UTF-8 is refused with the line where it shows."""
    if source.data.startswith(_UTF16_OR_32):
        raise SourceError("JSON must be UTF-8, this is UTF-16 or UTF-32; convert the file", source=source.name)
    try:
        return source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        message = f"JSON must be UTF-8: byte 0x{source.data[error.start]:02x} is not; convert the file"
        raise SourceError(message, source=source.name, location=f"line {line}") from None


class _RefusedError(Exception):
    """A JSON value that is well-formed and is not read."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        where = "/".join(str(value[name]) for name in ("resourceType", "id") if isinstance(value.get(name), str))
        raise _RefusedError(
            f"the key '{twice}' stands twice in one object{f' ({where})' if where else ''}: which one counts is unknown"
        )
    return value


def _decimal(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise _RefusedError(f"the number {text[:40]} is too large")
    return value


def _integer(text: str) -> int:
    if len(text) > 18:
        raise _RefusedError(f"the number {text[:40]}{'…' if len(text) > 40 else ''} is too large")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise _RefusedError(f"{text} is not a JSON number")


def check_depth(value: Any, source: Source) -> None:
    """Raise SourceError when a value is nested deeper than FHIR resources are."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _inside(node)]
        if not level:
            return
    raise _too_deep(source)


def _check_characters(value: Any, source: Source) -> None:
    """Half of a surrogate pair is no character: no UTF-8 can hold it."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise SourceError(f"the JSON holds {half} alone, which is half of a character", source=source.name) from None


def _inside(node: Any) -> list[Any]:
    children = node.values() if isinstance(node, dict) else node
    return [child for child in children if isinstance(child, dict | list)] if isinstance(node, dict | list) else []


def _too_deep(source: Source) -> SourceError:
    return SourceError(f"the resource is nested more than {MAX_DEPTH} deep; no FHIR resource is", source=source.name)
