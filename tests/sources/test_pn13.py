"""adapter/sources/pn13.py: spellings, encodings and several messages of PN13."""

import unicodedata

import pytest

from adapter import sources
from adapter.errors import PatientMismatch, SourceError
from adapter.sources.document import Document, Source

LINE = "<Elément_prescr_médic><Id_élément_prescr>{}</Id_élément_prescr></Elément_prescr_médic>"
MESSAGE = (
    "<M_Prescription_médicaments><Patient>{}</Patient><Prescription>{}</Prescription></M_Prescription_médicaments>"
)
IPP = "<Ipp>7</Ipp>"


def read(*messages: str, attributes: str = "", encoding: str = "utf-8", declared: str = "") -> Document:
    head = f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    text = f"{head}<Messages {attributes}>{''.join(messages)}</Messages>"
    return sources.read(Source("message.xml", text.encode(encoding)))


def message(patient: str = IPP, *numbers: str) -> str:
    return MESSAGE.format(patient, "".join(LINE.format(number) for number in numbers or ("1",)))


@pytest.mark.parametrize("attributes", ["", 'xmlns="http://www.phast.fr/SIPhII"', 'Phast-dh_émission="20260311"'])
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_message_is_read_in_any_namespace_and_encoding(attributes: str, encoding: str) -> None:
    document = read(message(IPP, "1", "2"), attributes=attributes, encoding=encoding)
    assert document.kind == "pn13"
    assert [entry.place for entry in document.entries] == [
        f"/Messages/M_Prescription_médicaments/Prescription/Elément_prescr_médic[{number}]" for number in (1, 2)
    ]


def test_names_in_decomposed_form_are_the_same_names() -> None:
    decomposed = unicodedata.normalize("NFD", f"<Messages Phast-dh_émission='x'>{message()}</Messages>")
    document = sources.read(Source("message.xml", decomposed.encode()))
    assert len(document.entries) == 1
    assert unicodedata.is_normalized("NFC", document.entries[0].place)


def test_the_spelling_of_the_guide_and_a_message_without_envelope_are_read() -> None:
    alone = message().replace("M_Prescription", "M_prescription")
    document = sources.read(Source("message.xml", alone.encode()))
    assert [entry.place for entry in document.entries] == [
        "/M_prescription_médicaments/Prescription/Elément_prescr_médic"
    ]


def test_utf_8_under_another_declaration_is_read_and_said() -> None:
    document = read(message(), attributes='Phast-dh_émission="x"', declared="ISO-8859-1")
    assert len(document.entries) == 1
    assert [issue.message for issue in document.issues] == [
        "declared as another encoding, but the accents of its names are UTF-8: read as UTF-8"
    ]


def test_messages_of_one_patient_make_a_list_each_and_a_line_stated_twice_is_said() -> None:
    document = read(message(IPP, "1", "2"), message(IPP, "2"))
    assert (len(document.sections), len(document.entries)) == (2, 3)
    (issue,) = document.issues
    assert (issue.code, issue.location) == ("duplicate", document.entries[2].place)


@pytest.mark.parametrize(
    ("patients", "said"),
    [
        (("<INS>1</INS>", "<INS>2</INS>"), "the INS differ"),
        (
            (f"{IPP}<Date_naissance>19380412</Date_naissance>", f"{IPP}<Date_naissance>19390412</Date_naissance>"),
            "date",
        ),
        ((IPP, "<Ipp>8</Ipp>"), "no INS or Ipp in common"),
        ((f"{IPP}<DI>1.2</DI>", f"{IPP}<DI>1.3</DI>"), "no INS or Ipp in common"),
        ((IPP, ""), "no INS or Ipp in common"),
    ],
)
def test_messages_that_are_not_shown_to_be_about_one_patient_are_refused(patients: tuple[str, str], said: str) -> None:
    with pytest.raises(PatientMismatch, match=said):
        read(*(message(patient) for patient in patients))


def test_the_message_with_the_national_number_names_the_patient() -> None:
    document = read(message(), message(f"{IPP}<INS>123</INS>"))
    assert document.root.findtext("{*}Patient/{*}INS") == "123"


def test_messages_without_a_prescription_are_refused_with_what_they_are() -> None:
    with pytest.raises(SourceError, match="no prescription: expected M_Prescription_médicaments, found M_Dispensation"):
        read("<M_Dispensation/>")
