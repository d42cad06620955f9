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
