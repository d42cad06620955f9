"""Files of several patients: made of our cases, and what holds for `map_each` on any input, however broken.

check_each() raises AssertionError with the law that does not hold: beside those of laws.py, no line is in two Bundles,
each line is of a part of the source that names the patient of its Bundle, no word of another's (FHIR) is in it, and a
file of one patient is mapped as by map_source.
"""

import csv
import io
import json
import re
import unicodedata
from random import Random

import orjson
from fhir_patients import NUMBERS as WORDS
from fhir_patients import joined_resources, resource_with_patient, says_of_all_whom, words_at_hand
from laws import check_lines, check_places, check_shape, output
from lxml import etree

from adapter.errors import PatientMismatch, SourceError
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, map_each, map_source

NUMBERS = tuple(WORDS)
FORMATS = ("csv", "fhir", "hl7v2", "pn13")
_ID_COLUMNS = ("patient_id", "num_enq", "ben_nir_psa")
_PID = re.compile(r"(?<=[\r\n])(PID\|[^|\r\n]*\|[^|\r\n]*\|)[^|\r\n]*\|([^|\r\n]*)\|[^|\r\n]*")


def joined(format_: str, cases: list[bytes], random: Random) -> bytes:
    """Two or three cases of a format as one file, each about another patient, one of them coming back now and then."""
    parts = [(random.choice(cases), number) for number in NUMBERS[: random.randint(2, 3)]]
    if random.random() < 0.5:
        parts.append((random.choice(cases), NUMBERS[0]))
    if format_ == "fhir":  # one alone now and then: what names nobody is not his either
        return joined_resources(parts[: 1 if random.random() < 0.2 else None], random)
    return {"csv": _rows, "hl7v2": _messages, "pn13": _elements}[format_](parts)


def _messages(parts: list[tuple[bytes, str]]) -> bytes:
    texts = [(data.decode("utf-8", errors="replace").lstrip("\ufeff"), number) for data, number in parts]
    return "\r".join(_PID.sub(rf"\g<1>{number}^^^H^PI|\2|{number}^X", text) for text, number in texts).encode()


def _rows(parts: list[tuple[bytes, str]]) -> bytes:
    """The rows of the first case, over and over, in turn for each patient."""
    text = parts[0][0].decode("utf-8-sig", errors="replace")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().lower() for name in header]
    column = next((names.index(name) for name in _ID_COLUMNS if name in names), None)
    others = {names.index(name) for name in ("family_name", "given_name", "birth_date") if name in names}
    made = [header]
    for row in rows:
        for _, number in parts:
            made.append([number if n == column else "" if n in others else value for n, value in enumerate(row)])
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(made)
    return written.getvalue().encode()


def _elements(parts: list[tuple[bytes, str]]) -> bytes:
    roots = [(etree.fromstring(data), number) for data, number in parts]
    whole = roots[0][0]
    for root, number in roots:
        space = etree.QName(root).namespace
        for message in list(root):
            for patient in message.iterchildren("{*}Patient"):
                patient[:] = [etree.Element(f"{{{space}}}Ipp" if space else "Ipp")]
                patient[0].text = number
            whole.append(message)
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8")


def check_each(data: bytes) -> list[Mapped]:
    """Map the bytes twice, each patient by themselves, and hold every law; nothing where they are refused as they may
    be. Any other exception is a traceback that a user would have seen."""
    first, second = _each(data), _each(data)
    assert [output(found) for found in first] == [output(found) for found in second], "the same input gives other bytes"
    taken: set[str] = set()
    for found in first:
        check_shape(json.loads(orjson.dumps(found.bundle)))
        check_places(data, found)
        check_lines(found)
        places = _places(found)
        assert not taken & places, f"in two Bundles: {sorted(taken & places)[:3]}"
        taken |= places
        _check_patient(data, found, places)
    _check_as_one(data, first)
    return first


def _each(data: bytes) -> list[Mapped]:
    try:
        return map_each(Source("fuzzed", data))
    except (SourceError, PatientMismatch):
        return []


def _places(found: Mapped) -> set[str]:
    """The places of the treatments of a Bundle."""
    made = {f"urn:uuid:{resource['id']}" for type_ in MEDICATION_TYPES for resource in found.resources(type_)}
    return {
        provenance["entity"][0]["extension"][0]["valueString"]
        for provenance in found.resources("Provenance")
        if made & {target["reference"] for target in provenance["target"]}
    }


def _check_patient(data: bytes, found: Mapped, places: set[str]) -> None:
    patients = found.resources("Patient")
    assert len(patients) <= 1, "two patients in one Bundle"
    numbers = [row["value"] for patient in patients for row in patient.get("identifier", ()) if "value" in row]
    known = [number for number in numbers if number in NUMBERS]  # one that was not changed
    for place in places if known else ():
        part = _part(data, place)
        assert any(number in part for number in known), f"of another patient: {place} in the Bundle of {known}"
    if known and _is_json(data):
        said, own = output(found).decode(), words_at_hand(data, known)
        strange = [word for word in WORDS.values() if word in said and word not in own]
        assert not strange, f"words of another patient: {strange} in the Bundle of {known}"


def _part(data: bytes, place: str) -> str:
    """What of the source is about one patient: the message, row or resource that a place is in."""
    if _is_json(data):
        return resource_with_patient(data, place)
    if place.startswith("row "):
        return _row(data, int(place[4:]))
    if place.startswith("/"):
        return _message_element(data, place)
    name, number = re.fullmatch(r"([A-Z0-9]{3})(?:\[(\d+)\])?", place).groups()
    messages = re.split(r"(?m)(?=^\s*(?:MSH|[BF]HS|[BF]TS))", re.sub(r"[\r\n\x0b\x1c]+", "\n", _text(data)))
    seen = 0
    for message in messages:
        begins = (line.strip("\ufeff \t") for line in message.split("\n"))
        seen += sum(begun[:3].upper() == name and begun[3:].lstrip(" ")[:1] in ("", "|") for begun in begins)
        if seen >= int(number or 1):
            return message
    return ""


def _is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _row(data: bytes, number: int) -> str:
    """All rows of that number, by any delimiter, since which one is meant is not known here."""
    text = _text(data).lstrip("\r\n")
    return "\n".join(
        " ".join(row)
        for delimiter in ";,\t"
        for row in list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))[
            number : number + 1
        ]
    )


def _message_element(data: bytes, place: str) -> str:
    root = etree.fromstring(data)
    name, number = re.fullmatch(r"([^\[\]]+)(?:\[(\d+)\])?", place.split("/")[2]).groups()
    named = [node for node in root.iterchildren("*") if _local(node) == name]
    return "".join(named[int(number or 1) - 1].itertext())


def _local(node: etree._Element) -> str:
    return unicodedata.normalize("NFC", etree.QName(node).localname)


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def _check_as_one(data: bytes, each: list[Mapped]) -> None:
    """A file that is read as one patient's, and names him throughout, gives the same alone."""
    try:
        alone = map_source(Source("fuzzed", data))
    except (SourceError, PatientMismatch):
        return
    if any("taken as" in issue.message and "the patient of the file" in issue.message for issue in alone.issues):
        return  # what names nobody is left out where each patient is read
    if _is_json(data) and not says_of_all_whom(data):
        return
    assert [output(found) for found in each] == [output(alone)], "one patient, and another result than alone"
