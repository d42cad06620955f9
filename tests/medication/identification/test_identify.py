"""Labels and free text against the drug data that ship, and against the whole public database where it is at hand."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.medication.contents import contents, described, form_class, substances_of
from adapter.medication.drugs.current import shipped
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification import identify


def _whole(text: str, drugs: Drugs) -> str | None:
    """What an accepted text contains, with its form class; None when it is not accepted whole."""
    answer = identify(text, drugs)
    if not answer.is_whole:
        return None
    product = answer.candidates[0].product
    return f"{described(product)}, {form_class(product)}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("paracetamol 1g cp", "PARACÉTAMOL 1000 mg, tablet"),
        ("PARACETAMOL500MGCP", "PARACÉTAMOL 500 mg, tablet"),
        ("KARDEGIC 75MG PDR SACHET 30", "ACIDE ACÉTYLSALICYLIQUE 75 mg, oral solution powder"),
        ("levothyrox 75 microgrammes, comprimé sécable", "LÉVOTHYROXINE 75 ug, tablet"),
        ("RAMIPRIL BGA 5 MG CPR SEC BT30", "RAMIPRIL 5 mg, tablet"),
        ("LOVENOX 4000UI/0,4ML SOL INJ SER 6", "ÉNOXAPARINE 4000 [iU], injection"),
        ("LOVENOX 4000UI AXA/0,4ML INJ SER", "ÉNOXAPARINE 4000 [iU], injection"),
        ("AMOX/AC CLAV SDZ 500MG/62,5MG AD CPR 24", "ACIDE CLAVULANIQUE 62.5 mg + AMOXICILLINE 500 mg, tablet"),
        ("TEGRETOL LP 200MG CPR", "CARBAMAZÉPINE 200 mg, tablet prolonged"),
        ("CO RENITEC 20MG/12,5MG CPR", "HYDROCHLOROTHIAZIDE 12.5 mg + ÉNALAPRIL 20 mg, tablet"),
    ],
)
def test_abbreviations_glued_words_and_volumes_are_read(text: str, named: str) -> None:
    assert _whole(text, shipped()) == named


@pytest.mark.parametrize(
    "text",
    [
        "RAMIPRILL 5MG CPR 30",  # misspelled: proposed, never accepted
        "LEVOTHYROX 75MG CPR 30",  # micrograms
        "RAMIPRIL EG 5 mg",  # the shipped selection cannot say that there is no other form
        "TRAMADOL 100MG CPR 30",  # tablets LP of that strength are sold, and LP is easily left out
        "HUMALOG MIX 100UI/ML INJ STYLO",  # 25 or 50
        "METHOTREXATE 15MG INJ",  # an amount, or a concentration without its volume
        "acide valproïque 500 mg cp gastro-résistant",  # no product is called so: divalproate, or valproate
        "IRBESARTAN/HCTZ 300MG/12,5",  # cut in the middle of the second strength
        "RAMIPRIL 5MG CPR rouge",  # a word that is not understood
        "RAMIPRIL 030 MG CPR",  # no one writes this
        "ABACAVIR/LAM 600MG CPR",  # a part of a combination is no seller
        "FUROSEMIDE 10MG/ML SOL INJ",  # what an ampoule holds, and the selection may lack the larger one
        "PARAC 1G CP",  # the selection cannot say that no other name begins so
        "500MG CPR",
        "",
    ],
)
def test_a_doubt_is_not_accepted(text: str) -> None:
    assert _whole(text, shipped()) is None


def test_a_misspelled_name_is_proposed_with_its_reason() -> None:
    answer = identify("RAMIPRILL 5MG CPR 30", shipped())
    assert not answer.accepted
    assert answer.candidates[0].because[0] == "the name is 'ramipril', but only approximately"
    assert described(answer.candidates[0].product) == "RAMIPRIL 5 mg"


def test_a_name_without_strength_gives_its_substances_and_no_strength() -> None:
    answer = identify("PREVISCAN", shipped())
    assert (answer.accepted, answer.is_whole) == (True, False)
    assert answer.candidates[0].to_json()["substances"] == [{"name": "FLUINDIONE", "strength": None}]


def test_a_name_of_several_families_without_strength_is_not_accepted(bdpm: Drugs) -> None:
    assert identify("DOLIPRANE", bdpm).accepted
    assert not identify("AMOXICILLINE", bdpm).accepted  # with clavulanic acid or without


@pytest.mark.parametrize(
    ("text", "contained"),
    [
        ("Kardegic 75", "ACIDE ACÉTYLSALICYLIQUE 75 mg"),
        ("Levothyrox 75", "LÉVOTHYROXINE 75 ug"),
        ("eliquis 2,5", "APIXABAN 2.5 mg"),
        ("exforge hct 5/160/12,5", "AMLODIPINE 5 mg + HYDROCHLOROTHIAZIDE 12.5 mg + VALSARTAN 160 mg"),
        ("modopar 62,5", "BENSÉRAZIDE 12.5 mg + LÉVODOPA 50 mg"),
        ("xanax 0,25", "ALPRAZOLAM 0.25 mg"),  # as the box says it, and not only 250
        ("lovenox 4000", "ÉNOXAPARINE 4000 [iU]"),  # what one syringe holds
        ("sifrol 0,18", "PRAMIPEXOLE 0.18 mg"),
        ("uvedose 100 000", "CHOLÉCALCIFÉROL 100000 [iU]"),
        ("toujeo 300", "INSULINE GLARGINE 300 [iU]/1 mL"),  # the concentration of an insulin
        ("entresto 24/26", "SACUBITRIL 24 mg + VALSARTAN 26 mg"),  # the parts of the complex, as the box rounds them
        ("fosavance 70/2800", "ACIDE ALENDRONIQUE 70 mg + CHOLÉCALCIFÉROL 2800 [iU]"),
        ("kaleorid 1000", "CHLORURE DE POTASSIUM 1000 mg"),
    ],
)
def test_a_figure_beside_a_brand_is_its_strength(bdpm: Drugs, text: str, contained: str) -> None:
    answer = identify(text, bdpm)
    assert answer.is_whole
    assert described(answer.candidates[0].product) == contained


@pytest.mark.parametrize(
    "text",
    [
        "lamictal 2",  # may be cut from 25 or 200
        "depakine 500",  # or DEPAKINE CHRONO 500
        "tegretol 200",  # or LP
        "humalog 100",  # or HUMALOG MIX
        "doliprane 1000",  # tablet, capsule, effervescent
        "zopiclone 5",  # no such strength
        "SPASFON LYOC 80",
        "loxapac",  # one form of several is sold still
        "zyrtec 10",  # drops of 10 mg/mL are what is left under that name
        "clamoxyl 500",  # a capsule, or 500 mg in 5 mL
        "laroxyl 40",  # drops of 40 mg/mL
        "forlax 4000",  # 4 g, or the number in macrogol 4000
        "amlodipine 5 + ramipril 5",  # two products, or the capsule of both
    ],
)
def test_a_figure_that_leaves_a_doubt_is_not_accepted(bdpm: Drugs, text: str) -> None:
    assert _whole(text, bdpm) is None


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Furosémide (LASILIX) 40 mg cp", True),
        ("amlodipine (Triatec) 5 mg cp", False),
        ("KARDEGIC (apixaban) 75 mg sachet", False),
        ("ATORVASTATINE (CALCIUM) 10 mg cp pelliculé", True),  # the salt
    ],
)
def test_a_name_in_parentheses_is_of_the_same_substance(bdpm: Drugs, text: str, accepted: bool) -> None:
    assert identify(text, bdpm).accepted is accepted


def test_an_insulin_without_its_kind_is_open_and_a_premixed_one_is_named_by_its_proportion(bdpm: Drugs) -> None:
    assert not identify("Humalog", bdpm).accepted  # or Humalog Mix25, of the same substance
    mixed = identify("Novomix 30", bdpm)
    assert (mixed.accepted, mixed.is_whole, mixed.candidates[0].product.atc) == (True, False, ("A10AD05",))


@pytest.mark.parametrize(
    ("text", "substance"),
    [
        ("MUCOMYST 200 MG SACHET", "ACÉTYLCYSTÉINE"),
        ("TETRALYSAL 300 MG GELULE", "LYMÉCYCLINE"),
        ("PRODILANTIN 75 MG/ML INJ", "FOSPHÉNYTOÏNE"),
        ("FOSAMAX 70 MG CPR", "ACIDE ALENDRONIQUE"),  # a salt takes the name of its acid
        ("OROMONE 1 MG CPR", "ESTRADIOL"),  # an isomer is another spelling
    ],
)
def test_a_substance_that_is_no_salt_keeps_its_own_name(bdpm: Drugs, text: str, substance: str) -> None:
    answer = identify(text, bdpm)
    assert (answer.accepted, [one.name for one in answer.candidates[0].product.ingredients]) == (True, [substance])


def test_the_figure_of_a_premixed_insulin_is_no_part_of_its_strength(bdpm: Drugs) -> None:
    assert {key for name in bdpm.names("umuline") for bearer in name.bearers for key in bearer.keys} == {"100[iU]/1mL"}


def test_two_premixed_insulins_are_two_products(bdpm: Drugs) -> None:
    answers = [identify(f"HUMALOG MIX{share} KWIKPEN 100UI/ML INJ STYLO", bdpm) for share in (25, 50)]
    assert all(answer.is_whole for answer in answers)
    assert not identify("HUMALOG MIX KWIKPEN 100UI/ML INJ STYLO", bdpm).accepted


def test_the_figure_of_vitamin_d3_is_no_thousand(bdpm: Drugs) -> None:
    found = identify("CACIT VIT D3 500MG/440UI CPR 60", bdpm).candidates[0].product
    assert described(found) == "CALCIUM ÉLÉMENT 500 mg + CHOLÉCALCIFÉROL 440 [iU]"


@given(st.text(max_size=60))
def test_any_text_has_an_answer_and_the_same_one_twice(text: str) -> None:
    assert identify(text, shipped()) == identify(text, shipped())


@given(
    st.sampled_from(("RAMIPRIL", "KARDEGIC", "LEVOTHYROX")), st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=6)
)
def test_a_word_that_is_not_known_is_never_accepted(name: str, word: str) -> None:
    text = f"{name} {word}x"
    assert not identify(text, shipped()).is_whole


def _labels(shared: Path) -> list[dict[str, Any]]:
    with (shared / "drugs" / "labels" / "cnam-labels-dev.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.shared
@pytest.mark.parametrize(
    "text",
    [
        "DEPAKINE 500 mg cp",  # people leave out CHRONO, and no count says that this is a pharmacy's label
        "SEVELAMER 800 mg cp",  # the salts of two products, one of them under the longer name
        "FENTANYL 200 µg CPR",  # swallowed, or under the tongue
        "aspirine 500 mg cp",  # effervescent, or plain under a longer name
        "NICORETTE 2 mg cp",  # sucked, or under the tongue (MICROTAB)
        "LEVOTHYROXINE 150 sol buv",  # a dose of 150 µg, or 150 µg in a millilitre
        "AMIKACINE 250 inj",  # a vial, or a concentration
        "timolol 0,25 collyre",  # per cent, with or without LP
        "betamethasone 0,1",  # mg, or per cent of a lotion
        "METHOTREXATE 5 inj",  # mg, or g
    ],
)
def test_what_may_mean_another_product_of_the_whole_database_is_left_open(bdpm: Drugs, text: str) -> None:
    assert _whole(text, bdpm) is None


@pytest.mark.shared
@pytest.mark.parametrize(
    ("text", "contained"),
    [
        ("doliprane 1000", "PARACÉTAMOL 1000 mg"),  # a tablet, a capsule or effervescent
        ("aspirine 500 mg cp", "ACIDE ACÉTYLSALICYLIQUE 500 mg"),
        ("FENTANYL 200 µg CPR", "FENTANYL 200 ug"),
        ("innovair 100/6", "BÉCLOMÉTASONE 100 ug + FORMOTÉROL 6 ug"),
        ("doliprane 100", None),  # a suppository, or 2.4 %
        ("clamoxyl 500", None),  # a capsule, or 500 mg in 5 mL
        ("tegretol 200", None),  # or LP
        ("depakine 500", None),  # or DEPAKINE CHRONO 500
        ("lamictal 2", None),  # may be cut
        ("TAHOR 15", None),  # no such strength
        ("amlodipine 5 mg, ramipril 5 mg", None),  # two products, or the capsule of both
        ("Digoxine 0,5 mg", None),  # an ampoule, or two tablets
    ],
)
def test_a_label_whose_form_alone_is_open_is_accepted_without_form(
    bdpm: Drugs, text: str, contained: str | None
) -> None:
    answer = identify(text, bdpm)
    product = answer.candidates[0].product if answer.accepted else None
    assert (product and described(product), product and product.form) == (contained, None)


@pytest.mark.shared
@pytest.mark.parametrize("text", ["aspirine", "calcium + vitamine D3", "paracetamol cp"])
def test_the_name_of_a_substance_alone_is_not_accepted(bdpm: Drugs, text: str) -> None:
    assert not identify(text, bdpm).accepted


@pytest.mark.shared
@pytest.mark.parametrize(
    "text", ["Kardegic 75", "LOVENOX 4000", "xanax 0,25", "DEPAKINE 500MG CPR 40", "Toujeo 300", "Lasilix 40"]
)
def test_what_means_one_product_of_the_whole_database_is_accepted(bdpm: Drugs, text: str) -> None:
    assert identify(text, bdpm).accepted


@pytest.mark.shared
def test_real_pharmacy_labels_against_the_whole_database(shared: Path, bdpm: Drugs) -> None:
    """6,404 labels with a known CIP13: over 98 % of the substances right, over 85 % accepted, no wrong substance among
    the accepted, and strength or form other than the database has it on six, all of one reading of the label."""
    known = [(row["label"], found) for row in _labels(shared) if (found := bdpm.product_of_cip(row["cip13"]))]
    answers = [(label, truth, identify(label, bdpm)) for label, truth in known]
    firsts = [(truth, answer.candidates[0].product) for _, truth, answer in answers if answer.candidates]
    assert sum(substances_of(found) == substances_of(truth) for truth, found in firsts) / len(known) > 0.98
    accepted = [(label, truth, answer) for label, truth, answer in answers if answer.accepted]
    assert len(accepted) / len(known) > 0.85
    wrong = [label for label, t, a in accepted if substances_of(a.candidates[0].product) != substances_of(t)]
    assert wrong == []
    whole = [(label, truth, a.candidates[0].product) for label, truth, a in accepted if a.is_whole]
    other = [label for label, t, p in whole if (contents(p), form_class(p)) != (contents(t), form_class(t))]
    assert other == [
        "DEBRIDAT 4,8MG/ML GRANULES ORAL FL 1",
        "LACTULOSE BGA 10G/15ML SOL BUV FL 1",
        "CLARADOL CAFEINE 500MG/50MG CPR 16",
        "GRANOCYTE 34 MUI INJ SER (AIP)(MWI) 1",
        "GRANOCYTE 34 MUI PDR INJ SER (AIP P) 1",
        "GRANOCYTE 34 MUI INJ SER AIP BBF 2 1",
    ]
