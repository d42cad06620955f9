"""adapter/sources/cda.py: strict, hardened reading of CDA documents."""

import pytest

from adapter.errors import SourceError
from adapter.sources import cda
from adapter.sources.document import Source

ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
xmlns:pharm="urn:hl7-org:pharm">
 <id root="1.2.3" extension="letter-1"/>
 <recordTarget/>
 <component><structuredBody>
  <component><section><code code="10183-2"/>
   <entry><substanceAdministration/></entry><entry><act/></entry></section></component>
  <component><section><entry><supply/></entry></section></component>
 </structuredBody></component>
</ClinicalDocument>"""


def read(text: str | bytes, name: str = "letter.xml") -> cda.Document:
    return cda.read(Source(name, text.encode() if isinstance(text, str) else text))


def test_entries_come_in_document_order_with_their_place() -> None:
    document = read(ENVELOPE)
    assert [entry.place for entry in document.entries] == [
        "/ClinicalDocument/component/structuredBody/component[1]/section/entry[1]/substanceAdministration",
        "/ClinicalDocument/component/structuredBody/component[1]/section/entry[2]/act",
        "/ClinicalDocument/component/structuredBody/component[2]/section/entry/supply",
    ]
    assert document.identity == "1.2.3^letter-1"


def test_a_document_without_id_is_known_by_the_hash_of_its_bytes() -> None:
    text = ENVELOPE.replace('<id root="1.2.3" extension="letter-1"/>', "")
    assert read(text).identity == Source("x", text.encode()).sha256


def test_a_document_that_says_itself_inside_a_stylesheet_is_found() -> None:
    body = ENVELOPE.split("?>", 1)[1]
    wrapped = f'<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{body}</xsl:stylesheet>'
    assert read(wrapped).entries[0].place.startswith("/ClinicalDocument/component")


def test_a_prefixed_namespace_changes_nothing() -> None:
    prefixed = ENVELOPE.replace('xmlns="urn:hl7-org:v3"', 'xmlns:c="urn:hl7-org:v3"')
    for name in (
        "ClinicalDocument",
        "recordTarget",
        "component",
        "structuredBody",
        "section",
        "entry",
        "substanceAdministration",
        "act",
        "supply",
        "code",
        "id",
    ):
        prefixed = prefixed.replace(f"<{name}", f"<c:{name}").replace(f"</{name}", f"</c:{name}")
    assert [e.place for e in read(prefixed).entries] == [e.place for e in read(ENVELOPE).entries]


def test_a_truncated_document_is_refused_with_its_line() -> None:
    with pytest.raises(SourceError, match="not well-formed XML") as caught:
        read(ENVELOPE[:300])
    assert "send the document again" in caught.value.message
    assert caught.value.line().startswith("letter.xml:line 8, column")


def test_a_document_in_another_encoding_than_it_says_is_refused() -> None:
    latin = ENVELOPE.replace("letter-1", "lettre-é").encode("latin-1")
    with pytest.raises(SourceError, match="not well-formed XML"):
        read(latin)


@pytest.mark.parametrize("place", ["element", "attribute"])
def test_an_entity_bomb_is_refused(place: str) -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "haha"}">' for i in range(12))
    body = (
        ENVELOPE.split("?>", 1)[1].replace("letter-1", "&e11;")
        if place == "attribute"
        else ENVELOPE.split("?>", 1)[1].replace("<act/>", "<act>&e11;</act>")
    )
    with pytest.raises(SourceError, match=r"DTD|not well-formed"):
        read(f"<!DOCTYPE ClinicalDocument [{entities}]>{body}")


def test_an_external_entity_is_never_fetched() -> None:
    body = ENVELOPE.split("?>", 1)[1].replace("<act/>", "<act>&secret;</act>")
    with pytest.raises(SourceError, match="DTD"):
        read(f'<!DOCTYPE ClinicalDocument [<!ENTITY secret SYSTEM "file:///etc/hostname">]>{body}')


def test_a_medication_inside_an_act_is_an_entry_of_its_section_and_one_inside_a_medication_is_not() -> None:
    inner = "<entryRelationship><substanceAdministration/></entryRelationship>"
    wrapped = f"<act><entryRelationship><supply>{inner}</supply></entryRelationship></act>"
    entries = read(ENVELOPE.replace("<act/>", wrapped)).entries
    assert [entry.place.rpartition("/")[2] for entry in entries] == [
        "substanceAdministration",
        "act",
        "supply",
        "supply",
    ]
    assert entries[2].section is entries[1].section


def test_very_deep_nesting_is_refused() -> None:
    with pytest.raises(SourceError, match="not well-formed XML"):
        read(ENVELOPE.replace("<act/>", "<act>" * 5000 + "</act>" * 5000))


def test_a_stylesheet_without_a_document_in_it_is_refused() -> None:
    with pytest.raises(SourceError, match="a stylesheet without a ClinicalDocument"):
        read('<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>')


def test_a_document_about_two_patients_is_refused() -> None:
    with pytest.raises(SourceError, match="about 2 patients"):
        read(ENVELOPE.replace("<recordTarget/>", "<recordTarget/><recordTarget/>"))


def test_the_declared_type_of_a_time_is_its_local_name_and_content_tells_when_it_is_missing() -> None:
    model = cda.CdaModel()
    document = read(
        ENVELOPE.replace(
            "<act/>",
            '<act xmlns:c="urn:hl7-org:v3"><effectiveTime xsi:type="c:EIVL_TS"/>'
            '<effectiveTime><period value="1" unit="d"/></effectiveTime></act>',
        )
    )
    act = document.entries[1].node
    assert [model.type_name(time) for time in model.children(act, "effectiveTime")] == ["EIVL_TS", "PIVL_TS"]


def test_elements_win_over_attributes_and_extension_namespaces_are_reached_by_local_name() -> None:
    model = cda.CdaModel()
    document = read(
        ENVELOPE.replace("<act/>", '<act code="attribute"><code code="x"/><pharm:formCode code="f"/></act>')
    )
    act = document.entries[1].node
    assert model.children(model.children(act, "code")[0], "code") == ["x"]
    assert model.children(model.children(act, "formCode")[0], "code") == ["f"]
