"""XML bytes → an element tree, for every format that is XML. Strict and hardened: no DTD, no entities, no network,
bounded size and depth, no recovery."""

import re
from collections.abc import Mapping
from typing import Any, cast

from lxml import etree

from adapter.errors import SourceError
from adapter.sources.document import Source
from adapter.sources.syntax import is_xml
from adapter.sources.xml_elements import Element, by_name, local_name
from adapter.sources.xml_reads import noting_element

_HEAD = 512  # bytes: where the first `<` of an XML file stands
_CHUNK = 256  # bytes: a root element is near the beginning
_ONE_BYTE = re.compile(rb"""^<\?xml[^>]*encoding=["'](?:iso-8859-\d+|windows-125\d|latin-?1)["']""", re.IGNORECASE)
_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}


def is_misdeclared(data: bytes) -> bool:
    """Whether the XML declares an encoding of one byte a character (ISO-8859-1) and is UTF-8 with accents all the
    same."""
    if not _ONE_BYTE.match(data[:_HEAD]) or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def root_name(data: bytes, encoding: str | None = None) -> tuple[str, str] | None:
    """(namespace, local name) of the root element, read no further than its start tag; None for what is not XML or not
    well-formed up to there. encoding: in place of the declared one."""
    if not is_xml(data):
        return None
    parser = etree.XMLPullParser(events=("start",), encoding=encoding, **_HARDENED)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            for _, element in parser.read_events():
                name = etree.QName(cast(Any, element))
                return name.namespace or "", name.localname
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None


def parse(source: Source, encoding: str | None = None) -> Any:
    """The root element, comments and processing instructions left out. encoding: in place of the declared one.

    A source that keeps an account of its reads (`Source.reads`) gets elements that note what is read of them.
    Raises SourceError when the XML is not well-formed (with line and column), carries a DTD, or is nested or sized
    beyond the limits.
    """
    parser = etree.XMLParser(encoding=encoding, **_HARDENED)
    element = Element if source.reads is None else noting_element(source.reads)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=element))
    try:
        root = etree.fromstring(source.data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        what = (error.msg or "not well-formed").split(", line ")[0]
        raise SourceError(
            f"not well-formed XML: {what}; send the document again, whole and unchanged",
            source=source.name,
            location=f"line {line}, column {column}",
        ) from None
    except ValueError as error:
        raise SourceError(f"cannot be read as XML: {error}", source=source.name) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError("the XML carries a DTD; documents with a DTD or entities are refused", source=source.name)
    return root


def place(node: Any, known: Mapping[Any, str]) -> str:
    """XPath of an element: local names, and an index among same-named siblings where there are several.

    known: places of elements, the nearest of which above this one is where its own begins; else the root of its tree.
    """
    if (found := known.get(node)) is not None:
        return found
    name, parent = local_name(node.tag), node.getparent()
    if parent is None:  # the root of a tree of which no place is known
        return f"/{name}"
    if len(parent) > 1 and len(same := by_name(parent)[name]) > 1:
        name = f"{name}[{same.index(node) + 1}]"
    return f"{place(parent, known)}/{name}"
