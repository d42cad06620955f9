"""What holds for every input, however broken: check() raises AssertionError with the law that does not."""

import csv
import io
import json
import re
import string
import unicodedata
from pathlib import Path
from typing import Any

import orjson
from lxml import etree
from sources.fhir_xml_writer import fhir_xml

from adapter.conformance.findings import Findings
from adapter.conformance.structure import check_resource
from adapter.errors import PatientMismatch, SourceError
from adapter.fhir.canonical import SOURCE_PLACE
from adapter.reconciliation.lines import lines_of
from adapter.reconciliation.lists import absence
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, map_source

REPOSITORY = Path(__file__).resolve().parents[2]
MARKER = "Zqxmarker"
_SHAPE = ("structure", "value")
_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")
_PLANT = (
    (re.compile(rb'<(text|display|family|title) value="([^"]{3,})"'), rb'<\1 value="\2 ' + MARKER.encode() + b'"'),
    (re.compile(rb">([^<>\s][^<>]{3,})<"), rb">\1 " + MARKER.encode() + b"<"),
    (re.compile(rb'"(text|display|family|title)": ?"([^"]{3,})"'), rb'"\1": "\2 ' + MARKER.encode() + b'"'),
    (re.compile(rb'([;,|^])([A-Z][A-Za-z ]{3,})(?=[;,|^])'), rb"\1\2 " + MARKER.encode()),
)  # fmt: skip


def seeds() -> dict[str, dict[str, bytes]]:
    """Format → name of a case of ours → its bytes."""
    found: dict[str, dict[str, bytes]] = {}
    for path in sorted((REPOSITORY / "tests" / "mappings").glob("*/cases/*/source.*")):
        found.setdefault(path.parents[2].name, {})[path.parent.name] = path.read_bytes()
    found["fhir-xml"] = {name: fhir_xml(json.loads(data)) for name, data in found["fhir"].items()}
    return found


def planted(data: bytes) -> bytes:
    """The document with the marker in its names, labels and notes."""
    for pattern, replacement in _PLANT:
        data = pattern.sub(replacement, data)
    return data


def check(data: bytes) -> Mapped | None:
    """Map the bytes twice and hold every law; None when they are refused as they may be. Any other exception is a
    traceback that a user would have seen."""
    first = _mapped(data)
    second = _mapped(data)
    if first is None or second is None:
        assert first is second, "refused once and read once"
        return None
    text = output(first)
    assert text == output(second), "the same input gives other bytes"
    assert MARKER.encode() not in text, "data of another document"
    check_shape(json.loads(orjson.dumps(first.bundle)))
    check_places(data, first)
    check_lines(first)
    return first


def _mapped(data: bytes) -> Mapped | None:
    try:
        return map_source(Source("fuzzed", data))
    except (SourceError, PatientMismatch):
        return None


def output(mapped: Mapped) -> bytes:
    """All that comes out: the Bundle and the Issues."""
    lines = "\n".join(issue.line() for issue in mapped.issues)
    return orjson.dumps(mapped.bundle) + lines.encode("utf-8", errors="surrogatepass")


def check_shape(bundle: dict[str, Any]) -> None:
    """FHIR R4 by its elements and values."""
    findings = Findings()
    check_resource(bundle, "Bundle", findings)
    wrong = [issue.line() for issue in findings.issues if issue.code in _SHAPE]
    assert not wrong, f"not of the shape of FHIR R4: {wrong[:3]}"


def check_places(data: bytes, mapped: Mapped) -> None:
    """Every treatment is the target of a Provenance whose place is in the source."""
    targets = set()
    for provenance in mapped.resources("Provenance"):
        for extension in provenance["entity"][0]["extension"]:
            assert extension["url"] == SOURCE_PLACE
            assert exists(data, extension["valueString"]), f"no such place: {extension['valueString']}"
        targets |= {target["reference"] for target in provenance["target"]}
    for type_ in MEDICATION_TYPES:
        for resource in mapped.resources(type_):
            assert f"urn:uuid:{resource['id']}" in targets, f"{type_} without a source entry"


def check_lines(mapped: Mapped) -> None:
    """Every treatment is one line, whatever the role of the source (an entry that says "none" is none)."""
    made = [resource for type_ in MEDICATION_TYPES for resource in mapped.resources(type_)]
    expected = sum(absence(resource) is None for resource in made)
    for role in ("discharge", "dispensing", "history"):
        _, lines, _ = lines_of(mapped.bundle, source="fuzzed", role=role)
        assert len(lines) == expected, f"{len(lines)} lines of {expected} treatments"


def exists(data: bytes, place: str) -> bool:
    """Whether a place of Provenance is in the source, found without the program's own reading."""
    if place.startswith("/"):
        return _in_xml(data, place)
    if match := re.fullmatch(r"row (\d+)", place):
        return int(match[1]) <= _rows(data)
    if match := re.fullmatch(r"([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?", place):
        # `RXO1|…` is no RXO: a name has three characters, then a delimiter or nothing
        name, lines = match[1].encode(), _segments(data)
        ends = {b"", *(line[3:4] for line in lines if line[:3] in (b"MSH", b"FHS", b"BHS"))}
        there = sum(line[:3].upper() == name and line[3:].lstrip(b" ")[:1] in ends for line in lines)
        return there == 1 if match[2] is None else 1 <= int(match[2]) <= there
    head = data[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    return _in_fhir_xml(data, place) if head == b"<" else head in (b"{", b"[") and _in_json(data, place)


def _in_xml(data: bytes, place: str) -> bool:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:  # another encoding than declared
        root = etree.fromstring(data, etree.XMLParser(encoding="utf-8"))
    steps = [_STEP.fullmatch(step) for step in place.strip("/").split("/")]
    nodes = [node for node in root.iter("*") if _local(node) == steps[0][1]][:1]
    for step in steps[1:]:
        found = [child for child in nodes[0].iterchildren("*") if _local(child) == step[1]] if nodes else []
        nodes = found[int(step[2]) - 1 :][:1] if step[2] else found if len(found) == 1 else []
    return len(nodes) == 1


def _in_fhir_xml(data: bytes, place: str) -> bool:
    """`Bundle.entry[4].resource`: a resource stands inside the element that holds it."""
    node = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    for step in place.split(".")[1:]:
        name, number = _STEP.fullmatch(step).groups()
        found = [child for child in node.iterchildren("*") if _local(child) == name]
        if len(found) <= int(number or 0):
            return False
        node = found[int(number or 0)]
        node = node[0] if name in ("resource", "contained") and len(node) else node
    return True


def _local(node: Any) -> str:
    return unicodedata.normalize("NFC", etree.QName(node).localname)


def _in_json(data: bytes, place: str) -> bool:
    node, steps = json_steps(data, place)
    for name, number in steps:
        node = node.get(name) if isinstance(node, dict) else None
        if number is not None:
            node = node[int(number)] if isinstance(node, list) and int(number) < len(node) else None
    return isinstance(node, dict)


def json_steps(data: bytes, place: str) -> tuple[Any, list[tuple[str, str | None]]]:
    """The JSON that a place begins in (the file, or a line of it), and its steps: name, and number in a list."""
    text = data.decode("utf-8-sig")
    if match := re.match(r"line (\d+)", place):
        node, path = json.loads(text.split("\n")[int(match[1]) - 1]), place[match.end() :].lstrip(".")
    else:
        node, path = json.loads(text), place.partition(".")[2]
    return node, [_STEP.fullmatch(step).groups() for step in filter(None, path.split("."))]


def _segments(data: bytes) -> list[bytes]:
    """Segments of HL7 v2, in the encodings that the program reads."""
    text = data.decode("utf-16") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data.decode("latin-1")
    lines = re.split(r"[\r\n\x0b\x1c]+", text.removeprefix("ï»¿"))  # MLLP may frame a message anywhere in a line
    return [line.strip(string.whitespace + "\x85\xa0\ufeffï»¿").encode() for line in lines]


def _rows(data: bytes) -> int:
    text = data.decode("utf-8-sig", errors="replace")
    return max(sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=d, strict=False)) for d in ";,\t")
