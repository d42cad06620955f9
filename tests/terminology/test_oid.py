import pytest

from adapter.fhir.canonical import ATC, CIP, CIS, EDQM, MV, SMS, UCD
from adapter.terminology.oid import canonical_uri, uri_of


@pytest.mark.parametrize(
    ("oid", "uri"),
    [
        ("1.2.250.1.213.2.3.1", CIS),
        ("1.2.250.1.213.2.3.2", CIP),
        ("1.2.250.1.215.200.1.1.1", CIP),
        ("1.2.250.1.215.200.1.1.2", UCD),
        ("1.2.250.1.213.2.59", MV),
        ("2.16.840.1.113883.6.73", ATC),
        ("0.4.0.127.0.16.1.1.2.1", EDQM),
        ("2.16.840.1.113883.3.6905.2", SMS),
    ],
)
def test_the_product_code_systems_of_french_documents_have_the_uris_written_elsewhere(oid: str, uri: str) -> None:
    assert uri_of(oid) == uri


def test_an_oid_that_no_table_knows_is_kept_as_an_oid() -> None:
    assert uri_of("1.2.3.4") == "urn:oid:1.2.3.4"


def test_an_oid_seen_without_meaning_is_kept_as_an_oid() -> None:
    assert uri_of("1.2.250.1.213.2.3") == "urn:oid:1.2.250.1.213.2.3"


def test_an_oid_already_written_as_a_uri_is_not_prefixed_twice() -> None:
    assert uri_of("urn:oid:2.16.840.1.113883.6.73") == ATC


def test_an_accepted_variant_is_compared_under_the_canonical_uri() -> None:
    assert canonical_uri("https://smt.esante.gouv.fr/terminologie-atc") == ATC
    assert canonical_uri("http://BogusSystemMedicabase.com") == MV
    assert canonical_uri("urn:oid:2.16.840.1.113883.6.73") == ATC


def test_one_uri_used_for_cis_and_for_cip_is_left_to_the_form_of_the_code() -> None:
    variant = "https://smt.esante.gouv.fr/terminologie-bdpm"
    assert canonical_uri(variant) == variant
