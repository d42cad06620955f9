"""The metadata of a map: lines `/// name.property = value`, and the elements of the StructureMap resource.

A line of an element that has elements of its own has no value and begins one; lines of the same name are repeats
(https://hl7.org/fhir/R5/mapping-language.html#metadata).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from adapter.fhir.definitions import Element, r4
from adapter.fhirpath.tokens import unescape
from adapter.mapping.primitives import number

Metadata = tuple[tuple[str, Any], ...]
"""The elements in order, one that repeats once for each item; objects as FHIR JSON has them."""

_OF_PARTS = ("resourceType", "url", "name", "structure", "import", "const", "group", "contained", "text")
"""What the other parts of a map say; the narrative only renders it."""
_R5 = ("copyrightLabel", "versionAlgorithmString", "versionAlgorithmCoding")


class Unreadable(Exception):  # noqa: N818 (the name says it)
    """A line that is no metadata: why, and its number."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def known(name: str) -> bool:
    """Whether the resource has this element."""
    return name in ("url", "name", *_R5) or (r4().element("StructureMap", name) is not None and name not in _OF_PARTS)


def names() -> list[str]:
    """The elements that metadata may state."""
    return [name for name in (*r4().elements("StructureMap"), *_R5) if known(name)]


def of_lines(lines: Iterable[tuple[str, str]]) -> Metadata:
    """The metadata of lines of path and value. Raises Unreadable."""
    found: list[tuple[str, Any]] = []
    for at, (path, text) in enumerate(lines):
        name, *inner = path.split(".")
        element = r4().element("StructureMap", name)
        if not inner:
            found.append((name, {} if not text and _is_complex(element) else _value(text, element)))
            continue
        if not found or found[-1][0] != name or not isinstance(found[-1][1], dict):
            found.append((name, {}))
        try:
            _place(found[-1][1], element, inner, text, path)
        except ValueError as error:
            raise Unreadable(str(error), at) from None
    return tuple(found)


def lines_of(metadata: Metadata) -> Iterator[tuple[str, Any]]:
    """(path, value) of each line; the value of one that begins an object is None."""
    for name, value in metadata:
        yield from _lines(name, value)


def of_resource(resource: dict[str, Any]) -> Metadata:
    """The elements of a resource that metadata may state."""
    found: list[tuple[str, Any]] = []
    for name, value in resource.items():
        if known(name) and name not in ("url", "name"):
            found += [(name, each) for each in (value if isinstance(value, list) else (value,))]
    return tuple(found)


def in_resource(metadata: Metadata) -> dict[str, Any]:
    """The elements of the resource; those that it does not have are left out."""
    found: dict[str, Any] = {}
    for name, value in metadata:
        if name in ("url", "name") or not known(name):
            continue
        element = r4().element("StructureMap", name)
        if element is not None and element.many:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _is_complex(element: Element | None) -> bool:
    return element is not None and element.type is not None and not r4().is_primitive(element.type)


def _place(holder: dict[str, Any], of: Element | None, inner: list[str], text: str, path: str) -> None:
    """Put a value, or an empty object, at a path in an object of the metadata. Raises ValueError where one stands."""
    *steps, last = inner
    for step in steps:
        element = r4().element(of.type, step) if of is not None and of.type is not None else None
        if element is not None and element.many:
            items = holder.setdefault(step, [])
            holder = items[-1] if items else items.append({}) or items[-1]
        else:
            holder = holder.setdefault(step, {})
        if not isinstance(holder, dict):
            raise ValueError(f"'{step}' has a value, so nothing stands in it")
        of = element
    element = r4().element(of.type, last) if of is not None and of.type is not None else None
    value = {} if not text and _is_complex(element) else _value(text, element)
    if element is not None and element.many:
        holder.setdefault(last, []).append(value)
    elif last in holder:
        begun = path.rpartition(".")[0]
        raise ValueError(f"'{path}' stands twice; a line '/// {begun} =' begins another {begun}")
    else:
        holder[last] = value


def _value(text: str, element: Element | None) -> Any:
    if len(text) > 5 and text.startswith('"""') and text.endswith('"""'):
        return text[3:-3]
    if len(text) > 1 and text[0] in "'\"" and text[-1] == text[0]:
        text = unescape(text)
    type_ = element.type if element is not None else None
    if type_ in ("boolean", None) and text in ("true", "false"):
        return text == "true"
    if type_ in ("integer", "positiveInt", "unsignedInt") and text.removeprefix("-").isdigit():
        return int(text)
    if type_ == "decimal" and text.removeprefix("-").replace(".", "", 1).isdigit():
        return number(Decimal(text))
    return text


def _lines(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _lines(path, each)
    elif isinstance(value, dict):
        yield path, None
        for name, inner in value.items():
            if not name.startswith("_"):
                yield from _lines(f"{path}.{name}", inner)
    else:
        yield path, value
