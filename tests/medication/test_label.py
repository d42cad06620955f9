import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.medication.contents import contents, described
from adapter.medication.formulary import product_of_cip
from adapter.medication.labelled import labelled, product_of_label


@pytest.mark.parametrize(
    ("label", "contained"),
    [
        ("PARACETAMOL VIA 500MG CPR BT16", "PARACÉTAMOL 500 mg"),
        ("paracétamol 1 g cp", "PARACÉTAMOL 1000 mg"),
        ("LEVOTHYROX 75 microgrammes, comprimé sécable", "LÉVOTHYROXINE 75 ug"),
        ("RAMIPRIL EG 5 mg, comprimé", "RAMIPRIL 5 mg"),
        ("KARDEGIC 75 mg sachet", "ACIDE ACÉTYLSALICYLIQUE 75 mg"),
        ("VALSARTAN/HCTZ CRT 160/12,5MG CPR 90", "HYDROCHLOROTHIAZIDE 12.5 mg + VALSARTAN 160 mg"),
        ("DOXAZOSINE ARW LP 8MG CPR 28", "DOXAZOSINE 8 mg"),
        ("ELIQUIS 5MG CPR 60", "APIXABAN 5 mg"),
    ],
)
def test_a_label_with_name_strength_and_form_is_identified(label: str, contained: str) -> None:
    product = product_of_label(label)
    assert product is not None
    assert described(product) == contained
    assert (product.level, product.cis) == ("label", "")


@pytest.mark.usefixtures("formulary_only")
@pytest.mark.parametrize(
    "label",
    [
        "RAMIPRIL EG comprimé",  # no strength
        "RAMIPRIL EG 5 mg",  # no form
        "RAMIPRIL EG 7 mg, comprimé",  # no such strength
        "RAMIPRIL 5 mg, suppositoire",  # no such form
        "RAMIPRILL 5 mg, comprimé",  # misspelled: never approximately
        "RAMIPRIL XYZ 5 mg, comprimé",  # a word that is not known
        "RAMIPRIL 5 mg, comprimé bleu",
        "DOXAZOSINE 8 mg, comprimé",  # only prolonged release has 8 mg
        "COVERAM 10 mg/2,5 mg, comprimé",  # no such pair
        "LEVOTHYROX 75 mg, comprimé",  # micrograms
        "RAMIPRIL EG LP 5 mg, comprimé",  # no such release
        "DICLOFENAC BIOGARAN 1 %, gel",  # several salts under one name
        "",
        "500 mg comprimé",
        "préparation magistrale 10 mg gélule",
    ],
)
def test_a_doubtful_label_is_not_identified(label: str) -> None:
    assert product_of_label(label) is None


def test_the_two_strengths_of_a_combination_are_not_exchanged() -> None:
    one, other = product_of_label("COVERAM 5 mg/10 mg, comprimé"), product_of_label("COVERAM 10 mg/5 mg, comprimé")
    assert one is not None and other is not None
    assert contents(one) != contents(other)


def test_a_label_keeps_its_form_class_and_release() -> None:
    prolonged = product_of_label("DOXAZOSINE ARW LP 8MG CPR 28")
    assert prolonged is not None and prolonged.release == "prolonged"
    effervescent = product_of_label("PREDNISOLONE EG 20 mg, comprimé effervescent sécable")
    orodispersible = product_of_label("PREDNISOLONE EG 20MG CPR ORODISP 20")
    assert effervescent is not None and effervescent.form is not None and "effervescent" in effervescent.form.text
    assert orodispersible is not None and orodispersible.form is not None
    assert "orodispersible" in orodispersible.form.text


def test_a_name_alone_says_which_substances_it_may_mean() -> None:
    assert labelled("KARDEGIC").substances == {frozenset({"ACIDE ACÉTYLSALICYLIQUE"})}
    assert labelled("tout autre chose").substances == frozenset()


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    product_of_label(text)


@pytest.mark.usefixtures("formulary_only")
@pytest.mark.shared
def test_real_pharmacy_labels_that_are_accepted_are_right(shared: Path) -> None:
    """6,963 labels: of those whose CIP13 the formulary has, over 70 % are accepted, and none with another content.

    One box writes 10 g/15 mL where the name of its product writes 66.5 %: the label is read as written.
    """
    with (shared / "drugs" / "labels" / "cnam-labels-dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    known = [(row["label"], product) for row in rows if (product := product_of_cip(row["cip13"]))]
    accepted = [(label, product, found) for label, product in known if (found := product_of_label(label))]
    wrong = [label for label, product, found in accepted if contents(product) != contents(found)]
    assert wrong == ["LACTULOSE BGA 10G/15ML SOL BUV FL 1"]
    assert all(product.release == found.release for _, product, found in accepted)
    assert len(accepted) / len(known) > 0.7
