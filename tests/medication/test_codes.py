import pytest

from adapter.fhir.canonical import ATC, CIP, CIS, MV, UCD
from adapter.medication.codes import product_codes

CIP13 = "3400933516390"


@pytest.mark.parametrize(
    ("system", "code", "kind"),
    [
        (CIS, "63107752", "cis"),
        (CIP, CIP13, "cip13"),
        (CIP, "3351639", "cip7"),
        ("urn:oid:1.2.250.1.213.2.3.2", CIP13, "cip13"),
        (UCD, "9064295", "ucd"),
        (MV, "MV00002306", "mv"),
        (ATC, "N02BE01", "atc"),
    ],
)
def test_a_code_is_known_by_its_system(system: str, code: str, kind: str) -> None:
    assert product_codes([{"system": system, "code": code}]) == ((kind, code),)


def test_one_uri_for_cis_and_cip_is_told_apart_by_the_form_of_the_code() -> None:
    shared = "https://smt.esante.gouv.fr/terminologie-bdpm"
    found = product_codes([{"system": shared, "code": "63107752"}, {"system": shared, "code": CIP13}])
    assert [code.kind for code in found] == ["cis", "cip13"]


def test_a_cip_under_the_uri_of_atc_is_a_cip() -> None:
    assert product_codes([{"system": ATC, "code": CIP13}]) == (("cip13", CIP13),)


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("http://snomed.info/sct", "63107752"),
        (CIS, "12"),
        (CIP, "0000000000000"),
        (UCD, "0000000"),
        (ATC, "G0"),
        ("urn:oid:1.2.250.1.215.200.1.2.1", "W99"),
        (CIS, ""),
    ],
)
def test_other_systems_placeholders_and_wrong_forms_are_no_product_codes(system: str, code: str) -> None:
    assert product_codes([{"system": system, "code": code}]) == ()
