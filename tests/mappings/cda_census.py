"""A census of CDA documents: the medication acts that stand in the XML against what comes out and what is reported.

    python tests/mappings/cda_census.py FOLDER...      prints the figures, and what is lost

The XML is counted by its own words (elements, templates and attributes), not by the functions that map it.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from adapter.errors import SourceError
from adapter.fhir.canonical import SOURCE_PLACE
from adapter.sources.document import Source
from adapter.sources.xml import place
from adapter.workflow.mapped import Mapped, map_source

V3 = "{urn:hl7-org:v3}"
ACTS = (f"{V3}substanceAdministration", f"{V3}supply")
SPOKEN_OF = ("observation", "procedure", "encounter")
VACCINES = {"2.16.840.1.113883.10.20.22.4.52", "2.16.840.1.113883.10.20.22.4.120", "1.3.6.1.4.1.19376.1.5.3.1.4.12"}
FACTS = ("code", "dose", "timing", "route", "dates")


@dataclass
class Census:
    """Counts over documents: `acts`, what each became, facts stated in the XML and kept in the output; `lost` says
    what is in neither the output nor the issues, `refused` which documents could not be read."""

    documents: int = 0
    refused: list[str] = field(default_factory=list)
    acts: int = 0
    became: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def take(paths: list[Path]) -> Census:
    """Count every document under these paths once (the same bytes twice are one document)."""
    census, seen = Census(), set()
    for path in paths:
        source = Source(path.name, path.read_bytes())
        if source.sha256 not in seen:
            seen.add(source.sha256)
            _count(census, str(path), source)
    return census


def medication_acts(root: Any) -> Iterator[Any]:
    """substanceAdministration and supply of the document's sections that are lines of their own: outside vaccines and
    devices, not part of another act, not spoken of by an observation."""
    for act in root.iter(*ACTS):
        above = [node.tag.rpartition("}")[2] for node in act.iterancestors()]
        if "section" not in above or {"substanceAdministration", "supply"} & set(above[: above.index("section")]):
            continue
        wrapper = next((name for name in above if name in ("act", "organizer", *SPOKEN_OF)), "act")
        templates = {template.get("root") for template in act.iter(f"{V3}templateId")}
        is_device = act.find(f"{V3}participant[@typeCode='DEV']") is not None
        if wrapper in SPOKEN_OF or templates & VACCINES or is_device:
            continue
        if act.tag == ACTS[0] or act.find(f"{V3}product") is not None:
            yield act


def is_said(mapped: Mapped, where: str, below: bool = False) -> bool:
    """Whether an Issue names this place, its section, or (below) something inside it."""
    section = where[: where.rindex("/section") + len("/section")]
    places = [issue.location for issue in mapped.issues]
    return where in places or section in places or (below and any(p.startswith(where + "/") for p in places))


def made_of(mapped: Mapped) -> dict[str, list[dict[str, Any]]]:
    """Place of each entry → the medication resources its Provenance targets."""
    by_url = {entry["fullUrl"]: entry["resource"] for entry in mapped.bundle["entry"]}
    made = {}
    for resource in by_url.values():
        if resource["resourceType"] == "Provenance":
            (extension,) = resource["entity"][0]["extension"]
            assert extension["url"] == SOURCE_PLACE
            targets = [by_url[target["reference"]] for target in resource["target"]]
            made[extension["valueString"]] = [r for r in targets if r["resourceType"].startswith("Medication")]
    return made


def _count(census: Census, name: str, source: Source) -> None:
    try:
        mapped = map_source(source)
    except SourceError as error:
        census.refused.append(f"{name}: {error}")
        return
    census.documents += 1
    made = made_of(mapped)
    root = etree.fromstring(source.data, etree.XMLParser(remove_comments=True, remove_pis=True))
    for act in medication_acts(root):
        where = place(act, {})
        resources = made.get(where, [])
        census.acts += 1
        census.became[_became(mapped, where, resources)] += 1
        if not resources and not is_said(mapped, where):
            census.lost.append(f"{name}: {where}: neither out nor reported")
        for fact in FACTS if resources else ():
            _compare(census, f"{name}: {where}", fact, act, resources, is_said(mapped, where, below=True))


def _became(mapped: Mapped, where: str, resources: list[dict[str, Any]]) -> str:
    if resources:
        return str(resources[0]["resourceType"])
    return "reported" if is_said(mapped, where) else "lost"


def _compare(census: Census, name: str, fact: str, act: Any, resources: list[dict[str, Any]], said: bool) -> None:
    if not _STATED[fact](act):
        return
    census.stated[fact] += 1
    if any(_KEPT[fact](resource) for resource in resources):
        census.kept[fact] += 1
    elif not said:
        census.lost.append(f"{name}: {fact} neither out nor reported")


def _whole(act: Any) -> Iterator[Any]:
    """The act and the parts of its posology."""
    yield act
    for part in act.iterfind(f"{V3}entryRelationship[@typeCode='COMP']/{V3}substanceAdministration"):
        yield from _whole(part)


def _under(act: Any, name: str) -> Iterator[Any]:
    """The elements of this name of the whole act, and what stands in them."""
    for part in _whole(act):
        for element in part.iterchildren(V3 + name):
            yield from element.iter("*")


def _is_coded(nodes: Iterator[Any]) -> bool:
    return any(node.get("code") and not node.get("nullFlavor") for node in nodes)


def _states_code(act: Any) -> bool:
    code = act.find(f".//{V3}manufacturedMaterial/{V3}code")
    return code is not None and _is_coded(code.iter("*"))


def _states_rhythm(act: Any) -> bool:
    return any(
        node.get("value" if name == "period" else "code") or (name == "period" and any(b.get("value") for b in node))
        for node in _under(act, "effectiveTime")
        if (name := node.tag.rpartition("}")[2]) in ("period", "event")
    )


def _states_dates(act: Any) -> bool:
    times = list(act.iterchildren(f"{V3}effectiveTime"))
    return any(node.get("value") for t in times for node in (t, *t.iterchildren(f"{V3}low", f"{V3}high")))


def _dosages(resource: dict[str, Any]) -> list[dict[str, Any]]:
    found = resource.get("dosage", resource.get("dosageInstruction", []))
    return found if isinstance(found, list) else [found]


def _keeps_code(resource: dict[str, Any]) -> bool:
    medication = resource.get("medicationCodeableConcept") or resource["contained"][0]["code"]
    return bool(medication.get("coding"))


def _keeps_rhythm(resource: dict[str, Any]) -> bool:
    rhythm = {"period", "when", "timeOfDay", "dayOfWeek"}
    return any(rhythm & d.get("timing", {}).get("repeat", {}).keys() for d in _dosages(resource))


def _keeps_dates(resource: dict[str, Any]) -> bool:
    names = ("effectivePeriod", "effectiveDateTime", "boundsPeriod", "'event'", "whenHandedOver", "validityPeriod")
    return any(name in str(resource) for name in names)


_STATED = {
    "code": _states_code,
    "dose": lambda act: any(node.get("value") for node in _under(act, "doseQuantity")),
    "timing": _states_rhythm,
    "route": lambda act: _is_coded(_under(act, "routeCode")),
    "dates": _states_dates,
}
_KEPT = {
    "code": _keeps_code,
    "dose": lambda resource: any("dose" in d or "doseAndRate" in d for d in _dosages(resource)),
    "timing": _keeps_rhythm,
    "route": lambda resource: any("route" in d for d in _dosages(resource)),
    "dates": _keeps_dates,
}


def main(folders: list[str]) -> int:
    """Print the census of folders; 1 when something is lost."""
    census = take([path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()])
    print(*census.lost, sep="\n")
    print(*census.refused, sep="\n", file=sys.stderr)
    print(f"{census.documents} documents, {len(census.refused)} refused, {census.acts} acts: {dict(census.became)}")
    for fact in FACTS:
        print(f"{fact:8} stated {census.stated[fact]:5}  out {census.kept[fact]:5}")
    return 1 if census.lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
