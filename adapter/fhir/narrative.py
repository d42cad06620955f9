"""Narrative.div: well-formed XHTML without active content (txt-1, txt-2; https://hl7.org/fhir/R4/narrative.html)."""

from lxml import etree

_XHTML = "{http://www.w3.org/1999/xhtml}"
_REFUSED = frozenset(("script", "form", "base", "link", "xlink", "iframe", "frame", "object", "head", "body", "input"))


def narrative_words(div: str) -> str:
    """The words of a `div`, a blank between its elements; "" when it is no XHTML."""
    try:
        root = _parsed(div)
    except etree.XMLSyntaxError:
        return ""
    return " ".join(" ".join(map(str, root.itertext())).split())


def _parsed(div: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(div.encode(), parser)


def wrong_narrative(div: str) -> str:
    """What is wrong with the text of a `div`, in words; "" when nothing is."""
    try:
        root = _parsed(div)
    except etree.XMLSyntaxError as error:
        return f"not well-formed XHTML: {error.msg}"
    if root.tag != f"{_XHTML}div":
        return "the root is not a div of the XHTML namespace"
    for element in root.iter(etree.Element):
        name = str(element.tag).removeprefix(_XHTML)
        if name.startswith("{") or name.lower() in _REFUSED:
            return f"element {name} is not allowed in a narrative"
        if active := next((a for a in element.attrib if str(a).lower().startswith("on")), None):
            return f"attribute {active!s} is active content"
    if not "".join(map(str, root.itertext())).strip() and root.find(f".//{_XHTML}img") is None:
        return "the narrative has no content"
    return ""
