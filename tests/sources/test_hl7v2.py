"""HL7 v2 bytes → located tree: frames, character sets, delimiters, escapes, places, batches, one patient."""

from typing import Any

import pytest

from adapter import sources
from adapter.errors import PatientMismatch, SourceError
from adapter.sources.document import Document, Source
from adapter.sources.hl7v2_escapes import Delimiters, unescape
from adapter.sources.hl7v2_model import Hl7v2Model

MSH = "MSH|^~\\&|A|B|C|D|20260312||RDE^O11|1|P|2.5.1"
PID = "PID|1||42^^^HOP^PI||DUPONT^Jean||19400101|M"
ORDER = "ORC|NW|1\rRXE||X^PARACÉTAMOL|1||TAB"
MESSAGE = f"{MSH}\r{PID}\r{ORDER}\r"


def read(data: str | bytes) -> Document:
    return sources.read(Source("f.hl7", data.encode() if isinstance(data, str) else data))


def name_of(document: Document) -> str:
    return str(document.entries[0].node.drug.segment.occurrences("giveCode")[0].get(2))


def problems(document: Document) -> list[tuple[str, str]]:
    return [(issue.severity, issue.location) for issue in document.issues]


@pytest.mark.parametrize(
    "data",
    [
        MESSAGE,
        MESSAGE.replace("\r", "\n"),
        MESSAGE.replace("\r", "\r\n"),
        MESSAGE.replace("\r", "\r\r\n  "),
        MESSAGE.rstrip("\r"),
        "\ufeff" + MESSAGE,
        f"\x0b{MESSAGE}\x1c\r",
        MESSAGE.encode("utf-16"),
    ],
)
def test_a_message_is_known_by_its_header_whatever_frames_it(data: str | bytes) -> None:
    document = read(data)
    assert (document.kind, [entry.place for entry in document.entries]) == ("hl7v2", ["RXE"])
    assert (name_of(document), problems(document)) == ("PARACÉTAMOL", [])


@pytest.mark.parametrize("data", ["MSH", "MSHX|a", "PID|1||42", "MSH a|b"])
def test_what_has_no_header_with_delimiters_is_not_recognised(data: str) -> None:
    with pytest.raises(SourceError, match="not recognised"):
        read(data)


@pytest.mark.parametrize(
    ("charset", "codec", "issues"),
    [
        ("", "utf-8", []),
        ("UNICODE UTF-8", "utf-8", []),
        ("8859/1", "cp1252", []),
        ("8859/15", "iso8859-15", []),
        ("", "cp1252", [("warning", "MSH-18")]),
        ("8859/1", "utf-8", [("warning", "MSH-18")]),
        ("UNICODE UTF-8", "cp1252", [("warning", "MSH-18")]),
        ("ASCII", "cp1252", [("warning", "MSH-18")]),
        ("ISO IR9999", "utf-8", [("warning", "MSH-18")]),
    ],
)
def test_the_declared_character_set_is_read_unless_the_bytes_contradict_it(
    charset: str, codec: str, issues: list[tuple[str, str]]
) -> None:
    document = read(MESSAGE.replace("|2.5.1", f"|2.5.1||||||{charset}").encode(codec))
    assert (name_of(document), problems(document)) == ("PARACÉTAMOL", issues)


def test_bytes_that_are_no_text_of_any_kind_are_read_byte_by_byte_and_said() -> None:
    assert problems(read(MESSAGE.encode("cp1252") + b"\x81"))[0] == ("warning", "MSH-18")
    with pytest.raises(SourceError, match="utf-16"):
        read(MESSAGE.encode("utf-16") + b"\x00")


def test_other_delimiters_are_those_of_the_message() -> None:
    document = read("MSH$*%!@$A$B$C$D$20260312$$RDE*O11$1$P$2.3\rPID$1$$42\rORC$NW$1\rRXE$$X*A!S!B@C%Y*D$1")
    (code, other) = document.entries[0].node.drug.segment.occurrences("2")
    assert (code.get(2, 1), code.get(2, 2), other.get(1)) == ("A*B", "C", "Y")


@pytest.mark.parametrize("header", ["MSH|^^^^|", "MSH|^~ &|", "MSH|abcd|"])
def test_delimiters_that_cannot_be_are_replaced_and_said(header: str) -> None:
    document = read(MESSAGE.replace("MSH|^~\\&|", header))
    assert (name_of(document), problems(document)) == ("PARACÉTAMOL", [("warning", "MSH-2")])


def test_delimiters_that_are_missing_are_the_usual_ones() -> None:
    assert name_of(read(MESSAGE.replace("MSH|^~\\&|", "MSH|^~|"))) == "PARACÉTAMOL"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A\\T\\B \\S\\ \\F\\ \\R\\ \\E\\", "A&B ^ | ~ \\"),
        ("one\\.br\\two", "one\ntwo"),
        ("a\\.sp2\\b\\.sk3\\c", "a\n\nb   c"),
        ("\\H\\fort\\N\\", "fort"),
        ("\\XC3A9\\t\\X41\\", "étA"),
        ("\\XE9\\", "é"),
        ("5\\10 mg", "5\\10 mg"),
        ("\\Zfoo\\ \\C2842\\", "\\Zfoo\\ \\C2842\\"),
        ("a\\\\b", "a\\\\b"),
    ],
)
def test_escapes_mean_what_the_standard_says_and_the_rest_stays(written: str, meant: str) -> None:
    assert unescape(written, Delimiters(), "utf-8") == meant


def test_maps_reach_fields_by_name_and_by_number_each_with_its_place() -> None:
    data = MESSAGE.replace(PID, "PID|1||42^^^HOP&1.2.3.4&ISO^PI~43") + "ORC|NW|2\rRXE||Y^Q"
    document = read(data)
    model, line = document.model, document.entries[1].node

    def walk(node: Any, *path: str) -> tuple[Any, str]:
        for name in path:
            (node,) = model.children(node, name)
        return model.scalar(node), model.place(node)

    assert walk(line, "RXE", "giveCode", "identifier") == ("Y", "RXE[2]-2.1")
    assert walk(line, "RXE", "2", "1") == ("Y", "RXE[2]-2.1")
    first = model.children(line, "PID")[0]
    assert [model.place(part) for part in model.children(first, "patientIdentifierList")] == ["PID-3[1]", "PID-3[2]"]
    (authority,) = model.children(model.children(first, "3")[0], "assigningAuthority")
    assert walk(authority, "universalId") == ("1.2.3.4", "PID-3[1].4.2")
    assert model.children(line, "RXR") == model.children(line, "nothing") == []
    assert [model.scalar(part) for part in model.all_children(first)][:2] == ["1", "42"]
    assert isinstance(model, Hl7v2Model)


def test_a_deleted_value_is_absent_and_said_once() -> None:
    document = read(MESSAGE.replace("|1||TAB", '|""||TAB'))
    assert document.entries[0].node.drug.segment.occurrences("giveAmountMinimum") == []
    assert problems(document) == [("information", "RXE-3")]


def test_a_line_that_begins_no_segment_goes_on_the_one_before() -> None:
    document = read(MESSAGE + "NTE|1||avant\nle repas, PAS après\r")
    (note,) = document.entries[0].node.segments("NTE")
    assert (note.text("comment"), problems(document)) == ("avant le repas, PAS après", [("warning", "NTE")])


@pytest.mark.parametrize("before", ["\ufeff", "\xa0 ", "\x0c", "\x85"])
def test_marks_and_blanks_before_a_segment_are_no_part_of_it(before: str) -> None:
    document = read(f"{MESSAGE}{before}{ORDER.replace('NW|1', 'NW|2')}\r{before}{MESSAGE.replace('NW|1', 'NW|3')}")
    assert [entry.place for entry in document.entries] == ["RXE[1]", "RXE[2]", "RXE[3]"]


def test_files_joined_into_one_keep_no_mark_of_their_encodings() -> None:
    """The second file begins with the mark of UTF-8, and what the first one has is none."""
    data = (MESSAGE + "NTE|1||é\r").encode("cp1252") + b"\xef\xbb\xbf" + MESSAGE.encode("cp1252")
    assert [entry.place for entry in read(data).entries] == ["RXE[1]", "RXE[2]"]


def test_unknown_segments_versions_and_test_messages_are_said_once() -> None:
    data = (MESSAGE + "ZAB|1\rZAB|2\rOBX|1\r").replace("|P|2.5.1", "|T|9.9")
    assert [issue.severity for issue in read(data).issues] == ["information", "warning", "warning"]
    assert "ZAB, OBX" in read(data).issues[0].message
    assert read(MESSAGE.replace("|2.5.1", "")).issues[0].location == "MSH-12"


def test_segments_belong_to_the_last_drug_seen_in_whatever_order_they_come() -> None:
    body = "ORC|NW|1\rRXR|IV\rRXO|A^A\rRXC|A|C\rPRT|1\rRXE||B^B\rTQ1|1||BID\rRXR|PO\rRXR|SL\rNTE|1||x"
    (entry,) = read(f"{MSH}\r{PID}\r{body}").entries
    line = entry.node
    assert [segment.text("1") for segment in line.segments("RXR")] == ["PO", "SL"]
    assert [segment.place for segment in line.original().segments("RXR")] == ["RXR[1]"]
    assert line.segments("RXC") == []
    assert [segment.place for segment in line.original().segments("RXC")] == ["RXC"]


def test_a_timing_or_route_that_follows_no_order_is_said_with_its_place() -> None:
    document = read(f"{MSH}\rTQ1|1||BID\r{ORDER}\rTQ1|1||QD\r{PID}\rRXR|PO\r")
    assert problems(document) == [("warning", "TQ1[1]"), ("warning", "RXR")]


def test_drugs_without_an_order_segment_between_them_are_orders_of_their_own() -> None:
    document = read(f"{MSH}\r{PID}\rRXE||A^A\rRXE||B^B\rRXO|C^C\rRXE||D^D\rRXO|E^E")
    assert [entry.place for entry in document.entries] == ["RXE[1]", "RXE[2]", "RXE[3]", "RXO[2]"]


BATCH = f"FHS|^~\\&|A\rBHS|^~\\&|A\r{MESSAGE}{MESSAGE}BTS|2\rFTS|1\r"


@pytest.mark.parametrize(
    ("data", "issues"),
    [
        (BATCH, []),
        (BATCH.replace("BTS|2", "BTS|3"), [("warning", "BTS-1")]),
        (BATCH.replace("BTS|2", "BTS|two"), [("warning", "BTS-1")]),
        (BATCH.replace("BTS|2", "BTS"), []),
        (BATCH.replace("FTS|1", "FTS|2"), [("warning", "FTS-1")]),
        (BATCH.replace("BTS|2\r", ""), [("warning", "BHS")]),
        (BATCH.replace("BHS|^~\\&|A\r", ""), [("warning", "BTS"), ("warning", "FTS-1")]),
        (BATCH.replace("BHS|^~\\&|A\r", "BHS|^~\\&|A\rPID|1\r"), [("error", "PID[1]")]),
        (BATCH.replace("BTS|2\r", "BTS|2\rZZZ|1\r"), [("error", "ZZZ")]),
    ],
)
def test_a_batch_is_counted_and_what_stands_outside_a_message_is_said(data: str, issues: list[Any]) -> None:
    document = read(data)
    assert [entry.place for entry in document.entries] == ["RXE[1]", "RXE[2]"]
    assert [(i.severity, i.location) for i in document.issues if "order at" not in i.message] == issues


def test_a_batch_without_a_message_is_refused() -> None:
    with pytest.raises(SourceError, match="without any message"):
        read("BHS|^~\\&|A\rBTS|0")


def two(second: str) -> Document:
    return read(MESSAGE + f"{MSH}\r" + (f"{second}\r" if second else "") + "ORC|NW|2\rRXE||Y^Q")


@pytest.mark.parametrize(
    "second",
    [
        "PID|1||43^^^HOP^PI||DUPONT^Jean||19400101|M",  # another number of the same authority
        "PID|1||43^^^AUTRE^PI||DUPONT^Paul||19400101|M",
        "PID|1||43^^^AUTRE^PI||DUPONT^Jean||19410101|M",
        "PID|1||43^^^AUTRE^PI||DUPONT^Jean",  # nothing shows that they are one
        "PID|1||42^^^HOP^PI||MARTIN^Paul||19500101|M",  # one number, another name and birth date
    ],
)
def test_two_patients_in_one_file_are_refused(second: str) -> None:
    with pytest.raises(PatientMismatch, match="two patients in one file") as refused:
        two(second)
    assert refused.value.location == "PID[2]"


@pytest.mark.parametrize("second", ["43^^^HOP^PI||DUPONT^Jean", "43^^^AUTRE^PI||DUPONT^Paul"])
def test_a_number_beside_the_list_does_not_join_two_numbers_or_two_names(second: str) -> None:
    """Twins, of whom PID-2 has the number of the mother."""
    first = MESSAGE.replace(PID, "PID|1|7001|42^^^HOP^PI||DUPONT^Jean||19400101|M")
    assert first != MESSAGE
    with pytest.raises(PatientMismatch, match="two patients in one file"):
        read(first + f"{MSH}\rPID|1|7001|{second}||19400101|M\rORC|NW|2\rRXE||Y^Q")


@pytest.mark.parametrize(
    ("second", "issues"),
    [
        (PID, []),
        ("PID|1||42^^^HOP^PI", []),
        ("PID|1||43^^^AUTRE^PI||DUPONT^Jean||19400101", []),
        ("PID|1||42^^^HOP^PI||DURAND^Jean||19400101", [("error", "PID[2]")]),
        ("", [("error", "MSH[2]")]),  # its drug may be another person's
    ],
)
def test_one_patient_may_be_said_in_several_ways(second: str, issues: list[tuple[str, str]]) -> None:
    document = two(second)
    assert document.root.patient.text("5") == "DUPONT"
    assert [found for found in problems(document) if found[0] != "information"] == issues


def test_a_local_segment_belongs_to_the_drug_it_follows() -> None:
    document = read(f"{MSH}\rZMH|of the message\r{PID}\r{ORDER}\rZRX|1|first\r{ORDER}\rZRX|1|second\rZZZ|end\r")
    model, (first, second) = Hl7v2Model(), [entry.node for entry in document.entries]
    assert [[part.text for part in model.children(line.segments("ZRX")[0], "2")] for line in (first, second)] == [
        ["first"],
        ["second"],
    ]
    assert first.segments("ZZZ") == [] and len(second.segments("ZZZ")) == 1
    assert first.segments("ZMH") == second.segments("ZMH") != []


@pytest.mark.parametrize(
    ("type_", "beside", "is_error"),
    [
        ("RDE^O11", "DG1|1||I10", True),
        ("RDE^O11", "OBR|1|||CBC", False),
        ("ORM^O01", "OBR|1|||CBC", False),
        ("ORM", "RX1|^^^199604121200||PO|||||AMOX250^AMOXICILLIN", True),  # the drug of an order in version 2.1
    ],
)
def test_an_order_without_a_drug_that_is_read_is_an_error(type_: str, beside: str, is_error: bool) -> None:
    document = read(f"{MSH.replace('RDE^O11', type_)}\r{PID}\rORC|NW|1\r{beside}\r")
    assert (("error", "ORC") in problems(document)) is is_error


def test_an_order_of_a_pharmacy_message_with_a_local_segment_and_no_drug_is_an_error() -> None:
    document = read(f"{MSH}\r{PID}\rORC|NW|1\rZRX|1\r{ORDER.replace('NW|1', 'NW|2')}\r")
    assert ("error", "ORC[1]") in problems(document)
