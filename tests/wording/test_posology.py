from typing import Any

import pytest

from adapter.wording.posology import posology

TABLET = {"value": 1, "code": "{tablet}"}


def line(*dosages: dict[str, Any], text: str = "") -> dict[str, Any]:
    return {"dosageText": text, "dosage": list(dosages)}


def step(value: int, start: str, end: str, number: int) -> dict[str, Any]:
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d", "boundsPeriod": {"start": start, "end": end}}
    quantity = {**TABLET, "value": value}
    return {"sequence": number, "timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity}]}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_words_of_the_source_stand_first(lang: str) -> None:
    assert posology(line(step(1, "2026-03-12", "2026-03-16", 1), text="1 le matin"), lang) == "1 le matin"


def test_a_taper_that_is_only_coded_is_told_step_by_step() -> None:
    taper = line(step(2, "2026-03-12", "2026-03-16", 1), step(1, "2026-03-17", "2026-03-21", 2))
    assert posology(taper, "fr") == (
        "2 comprimés 1 fois par jour à partir du 12/03/2026 jusqu'au 16/03/2026 puis "
        "1 comprimé 1 fois par jour à partir du 17/03/2026 jusqu'au 21/03/2026"
    )


def test_the_days_and_the_route_of_one_dosage_stand_beside_it() -> None:
    route = {"coding": [{"system": "http://standardterms.edqm.eu", "code": "20053000"}]}
    assert (
        posology(line({**step(1, "2026-03-12", "2026-03-16", 1), "route": route}), "fr") == "1 comprimé 1 fois par jour"
    )


def patch(**rate: Any) -> dict[str, Any]:
    return {
        "timing": {"repeat": {"frequency": 1, "period": 72, "periodUnit": "h"}},
        "doseAndRate": [{"doseQuantity": {"value": 1, "code": "{patch}"}, **rate}],
    }


def test_a_rate_stands_beside_the_dose() -> None:
    rate = {"value": 25, "code": "ug/h"}
    assert posology(line(patch(rateQuantity=rate)), "fr") == "1 patch toutes les 72 heures (25 µg/h)"
    between = {"low": {"value": 20, "code": "ug/h"}, "high": {"value": 25, "code": "ug/h"}}
    assert posology(line(patch(rateRange=between)), "en") == "1 patch every 72 hours (20 to 25 ug/h)"


def test_what_has_no_words_is_said_to_be_missing() -> None:
    ratio = {"numerator": {"value": 25, "code": "ug"}, "denominator": {"value": 1, "code": "h"}}
    said = posology(line(patch(rateRatio=ratio)), "fr")
    assert said == "1 patch toutes les 72 heures (et ce que la source code de plus)"


def test_a_line_that_states_nothing_has_no_words() -> None:
    assert posology(line(), "fr") == ""
    assert posology({"dosageText": ""}, "en") == ""
