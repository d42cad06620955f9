import hashlib
import json
import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from adapter.medication.drugs.stored import stored_catalogue
from adapter.medication.drugs.tables import NAMES, JsonTables
from adapter.medication.drugs.writing import tables_of
from adapter.medication.formulary import (
    formulary_version,
    is_labelled_strength,
    product_of_cip,
    product_of_cis,
    substance_name,
    substance_of_atc,
)
from adapter.medication.labelled import product_of_label
from adapter.medication.product import Ingredient, Quantity, Strength

REPOSITORY = Path(__file__).resolve().parents[2]


def _only(name: str) -> Ingredient:
    """The one ingredient of the product of that name, found by its label."""
    product = product_of_label(name)
    assert product is not None
    assert len(product.ingredients) == 1
    return product.ingredients[0]


@pytest.mark.usefixtures("formulary_only")
def test_the_formulary_says_which_publication_it_is_of() -> None:
    assert formulary_version() == "formulary bdpm 2026-05-26"


def test_a_cip13_gives_the_product_and_which_of_its_boxes() -> None:
    product = product_of_cip("3400930065785")
    assert product is not None
    assert product.cis == "62080626"
    assert product.ingredients == (Ingredient("LÉVOTHYROXINE", Strength(Decimal(75), "ug")),)
    assert product.pack is not None
    assert product.pack.content == Quantity(Decimal(30), "{tablet}")
    assert product.level == "cip"


def test_a_cip7_is_the_middle_of_its_cip13() -> None:
    assert product_of_cip("3006578") == product_of_cip("3400930065785")


def test_a_code_that_is_not_there_is_none() -> None:
    assert product_of_cip("3400935186607") is None
    assert product_of_cis("68496001") is None
    assert product_of_cip("12") is None


def test_levothyroxine_is_on_the_legal_narrow_margin_list_and_clopidogrel_is_not() -> None:
    levothyroxine, clopidogrel = product_of_cis("62080626"), product_of_cis("63564053")
    assert levothyroxine is not None and levothyroxine.narrow_margin
    assert clopidogrel is not None and not clopidogrel.narrow_margin


def test_form_routes_atc_and_generic_group_travel() -> None:
    product = product_of_cis("62080626")
    assert product is not None
    assert product.form is not None and product.form.text == "comprimé sécable"
    assert [(route.text, route.code) for route in product.routes] == [("orale", "20053000")]
    assert product.atc == ("H03AA01",)
    assert product.generic_group == "794"
    assert product.unit == "{tablet}"


@pytest.mark.parametrize("milligrams", ["7.5", "10", "25"])
def test_pens_of_one_concentration_are_strengths_of_their_own(milligrams: str) -> None:
    written = milligrams.replace(".", ",")
    ingredient = _only(f"NORDIMET {written} mg, solution injectable en stylo prérempli")
    assert ingredient.strength == Strength(Decimal(milligrams), "mg")


def test_a_syringe_holds_what_its_name_says_and_an_insulin_pen_has_a_concentration() -> None:
    lovenox = _only("LOVENOX 4 000 UI (40 mg)/0,4 ml, solution injectable en seringue préremplie")
    assert lovenox.strength == Strength(Decimal(4000), "[iU]")
    lantus = _only("LANTUS SOLOSTAR 100 unités/ml, solution injectable en stylo prérempli")
    assert lantus.strength == Strength(Decimal(100), "[iU]", Quantity(Decimal(1), "mL"))


def test_a_patch_is_labelled_by_its_rate_not_by_what_it_contains() -> None:
    patch = _only("DUROGESIC 25 microgrammes/heure, dispositif transdermique")
    assert patch.strength == Strength(Decimal(25), "ug", Quantity(Decimal(1), "h"))


def test_vitamin_d_is_labelled_in_international_units() -> None:
    ampoule = _only("UVEDOSE 50 000 UI, solution buvable en ampoule")
    assert ampoule.strength == Strength(Decimal(50000), "[iU]")


def test_the_labelled_salt_or_base_is_chosen_for_each_substance_of_a_combination() -> None:
    product = product_of_label("COVERAM 5 mg/10 mg, comprimé")
    assert product is not None
    assert product.ingredients == (
        Ingredient("AMLODIPINE", Strength(Decimal(10), "mg")),
        Ingredient("PÉRINDOPRIL", Strength(Decimal(5), "mg")),
    )


def test_all_names_of_a_substance_lead_to_one() -> None:
    names = ("LÉVOTHYROXINE", "LEVOTHYROXINE SODIQUE", "lévothyroxine sodique anhydre")
    assert {substance_name(name) for name in names} == {"LÉVOTHYROXINE"}
    assert substance_name("warfarin sodium") is None


def test_an_atc_code_of_one_substance_gives_it_and_a_class_gives_none() -> None:
    assert substance_of_atc("B01AC04") == "CLOPIDOGREL"
    assert substance_of_atc("B01AC") is None


def test_the_mass_of_a_hydrate_is_no_labelled_strength() -> None:
    assert is_labelled_strength("AMOXICILLINE", Strength(Decimal(1), "g"))
    assert not is_labelled_strength("AMOXICILLINE", Strength(Decimal("1.148"), "g"))


def test_names_are_read_as_when_the_formulary_was_written_or_imported_files_are_told_to_be_of_before() -> None:
    """Write the formulary again and put its digest here; raise NAMES, unless only the selection is another."""
    shipped = JsonTables((REPOSITORY / "adapter" / "medication" / "data" / "formulary.json").read_bytes())
    tables = json.loads(json.dumps(tables_of(stored_catalogue(shipped))))
    assert tables["names"] == dict(shipped.items("names"))
    rows = json.dumps(tables["names"], sort_keys=True).encode()
    digests = {"1": "0cf7bbe0de09c1bf"}
    assert digests == {NAMES: hashlib.sha256(rows).hexdigest()[:16]}


@pytest.mark.shared
def test_the_formulary_that_ships_is_what_the_script_makes_of_the_public_database(shared: Path) -> None:
    make = runpy.run_path(str(REPOSITORY / "scripts" / "formulary.py"))["formulary"]
    shipped = REPOSITORY / "adapter" / "medication" / "data" / "formulary.json"
    assert make(shared / "drugs", shared / "facts" / "mte.json") == shipped.read_text(encoding="utf-8")
