from decimal import Decimal
from typing import Any

import pytest

from adapter.fhir.canonical import ATC, CIP, CIS, MV, UCD
from adapter.medication.identity import form_class, resolve
from adapter.medication.product import Ingredient, Strength, Term

LEVOTHYROX_75 = {"system": CIS, "code": "62080626"}
LEVOTHYROX_75_BOX = {"system": CIP, "code": "3400930065785"}
PLAVIX_75 = {"system": CIS, "code": "63564053"}
PLAVIX_75_BOX = {"system": CIP, "code": "3400938022209"}
TABLET = Term("comprimé")


def _stated(name: str, value: str | None = None, unit: str = "mg") -> Ingredient:
    return Ingredient(name, Strength(Decimal(value), unit) if value else None)


def _atc(code: str) -> dict[str, Any]:
    return {"system": ATC, "code": code}


def test_a_box_code_goes_before_the_product_code_and_knows_its_box() -> None:
    found = resolve([LEVOTHYROX_75, LEVOTHYROX_75_BOX], "LEVOTHYROX 75 microgrammes")
    assert found.product is not None
    assert (found.product.level, found.product.cis) == ("cip", "62080626")
    assert found.product.pack is not None
    assert not found.issues


def test_a_product_code_alone_identifies() -> None:
    found = resolve([PLAVIX_75], None)
    assert found.product is not None
    assert found.product.level == "cis"
    assert found.because


def test_milligrams_in_the_document_for_micrograms_in_the_box_are_an_issue_and_the_code_is_followed() -> None:
    found = resolve([LEVOTHYROX_75_BOX], None, ingredients=[_stated("LÉVOTHYROXINE SODIQUE", "75")])
    assert found.product is not None
    assert found.product.ingredients == (_stated("LÉVOTHYROXINE", "75", "ug"),)
    assert [issue.code for issue in found.issues] == ["conflict"]
    assert "75 mg" in found.issues[0].message and "75 ug" in found.issues[0].message


def test_the_mass_of_a_salt_beside_the_labelled_base_is_no_conflict() -> None:
    box = resolve([PLAVIX_75], None, ingredients=[_stated("CLOPIDOGREL (HYDROGÉNOSULFATE DE)", "97.875")])
    assert box.product is not None
    assert not box.issues


@pytest.mark.parametrize("codes", [[LEVOTHYROX_75, PLAVIX_75], [LEVOTHYROX_75, PLAVIX_75_BOX]])
def test_two_codes_of_different_substances_identify_nothing(codes: list[dict[str, Any]]) -> None:
    found = resolve(codes, None)
    assert found.product is None
    assert [(issue.severity, issue.code) for issue in found.issues] == [("error", "conflict")]


def test_a_code_and_a_label_of_different_substances_identify_nothing() -> None:
    found = resolve([PLAVIX_75_BOX], "LEVOTHYROX 75 microgrammes, comprimé sécable")
    assert found.product is None
    assert found.issues[0].severity == "error"


def test_a_code_and_stated_ingredients_of_different_substances_identify_nothing() -> None:
    found = resolve([PLAVIX_75_BOX], None, ingredients=[_stated("LÉVOTHYROXINE", "75", "ug")])
    assert found.product is None
    assert found.issues[0].severity == "error"


def test_an_ingredient_in_another_language_contradicts_nothing() -> None:
    found = resolve([PLAVIX_75_BOX], "PLAVIX 75 mg", ingredients=[_stated("Clopidogrel bisulfate", "75")])
    assert found.product is not None
    assert not found.issues


def test_a_label_of_another_strength_beside_a_code_is_an_issue_and_the_code_is_followed() -> None:
    found = resolve([LEVOTHYROX_75_BOX], "LEVOTHYROX 50 microgrammes, comprimé sécable")
    assert found.product is not None
    assert found.product.cis == "62080626"
    assert [issue.severity for issue in found.issues] == ["warning"]


def test_an_atc_code_of_another_substance_beside_a_product_code_is_an_issue() -> None:
    found = resolve([PLAVIX_75_BOX, _atc("H03AA01")], None)
    assert found.product is not None
    assert [issue.severity for issue in found.issues] == ["warning"]


def test_ingredients_that_the_document_codes_itself_identify_under_their_french_name() -> None:
    found = resolve([], "inconnu", ingredients=[_stated("RAMIPRIL", "5")], form=TABLET, route=Term("orale", "20053000"))
    assert found.product is not None
    assert (found.product.level, found.product.ingredients) == ("document", (_stated("RAMIPRIL", "5"),))
    assert found.product.unit == "{tablet}"


def test_the_strength_of_a_hydrate_is_not_taken_for_a_labelled_one() -> None:
    found = resolve([], None, ingredients=[_stated("AMOXICILLINE TRIHYDRATÉE", "1148")])
    assert found.product is not None
    assert found.product.ingredients == (_stated("AMOXICILLINE"),)


def test_a_substance_stated_twice_is_one_ingredient() -> None:
    found = resolve([], None, ingredients=[_stated("RAMIPRIL", "5"), _stated("RAMIPRIL")])
    assert found.product is not None
    assert found.product.ingredients == (_stated("RAMIPRIL", "5"),)


def test_a_label_that_agrees_with_stated_ingredients_adds_its_form() -> None:
    found = resolve([], "RAMIPRIL EG 5 mg, comprimé", ingredients=[_stated("RAMIPRIL", "5")])
    assert found.product is not None
    assert (found.product.level, form_class(found.product)) == ("document", "tablet")


def test_a_label_that_disagrees_with_stated_ingredients_identifies_nothing() -> None:
    for other in (_stated("RAMIPRIL", "10"), _stated("CLOPIDOGREL", "75")):
        found = resolve([], "RAMIPRIL EG 5 mg, comprimé", ingredients=[other])
        assert found.product is None
        assert found.issues[0].severity == "error"


@pytest.mark.parametrize(
    "label", ["LEVOTHYROX 75 mg, comprimé", "LEVOTHYROX 75MG CPR 30", "levothyrox 750 µg", "L-thyroxine 75 mg"]
)
def test_a_strength_of_the_label_that_no_product_has_is_told(label: str) -> None:
    found = resolve([LEVOTHYROX_75_BOX], label)
    assert found.product is not None
    assert found.product.ingredients == (_stated("LÉVOTHYROXINE", "75", "ug"),)
    assert [(issue.severity, issue.code) for issue in found.issues] == [("warning", "conflict")]
    assert "has another strength" in found.issues[0].message


@pytest.mark.parametrize("label", ["LEVOTHYROX 0,075 mg", "LEVOTHYROX 75µg CPR 30", "LEVOTHYROX 75", "LEVOTHYROX"])
def test_a_strength_written_otherwise_is_the_same(label: str) -> None:
    assert resolve([LEVOTHYROX_75_BOX], label).issues == ()


@pytest.mark.parametrize(
    ("form", "unit", "release"),
    [
        (Term("Tablet", "10219000"), "{tablet}", ""),
        (Term("Prolonged-release tablet", "10226000"), "{tablet}", "prolonged"),
        (Term("Tablet"), "", ""),
    ],
    ids=["tablet", "prolonged-release", "without a code"],
)
def test_a_stated_form_is_known_by_its_code_in_any_language(form: Term, unit: str, release: str) -> None:
    found = resolve([], None, ingredients=[_stated("Amlodipin", "5")], form=form)
    assert found.product is not None
    assert (found.product.unit, found.product.release) == (unit, release)


def test_a_stated_substance_without_strength_takes_the_strength_of_its_label() -> None:
    found = resolve([], "RAMIPRIL EG 5 mg, comprimé", ingredients=[_stated("RAMIPRIL")])
    assert found.product is not None
    assert (found.product.level, found.product.ingredients) == ("label", (_stated("RAMIPRIL", "5"),))


def test_one_stated_strength_of_two_that_differs_from_the_label_identifies_nothing() -> None:
    stated = [_stated("AMLODIPINE", "5"), _stated("PÉRINDOPRIL")]
    found = resolve([], "COVERAM 5 mg/10 mg, comprimé", ingredients=stated)
    assert found.product is None
    assert found.issues[0].severity == "error"


def test_a_strict_label_goes_before_substances_in_another_language() -> None:
    found = resolve([], "RAMIPRIL EG 5 mg, comprimé", ingredients=[_stated("Ramiprilum", "5")])
    assert found.product is not None
    assert found.product.level == "label"


def test_a_strict_label_without_code_identifies_without_cis() -> None:
    found = resolve([{"system": MV, "code": "MV00002306"}], "PARACETAMOL VIA 500MG CPR BT16")
    assert found.product is not None
    assert (found.product.level, found.product.cis) == ("label", "")
    assert any("MV00002306" in reason for reason in found.because)


def test_a_label_against_the_atc_code_of_its_line_identifies_nothing() -> None:
    found = resolve([_atc("H03AA01")], "RAMIPRIL EG 5 mg, comprimé")
    assert found.product is None
    assert found.issues[0].severity == "error"


def test_an_atc_code_alone_gives_a_substance_and_no_strength() -> None:
    found = resolve([_atc("B01AC04")], None)
    assert found.product is not None
    assert (found.product.level, found.product.ingredients) == ("atc", (Ingredient("CLOPIDOGREL"),))
    assert found.product.atc == ("B01AC04",)


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ([], None),
        ([], "préparation magistrale"),
        ([{"system": UCD, "code": "9064295"}], "PRODUIT HOMEOPATHIQUE"),
        ([{"system": CIP, "code": "3400935186607"}], None),
        ([_atc("B01AC")], None),
    ],
)
def test_what_nothing_identifies_has_no_product_and_a_reason(codes: list[dict[str, Any]], text: str | None) -> None:
    found = resolve(codes, text)
    assert found.product is None
    assert found.because
    assert not found.issues


def test_release_is_part_of_the_form_class() -> None:
    found = resolve([], "DOXAZOSINE ARW LP 8MG CPR 28")
    assert found.product is not None
    assert form_class(found.product) == "tablet prolonged"


@pytest.mark.parametrize(
    "code",
    [
        "3400930065786",  # the check digit
        "3400930065885",  # a digit before it: it might be another box
    ],
)
def test_a_mistyped_code_identifies_nothing_and_is_said(code: str) -> None:
    found = resolve([{"system": CIP, "code": code}], None)
    assert found.product is None
    assert [(issue.severity, issue.code) for issue in found.issues] == [("warning", "value")]
    assert "mistyped" in found.issues[0].message


def test_beside_a_mistyped_code_the_label_speaks() -> None:
    found = resolve([{"system": CIP, "code": "3400930065786"}], "LEVOTHYROX 75 MICROGRAMMES CPR")
    assert found.product is not None
    assert found.product.level == "label"


@pytest.mark.parametrize(
    ("cis", "label"),
    [
        ("65606743", "Lasilix 500"),  # a figure that nothing of this name has
        ("62080626", "Levothyrox 75 mg"),
        ("65979151", "Lantus 300 UI/ml"),  # a concentration
        ("69666321", "Actiskenan 30"),  # the same strength, of another release
        ("61872223", "Humalog 100 UI/ml kwikpen"),  # the same substance and concentration, another kind of insulin
    ],
)
def test_a_label_of_another_strength_release_or_insulin_is_said_beside_the_code(
    bdpm_in_use: None, cis: str, label: str
) -> None:
    found = resolve([{"system": CIS, "code": cis}], label)
    assert found.product is not None
    assert [(issue.severity, issue.code) for issue in found.issues] == [("warning", "conflict")]


@pytest.mark.parametrize(
    ("cis", "label"),
    [
        ("65606743", "Lasilix 40 mg 1/2"),
        ("65979151", "Lantus solostar 20 UI"),  # a dose
        ("65979151", "Lantus 100"),
        ("69666321", "Skenan 30"),
        ("61872223", "Humalog Mix25 100 UI/ml"),
        ("60782303", "Lovenox 0,4"),  # a volume
    ],
)
def test_a_label_that_says_less_or_a_dose_is_no_conflict(bdpm_in_use: None, cis: str, label: str) -> None:
    assert not resolve([{"system": CIS, "code": cis}], label).issues
