"""What a line states beside a product code that a person should look at: route, end of the product, other links."""

from dataclasses import replace

import pytest

from adapter.fhir.canonical import CIP, CIS
from adapter.medication.formulary import product_of_cip
from adapter.medication.identity import resolve
from adapter.medication.product import Ingredient, Pack, Product, Term
from adapter.medication.way_given import route_noise
from adapter.medication.withdrawn import withdrawn

LEVOTHYROX_75 = {"system": CIS, "code": "62080626"}
ORAL, INTRAVENOUS, RECTAL = Term("orale", "20053000"), Term("Voie intraveineuse", "20045000"), Term("rectale")
TABLET = Product((Ingredient("RAMIPRIL"),), form=Term("comprimé"), name="RAMIPRIL 5 mg")


def test_a_tablet_by_the_vein_is_an_issue_and_the_code_is_followed() -> None:
    found = resolve([LEVOTHYROX_75], None, route=INTRAVENOUS)
    assert found.product is not None
    assert [(issue.severity, issue.code) for issue in found.issues] == [("warning", "conflict")]
    assert "Voie intraveineuse" in found.issues[0].message and "orale" in found.issues[0].message


@pytest.mark.parametrize("route", [ORAL, Term("per os"), Term("Voie gastro-entérale"), Term("dans la main"), None])
def test_a_route_of_the_product_another_wording_or_an_unknown_one_is_none(route: Term | None) -> None:
    assert resolve([LEVOTHYROX_75], None, route=route).issues == ()


def test_a_form_whose_product_is_not_known_has_routes_of_its_own() -> None:
    assert [issue.code for issue in route_noise(TABLET, INTRAVENOUS)] == ["conflict"]
    assert route_noise(TABLET, RECTAL) == []
    assert route_noise(replace(TABLET, form=Term("solution")), INTRAVENOUS) == []
    assert route_noise(replace(TABLET, form=None), INTRAVENOUS) == []


def test_a_suppository_by_mouth_is_an_issue() -> None:
    found = resolve([], None, ingredients=[Ingredient("PARACÉTAMOL")], form=Term("suppositoire"), route=ORAL)
    assert [issue.severity for issue in found.issues] == ["warning"]


@pytest.mark.parametrize(
    ("changes", "severity", "words"),
    [
        ({"last_seen": "2025-06-01"}, "information", "last published on 2025-06-01"),
        ({"pack": Pack("3400933182557", last_seen="2025-06-01")}, "information", "the box 3400933182557"),
        ({"status": "repealed"}, "information", "has ended"),
        ({"status": "archived"}, "information", "has ended"),
        ({"status": "suspended"}, "warning", "suspended"),
        ({"status": "withdrawn"}, "warning", "withdrawn"),
    ],
)
def test_a_product_that_is_no_more_is_said(changes: dict[str, object], severity: str, words: str) -> None:
    (issue,) = withdrawn(replace(TABLET, **changes))  # type: ignore[arg-type]
    assert issue.severity == severity
    assert words in issue.message


@pytest.mark.parametrize("status", ["marketed", "not marketed", ""])
def test_a_product_that_is_still_authorised_is_not(status: str) -> None:
    assert withdrawn(replace(TABLET, status=status)) == []


def test_a_box_of_today_has_no_issue() -> None:
    assert product_of_cip("3400930065785") is not None
    assert resolve([{"system": CIP, "code": "3400930065785"}], "LEVOTHYROX 75MICROG CPR 30").issues == ()


@pytest.mark.parametrize(
    ("cis", "label", "route", "found"),
    [
        ("61358994", "Depakine Chrono 500", "", "agrees"),
        ("61358994", "DEPAKINE 500", "", "warning"),  # the database counts valproic acid and its salt as two
        ("60184188", "acide valproïque 500 mg", "", "warning"),
        ("64755969", "aspirine 75", "", "agrees"),  # no brand, and neither form nor release said
        ("64755969", "KARDEGIC 160", "", "warning"),
        ("64755969", "Plavix 75 mg", "", "refused"),
        ("60782303", "LOVENOX 4000", "sous-cutanée", "agrees"),
        ("60782303", "LOVENOX 4000UI/0,4ML SER 6", "orale", "warning"),  # its other route has no code
        ("60782303", "LOVENOX 10 000 UI (100 mg)/1 mL", "", "warning"),  # one concentration, and another syringe
        ("65606743", "Lasilix 10 mg/ml", "", "warning"),  # no tablet
        ("66081056", "HUMALOG MIX50 100U/ML KWIKPEN 5", "", "agrees"),
        ("66081056", "HUMALOG MIX 25 KWIKPEN", "", "warning"),  # another kind of insulin, without a strength
        ("65606743", "LASILIX FAIBLE 20 mg", "", "warning"),  # a word that is not known, and another strength
        ("61695837", "EXFORGE HCT 5/160/12,5", "", "warning"),  # the label adds a substance
        ("61695837", "EXFORGE 5MG/160MG", "", "warning"),
        ("61695837", "amlodipine 5 mg", "", "refused"),
        ("61200108", "OXYNORM 10 mg", "", "warning"),
        ("61200108", "OXYCONTIN LP 10", "", "agrees"),
        ("67681303", "DIGOXINE 250 µg", "", "agrees"),
        ("64432503", "BISOPROLOL 25 mg", "", "warning"),
        ("64432503", "cardensiel 2.5", "", "agrees"),
        ("65606743", "lasilix 0,04", "", "agrees"),  # grams
        ("65606743", "Lasilix 500", "", "warning"),
        ("61695837", "amlodipine 5/80", "", "agrees"),  # a part of its substances, and the strengths of all
        ("61695837", "amlodipine 5/160", "", "refused"),
    ],
)
def test_a_label_and_route_beside_the_code_of_a_product(cis: str, label: str, route: str, found: str) -> None:
    resolution = resolve([{"system": CIS, "code": cis}], label, route=Term(route) if route else None)
    conflicts = [issue.severity for issue in resolution.issues if issue.code == "conflict"]
    said = "refused" if resolution.product is None else "warning" if conflicts else "agrees"
    assert (said, len(conflicts)) == (found, 0 if found == "agrees" else 1)
