"""Nothing unrelated to a medication costs it, and a broken entry costs only itself: elements of a document are taken
out, emptied, doubled or filled with nonsense, one at a time."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cda_census import is_said, made_of, medication_acts
from cda_envelope import enveloped
from lxml import etree

from adapter.errors import SourceError
from adapter.sources.document import Source
from adapter.sources.xml import place
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, map_source

SITUATIONS = Path(__file__).parent / "cda" / "situations"
TEMPLATES = (
    *("order-with-renewals-and-instructions", "supply-order-and-dispense-of-a-current-treatment"),
    *("every-four-to-six-hours-as-needed-for-cough", "discharge-medication-in-an-act", "given-once-by-a-nurse"),
    *("infusion-in-a-vehicle-by-a-maker", "planned-injection-and-planned-supply", "free-text-sig-beside-a-coded-dose"),
    *("swiss-medication-card-with-a-split-dose", "swiss-dispense-with-a-split-posology"),
    *("swiss-advice-that-changes-a-dose", "weekly-methotrexate-on-mondays", "refused-by-the-patient"),
)
V3 = "{urn:hl7-org:v3}"
OTHER = """<entry xmlns="urn:hl7-org:v3"><substanceAdministration classCode="SBADM" moodCode="EVN"><consumable>
<manufacturedProduct><manufacturedMaterial><name>Unharmed 10 mg</name></manufacturedMaterial></manufacturedProduct>
</consumable></substanceAdministration></entry>"""
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def _removed(node: Any) -> None:
    node.getparent().remove(node)


def _emptied(node: Any) -> None:
    node.text = None
    for child in list(node):
        node.remove(child)
    for name in list(node.attrib):
        node.set(name, "")


def _doubled(node: Any) -> None:
    node.addnext(copy.deepcopy(node))


def _nonsense(node: Any) -> None:
    node.text = "\N{INVERTED QUESTION MARK}?"
    for name in list(node.attrib):
        node.set(name, "1e400")
    node.set(XSI_TYPE, "x:WRONG")


CHANGES: tuple[Callable[[Any], None], ...] = (_removed, _emptied, _doubled, _nonsense)


def _root(name: str) -> Any:
    """A situation with a stay, an author and a custodian in its header, and another medication after its own."""
    text = enveloped((SITUATIONS / f"{name}.xml").read_text(encoding="utf-8"))
    text = text.replace("</recordTarget>", f"</recordTarget>{HEADER}", 1)
    root = etree.fromstring(text.encode())
    root.find(f".//{V3}section").append(etree.fromstring(OTHER))
    return root


HEADER = """<author><time value="20240110090000-0500"/><assignedAuthor><id root="2.16.840.1.113883.4.6" extension="1"/>
<assignedPerson><name><prefix>Dr</prefix><given>Ada</given><family>Stone</family></name></assignedPerson>
<representedOrganization><id root="1.2.3.4"/><name>Hill Hospital</name></representedOrganization></assignedAuthor>
</author>
<custodian><assignedCustodian><representedCustodianOrganization><id root="1.2.3.4"/></representedCustodianOrganization>
</assignedCustodian></custodian><componentOf><encompassingEncounter><id root="1.2.3.5"/>
<effectiveTime><low value="20240101"/><high value="20240110"/></effectiveTime></encompassingEncounter></componentOf>"""


def _mapped(root: Any) -> Mapped:
    return map_source(Source("changed.xml", etree.tostring(root)))


def _changed(root: Any, nodes: list[Any]) -> Iterator[tuple[str, Any]]:
    tree = root.getroottree()
    for path, what in [(tree.getelementpath(node), place(node, {})) for node in nodes]:
        for change in CHANGES:
            other = copy.deepcopy(root)
            change(other.find(path))
            yield f"{change.__name__} {what}", other


def _medications(mapped: Mapped) -> list[tuple[str, str, str]]:
    """Type, product and posology of each medication: what a header cannot change."""
    found = [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] in MEDICATION_TYPES]
    names = [r.get("medicationCodeableConcept") or r["contained"][0].get("code") for r in found]
    posologies = [str(r.get("dosage", r.get("dosageInstruction"))) for r in found]
    types = [r["resourceType"] for r in found]
    return [(t, str(name), posology) for t, name, posology in zip(types, names, posologies, strict=True)]


def test_nothing_of_the_header_costs_a_medication() -> None:
    root = _root("order-with-renewals-and-instructions")
    whole = _medications(_mapped(root))
    header = [n for c in root for n in c.iter("*") if c.tag != f"{V3}component"]
    assert len(header) > 30
    for what, other in _changed(root, header):
        if "doubled" in what and what.endswith("recordTarget"):
            with pytest.raises(SourceError):  # a document about two patients is refused
                _mapped(other)
        else:
            assert _medications(_mapped(other)) == whole, what


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_broken_entry_is_out_or_reported_and_costs_no_other(name: str) -> None:
    root = _root(name)
    first = root.find(f".//{V3}section/{V3}entry")
    for what, other in _changed(root, list(first.iter("*"))):
        mapped = _mapped(other)
        made = made_of(mapped)
        for act in medication_acts(other):
            assert made.get(place(act, {})) or is_said(mapped, place(act, {})), what
        assert any("Unharmed 10 mg" in name for _, name, _ in _medications(mapped)), what


def test_a_type_under_a_prefix_that_is_not_declared_is_refused_with_its_line() -> None:
    text = enveloped((SITUATIONS / "given-once-by-a-nurse.xml").read_text(encoding="utf-8"))
    text = text.replace(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', "")
    text = text.replace("<effectiveTime value", '<effectiveTime xsi:type="TS" value')
    with pytest.raises(SourceError) as refused:
        map_source(Source("undeclared.xml", text.encode()))
    assert "xsi" in str(refused.value)
    assert (refused.value.location or "").startswith("line ")
