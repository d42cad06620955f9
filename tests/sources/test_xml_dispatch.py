"""adapter/sources/xml.py: which format an XML file is of is told by its root element."""

import pytest

from adapter import sources
from adapter.errors import SourceError
from adapter.sources import xml
from adapter.sources.document import Source

LETTER = '<ClinicalDocument xmlns="urn:hl7-org:v3"/>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_root_is_read_in_every_encoding_of_xml(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?>\n<!-- a comment -->{LETTER}'.encode(encoding)
    assert xml.root_name(data) == ("urn:hl7-org:v3", "ClinicalDocument")


def test_the_root_is_known_of_a_document_that_breaks_further_down() -> None:
    assert xml.root_name(LETTER.replace("/>", "><broken").encode()) == ("urn:hl7-org:v3", "ClinicalDocument")


def test_what_is_no_xml_has_no_root() -> None:
    assert [xml.root_name(data) for data in (b"", b"{}", b"<", b"< a", b"<a&b/>")] == [None] * 5


def test_a_stylesheet_may_carry_a_document() -> None:
    wrapped = f'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{LETTER}</xsl:stylesheet>'
    assert sources.read(Source("letter.xml", wrapped.encode())).kind == "cda"


def test_xml_of_another_kind_says_what_it_is() -> None:
    with pytest.raises(SourceError, match=r"root element is html in namespace '', expected ClinicalDocument"):
        sources.read(Source("page.html", b"<html><body/></html>"))


def test_broken_xml_of_another_kind_says_where_it_breaks() -> None:
    with pytest.raises(SourceError, match="not well-formed XML"):
        sources.read(Source("page.html", b"<html><body></html>"))
