"""CDA R2 XML → located tree."""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

from adapter.errors import SourceError
from adapter.issues import Issue
from adapter.sources import cda_findings, xml
from adapter.sources.cda_elements import ELEMENTS
from adapter.sources.document import Document, Entry, Section, Source
from adapter.sources.stop_titles import says_another_time, says_stop
from adapter.sources.xml_elements import by_name, first_named, local_name, name_below

HL7_V3 = "urn:hl7-org:v3"
_ROOT = f"{{{HL7_V3}}}ClinicalDocument"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ACTS = frozenset(
    (
        *("substanceAdministration", "supply", "act", "observation", "organizer", "encounter", "procedure"),
        "observationMedia",
    )
)
_MEDICATIONS = (f"{{{HL7_V3}}}substanceAdministration", f"{{{HL7_V3}}}supply")
_FRENCH_HEADER = "1.2.250.1.213.1.1.1.1"
_KNOWN_DOCUMENTS = (  # CI-SIS, C-CDA, IHE, IPS, CDA-CH-EMED
    "1.2.250.1.213.1.1.1.",
    "2.16.840.1.113883.10.20.22.1.",
    "1.3.6.1.4.1.19376.1.",
    "2.16.840.1.113883.10.22.1",
    "2.16.756.5.30.1.1.10.1.",
)
_TIME_TYPES = (("comp", "SXPR_TS"), ("period", "PIVL_TS"), ("event", "EIVL_TS"), ("low", "IVL_TS"), ("high", "IVL_TS"))
_NONE: list[Any] = []  # what many elements have of a name: never changed
_STYLESHEETS = "http://www.w3.org/1999/XSL/Transform"


def recognise(data: bytes) -> bool:
    """True for a ClinicalDocument of HL7 V3, and for a stylesheet, which carries one in "autopresentable"
    documents."""
    root = xml.root_name(data)
    return root == (HL7_V3, "ClinicalDocument") or (root is not None and root[0] == _STYLESHEETS)


def read(source: Source) -> Document:
    """Parse one CDA document and list its sections and entries in document order.

    Raises SourceError when the XML is not well-formed (with line and column), carries a DTD, is nested or sized
    beyond the
    limits, holds no ClinicalDocument, or is about several patients.
    """
    root = _clinical_document(xml.parse(source), source)
    if len(patients := root.findall(f"{{{HL7_V3}}}recordTarget")) > 1:
        raise SourceError(
            f"the document is about {len(patients)} patients (recordTarget); send one document a patient",
            source=source.name,
        )
    model = CdaModel({root: "/ClinicalDocument"})
    document = Document("cda", source, _identity(root, source), root, model)
    document.issues.extend(_unknown_template(root, source))
    document.issues.extend(_unstructured_body(root, source))
    for section in root.iterdescendants(f"{{{HL7_V3}}}section"):
        located = Section(section, model.place(section))
        model.keep_place(*located)
        document.sections.append(located)
        document.entries.extend(_entries(located, _list_of(located, document.sections), model))
    cda_findings.find(document)
    return document


def _clinical_document(root: Any, source: Source) -> Any:
    if root.tag == _ROOT:
        return root
    inside = next(root.iter(_ROOT), None)
    if inside is None:
        raise SourceError("a stylesheet without a ClinicalDocument in it", source=source.name)
    return inside


def _identity(root: Any, source: Source) -> str:
    """The document id (root^extension), else the SHA-256 of the bytes."""
    for element in root.iterchildren(f"{{{HL7_V3}}}id"):
        oid, extension = element.get("root"), element.get("extension")
        if oid:
            return f"{oid}^{extension}" if extension else oid
    return source.sha256


def _unknown_template(root: Any, source: Source) -> Iterator[Issue]:
    """A document whose kind is not known is read all the same, by the codes and templates of its sections."""
    roots = [template.get("root") or "" for template in root.iterchildren(f"{{{HL7_V3}}}templateId")]
    if roots and not any(found.startswith(_KNOWN_DOCUMENTS) and found != _FRENCH_HEADER for found in roots):
        message = f"no known document template among {', '.join(roots)}: its sections are read by their own codes"
        yield Issue("information", "not-supported", message, source.name, "/ClinicalDocument/templateId")


def _unstructured_body(root: Any, source: Source) -> Iterator[Issue]:
    """A body of one piece (level 1: a PDF, a scan, plain text) holds no entries."""
    text = root.find(f"{{{HL7_V3}}}component/{{{HL7_V3}}}nonXMLBody/{{{HL7_V3}}}text")
    if text is not None:
        kind = text.get("mediaType") or "text/plain"
        message = f"the body is one piece ({kind}), without sections and entries: nothing of it is read, a person must"
        yield Issue("error", "not-supported", message, source.name, "/ClinicalDocument/component/nonXMLBody")


def list_section(section: Any) -> Any:
    """The section element that says which list a section belongs to: itself, or the one around it when it has neither
    code nor template of its own (a heading within a list). What stands under words of stopping, or of another time, is
    apart from the rest."""
    while not _is_classified(section) and not _is_apart(section):
        outer = next(section.iterancestors(f"{{{HL7_V3}}}section"), None)
        if outer is None:
            break
        section = outer
    return section


def _is_classified(section: Any) -> bool:
    kids = by_name(section)
    return "templateId" in kids or any(code.get("code") for code in kids.get("code", ()))


def _is_apart(heading: Any) -> bool:
    """Whether a heading within a list sets what stands under it apart: by words of stopping, or of another time than
    the list's."""
    title = title_of(heading)
    if says_stop(title) is not None:
        return True
    outer = next(heading.iterancestors(f"{{{HL7_V3}}}section"), None)
    return says_another_time(title) and (outer is None or not says_another_time(title_of(outer)))


def title_of(section: Any) -> str:
    """The title of a section, "" when it has none."""
    return " ".join("".join(node.itertext()) for node in by_name(section).get("title", ()))


def _list_of(located: Section, sections: list[Section]) -> Section:
    owner = list_section(located.node)
    return located if owner is located.node else next(section for section in sections if section.node is owner)


def _entries(section: Section, list_: Section, model: "CdaModel") -> Iterator[Entry]:
    """The acts of the section's entries, and the medications inside one that only wraps them (C-CDA discharge and
    admission medications stand in an act, others in an organizer); then medications that stand where no schema allows
    them. list_: the section they belong to."""
    medications = list(section.node.iter(*_MEDICATIONS))
    entries = by_name(section.node).get("entry", ())
    for number, entry in enumerate(entries, 1):
        model.keep_place(entry, f"{section.place}/entry[{number}]" if len(entries) > 1 else f"{section.place}/entry")
        for act in entry:
            if local_name(act.tag) not in _ACTS:
                continue
            if is_line := act.tag in _MEDICATIONS:
                name_below(act)
            yield Entry(act, model.place(act), list_, is_line)
            if not is_line and medications:
                for inner in act.iter(*_MEDICATIONS):
                    if next(inner.iterancestors(*_MEDICATIONS), None) is None:
                        yield Entry(inner, model.place(inner), list_)
    for misplaced in medications:
        if _is_misplaced(misplaced, section.node):
            yield Entry(misplaced, model.place(misplaced), list_)


def _is_misplaced(act: Any, section: Any) -> bool:
    """Whether a medication stands in this section itself, in no other medication, and not in an act of an entry."""
    above = act.getparent()
    if above.getparent() is section and above.tag.endswith("}entry"):  # as it should
        return False
    path = [act, *takewhile(lambda node: node is not section, act.iterancestors())]
    if any(node.tag.endswith("}section") or node.tag in _MEDICATIONS for node in path[1:]):
        return False
    is_reached = path[-1].tag.endswith("}entry") and path[-2].tag.rpartition("}")[2] in _ACTS
    return not is_reached


class CdaModel:
    """Model of CDA: names match by local name, so `pharm:` and `sdtc:` extensions are reached like the elements of
    `v3`.

    places: of the root, and of what else many places begin with, so that they need not be found again.
    """

    def __init__(self, places: dict[Any, str] | None = None) -> None:
        self._places = places if places is not None else {}

    def children(self, node: Any, name: str) -> list[Any]:
        try:
            found = node.kids.get(name)
        except AttributeError:  # asked for the first time
            if isinstance(node, str):
                return []
            found = first_named(node).get(name)
        if found is not None or name in ELEMENTS:
            return found or []
        value = node.get(name)
        return [] if value is None else [value]

    def child_step(self, name: str) -> Callable[[Any], list[Any]]:
        """`children` of one name, of which it is known beforehand whether an attribute may have it."""
        children = self.children

        def elements(node: Any) -> list[Any]:
            try:
                found: list[Any] = node.kids.get(name, _NONE)
            except AttributeError:
                found = children(node, name)
            return found

        def elements_or_attribute(node: Any) -> list[Any]:
            try:
                found = node.kids.get(name)
            except AttributeError:
                return children(node, name)
            if found is not None:
                return found
            return _NONE if (value := node.get(name)) is None else [value]

        return elements if name in ELEMENTS else elements_or_attribute

    def all_children(self, node: Any) -> list[Any]:
        return [] if isinstance(node, str) else list(node.iterchildren("*"))

    def scalar(self, node: Any) -> str | None:
        if isinstance(node, str):
            return node
        return " ".join("".join(node.itertext()).split()) or None

    def type_name(self, node: Any) -> str | None:
        """Local name of xsi:type (a prefix is only a prefix: `c:EIVL_TS` is EIVL_TS); undeclared, what the content of
        a time says."""
        if isinstance(node, str):
            return None
        declared = node.get(_XSI_TYPE)
        if declared:
            return declared.rpartition(":")[2].strip()
        if not len(node):
            return None
        kids = by_name(node)
        return next((type_ for child, type_ in _TIME_TYPES if child in kids), None)

    def place(self, node: Any) -> str:
        return "" if isinstance(node, str) else xml.place(node, self._places)

    def keep_place(self, node: Any, place: str) -> None:
        """Keep the place of an element under which others will be asked for."""
        self._places[node] = place
