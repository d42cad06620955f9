"""XML bytes → an element tree, for every format that is XML. Strict and hardened: no DTD, no entities, no network,
bounded size and depth, no recovery."""

import re
from typing import Any, cast

from lxml import etree

from adapter.errors import SourceError
from adapter.sources.document import Source
from adapter.sources.syntax import is_xml
from adapter.sources.xml_elements import Element, local_name
from adapter.sources.xml_reads import noting_element

_HEAD = 512  # bytes: where the first `<` of an XML file stands
_CHUNK = 1024
_ONE_BYTE = re.compile(rb"""^<\?xml[^>]*encoding=["'](?:iso-8859-\d+|windows-125\d|latin-?1)["']""", re.IGNORECASE)
_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
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


def place(node: Any, within: Any, above: str) -> str:
    """XPath of an element below `within`, whose own place is `above`: local names, and an index among same-named
    siblings where there are several."""
    steps: list[str] = []
    while node is not None and node is not within:
        name, parent = local_name(node.tag), node.getparent()
        if parent is not None and len(parent) == 1:
            steps.append(name)
            node = parent
            continue
        before = sum(1 for _ in node.itersiblings(f"{{*}}{name}", preceding=True))
        alone = before == 0 and next(node.itersiblings(f"{{*}}{name}"), None) is None
        steps.append(name if alone else f"{name}[{before + 1}]")
        node = parent
    return "/".join([above, *reversed(steps)])
