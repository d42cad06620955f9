"""CDA narrative blocks as XHTML and back: the same content in the other vocabulary, with its IDs.

CDA R2 §4.3.5 (narrative block) and FHIR R4 Narrative.div; elements that have no counterpart become `div` or `span`
(`paragraph` or `content`), so that no text is lost.
"""

from typing import Any

from lxml import etree

HL7_V3 = "urn:hl7-org:v3"
XHTML = "http://www.w3.org/1999/xhtml"
_TO_XHTML = {
    "paragraph": "p", "content": "span", "item": "li", "table": "table", "thead": "thead", "tbody": "tbody",
    "tfoot": "tfoot", "tr": "tr", "th": "th", "td": "td", "br": "br", "sub": "sub", "sup": "sup", "linkHtml": "a",
    "col": "col", "colgroup": "colgroup", "caption": "caption", "footnote": "span", "footnoteRef": "a",
    "renderMultiMedia": "span",
}  # fmt: skip
_TO_CDA = {
    "p": "paragraph", "div": "paragraph", "span": "content", "b": "content", "i": "content", "strong": "content",
    "em": "content", "ul": "list", "ol": "list", "li": "item", "table": "table", "thead": "thead", "tbody": "tbody",
    "tfoot": "tfoot", "tr": "tr", "th": "th", "td": "td", "br": "br", "sub": "sub", "sup": "sup", "a": "linkHtml",
    "col": "col", "colgroup": "colgroup", "caption": "caption",
}  # fmt: skip
_STYLE = {"b": "Bold", "strong": "Bold", "i": "Italics", "em": "Italics"}
_KEPT = ("border", "rowspan", "colspan", "width", "align", "valign", "href", "name", "span", "scope", "headers")
_DEFAULT_XHTML: Any = {None: XHTML}
_DEFAULT_V3: Any = {None: HL7_V3}
_VOID = ("br", "col")


def to_xhtml(text: Any) -> str:
    """A CDA `text` element → `<div xmlns="http://www.w3.org/1999/xhtml">…</div>`."""
    div = etree.Element(f"{{{XHTML}}}div", nsmap=_DEFAULT_XHTML)
    _fill(text, div, _xhtml_element)
    return etree.tostring(div, encoding="unicode", with_tail=False)


def to_narrative(div: str) -> Any:
    """XHTML text of a `div` → a CDA `text` element. What is not well-formed is kept as plain text."""
    text = etree.Element(f"{{{HL7_V3}}}text", nsmap=_DEFAULT_V3)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        _fill(etree.fromstring(div.encode(), parser), text, _narrative_element)
    except etree.XMLSyntaxError:
        text.text = div
    return text


def _fill(source: Any, target: Any, make: Any) -> None:
    target.text = source.text
    for child in source.iterchildren("*"):
        made = make(child, target)
        made.tail = child.tail
        _fill(child, made, make)
        if not len(made) and not made.text and etree.QName(made).localname not in _VOID:
            made.text = ""


def _xhtml_element(node: Any, above: Any) -> Any:
    name = etree.QName(node).localname
    ordered = name == "list" and node.get("listType") == "ordered"
    tag = ("ol" if ordered else "ul") if name == "list" else _TO_XHTML.get(name, "span")
    if name == "caption" and etree.QName(above).localname != "table":
        tag = "span"
    made = etree.SubElement(above, f"{{{XHTML}}}{tag}")
    _attributes(node, made, "ID", "id")
    if node.get("styleCode"):
        made.set("class", node.get("styleCode"))
    return made


def _narrative_element(node: Any, above: Any) -> Any:
    name = etree.QName(node).localname
    made = etree.SubElement(above, f"{{{etree.QName(above).namespace}}}{_TO_CDA.get(name, 'content')}")
    _attributes(node, made, "id", "ID")
    if name == "ol":
        made.set("listType", "ordered")
    style = node.get("class") or _STYLE.get(name)
    if style:
        made.set("styleCode", style)
    return made


def _attributes(node: Any, made: Any, id_: str, written: str) -> None:
    if node.get(id_):
        made.set(written, node.get(id_))
    for name in _KEPT:
        if node.get(name):
            made.set(name, node.get(name))
