"""Dosages told in words are read back as the same Dosages; what has no words is listed."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_posology_texts import LANGUAGES, rows

from adapter.medication.posology import parse
from adapter.medication.posology.dosage import quantity
from adapter.medication.posology.rendered import rendered
from adapter.medication.posology.rendered_words import WORDS
from adapter.terminology.routes import route_label

TOLD = [
    ({"doseAndRate": [{"doseQuantity": {"value": 1, "code": "{tablet}"}}]}, "1 comprimé", "1 tablet"),
    (
        {
            "doseAndRate": [
                {"doseRange": {"low": {"value": 0.5, "code": "{tablet}"}, "high": {"value": 2, "code": "{tablet}"}}}
            ],
            "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
        },
        "0,5 à 2 comprimés 3 fois par jour",
        "0.5 to 2 tablets 3 times per day",
    ),
    ({"doseAndRate": [{"doseQuantity": {"value": 2.5, "code": "mg/kg"}}]}, "2,5 mg/kg", "2.5 mg/kg"),
    (
        {
            "doseAndRate": [{"doseQuantity": {"value": 10, "code": "mg"}}],
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["wed"]}},
        },
        "10 mg 1 fois par semaine le mercredi",
        "10 mg once per week on Wednesday",
    ),
    (
        {
            "doseAndRate": [{"doseQuantity": {"value": 1, "code": "{patch}"}}],
            "timing": {"repeat": {"frequency": 1, "period": 72, "periodUnit": "h"}},
        },
        "1 patch toutes les 72 heures",
        "1 patch every 72 hours",
    ),
    (
        {
            "doseAndRate": [{"doseQuantity": {"value": 1, "code": "{tablet}"}}],
            "timing": {"repeat": {"when": ["ACM", "ACV"], "offset": 30}},
        },
        "1 comprimé 30 minutes avant le petit déjeuner et avant le dîner",
        "1 tablet 30 minutes before breakfast and before dinner",
    ),
    (
        {
            "doseAndRate": [{"doseQuantity": {"value": 1, "code": "{drop}"}}],
            "site": {"text": "chaque œil"},
            "timing": {"repeat": {"when": ["MORN", "EVE"], "boundsDuration": {"value": 7, "code": "d"}}},
        },
        "1 goutte le matin et le soir dans chaque œil pendant 7 jours",
        "1 drop in the morning and in the evening in each eye for 7 days",
    ),
    (
        {
            "doseAndRate": [{"doseQuantity": {"value": 1, "code": "{tablet}"}}],
            "asNeededBoolean": True,
            "maxDosePerPeriod": {
                "numerator": {"value": 4, "code": "{tablet}"},
                "denominator": {"value": 1, "code": "d"},
            },
        },
        "1 comprimé si besoin, maximum 4 comprimés par jour",
        "1 tablet as needed, maximum 4 tablets per day",
    ),
    (
        {
            "doseAndRate": [{"doseQuantity": {"value": 12, "code": "U"}}],
            "route": {"coding": [{"system": "http://standardterms.edqm.eu", "code": "20066000"}]},
            "timing": {"repeat": {"timeOfDay": ["08:00:00", "20:30:00"], "boundsPeriod": {"end": "2026-03-15"}}},
        },
        "12 U à 08:00 et à 20:30 par voie sous-cutanée jusqu'au 15/03/2026",
        "12 U at 08:00 and at 20:30 subcutaneously until 2026-03-15",
    ),
]


@pytest.mark.parametrize(("dosage", "french", "english"), TOLD)
def test_a_dosage_is_told_in_both_languages(dosage: dict[str, Any], french: str, english: str):
    assert rendered([dosage], "fr").text == french
    assert rendered([dosage], "en").text == english
    assert rendered([dosage], "fr").untold == ()


def test_steps_follow_each_other_and_doses_of_one_day_hold_together():
    steps = parse("2 cp le premier jour puis 1 cp par jour pendant 4 jours").dosages
    assert rendered(steps).text == "2 comprimés pendant 1 jour puis 1 comprimé 1 fois par jour pendant 4 jours"
    both = parse("2 gélules le matin, 1 le soir").dosages
    assert rendered(both).text == "2 gélules le matin et 1 gélule le soir"


@pytest.mark.parametrize(
    ("dosage", "untold"),
    [
        ({"doseAndRate": [{"rateQuantity": {"value": 2, "code": "mL/h"}}]}, "dosage[0].doseAndRate"),
        ({"doseAndRate": [{"doseQuantity": {"value": 2, "code": "mg/h"}}]}, "dosage[0].doseAndRate[0]"),
        ({"timing": {"event": ["2026-03-01"]}}, "dosage[0].timing.event"),
        ({"timing": {"repeat": {"count": 3}}}, "dosage[0].timing.repeat.count"),
        ({"timing": {"repeat": {"when": ["EARLY"]}}}, "dosage[0].timing.repeat.when"),
        ({"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "s"}}}, "dosage[0].timing.repeat.period"),
        ({"modifierExtension": [{"url": "x"}]}, "dosage[0].modifierExtension"),
        (
            {"maxDosePerPeriod": {"numerator": {"value": 4, "code": "mg"}, "denominator": {"value": 1, "code": "wk"}}},
            "dosage[0].maxDosePerPeriod",
        ),
        (
            {"timing": {"repeat": {"boundsRange": {"low": {"value": 2, "code": "d"}}}}},
            "dosage[0].timing.repeat.boundsRange",
        ),
        ({"timing": {"repeat": {"duration": 5, "durationUnit": "s"}}}, "dosage[0].timing.repeat"),
    ],
)
def test_what_has_no_words_is_listed(dosage: dict[str, Any], untold: str):
    assert untold in rendered([dosage]).untold


def test_every_route_is_told_by_the_name_of_its_code():
    for words in WORDS.values():
        for code, told in words.routes.items():
            found = parse(f"1 dose {told}", words.lang).dosages[0]["route"]["coding"][0]
            assert (found["code"], found["display"]) == (code, route_label(code))


UNITS = ["{tablet}", "{capsule}", "{drop}", "{puff}", "{sachet}", "{patch}", "{ampoule}", "mg", "g", "mL", "[iU]"]
MOMENTS = [["MORN", "CM", "ACM", "PCM"], ["NOON", "CD", "ACD", "PCD"], ["EVE", "CV", "ACV", "PCV"], ["HS"]]
ROUTES = sorted(set(WORDS["fr"].routes) & set(WORDS["en"].routes))


def codes(route: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://standardterms.edqm.eu", "code": route}]}


@st.composite
def posologies(draw: Any) -> dict[str, Any]:
    unit, low = (
        draw(st.sampled_from(UNITS)),
        draw(st.sampled_from([Decimal(value) for value in ("0.5", "1", "1.5", "2", "3", "10", "40")])),
    )
    high = draw(st.sampled_from([low, low + 1]))
    row: dict[str, Any] = {"doseQuantity": quantity(low, unit)}
    if high != low:
        row = {"doseRange": {"low": quantity(low, unit), "high": quantity(high, unit)}}
    repeat: dict[str, Any] = draw(
        st.one_of(
            st.builds(
                lambda n, p: {"frequency": n, "period": 1, "periodUnit": p},
                st.integers(1, 6),
                st.sampled_from(["d", "wk"]),
            ),
            st.builds(lambda n: {"frequency": 1, "period": n, "periodUnit": "h"}, st.sampled_from([4, 6, 8, 12])),
            st.builds(lambda n: {"frequency": 1, "period": n, "periodUnit": "d"}, st.integers(2, 21)),
            st.tuples(*(st.sampled_from([None, *slot]) for slot in MOMENTS))
            .filter(any)
            .map(lambda when: {"when": [moment for moment in when if moment]}),
            st.builds(
                lambda hours: {"timeOfDay": [f"{hour:02}:00:00" for hour in sorted(hours)]},
                st.sets(st.integers(6, 23), min_size=1, max_size=4),
            ),
        )
    )
    if draw(st.booleans()):
        days = draw(st.integers(22, 60))  # longer than the longest interval above
        bounds = {"value": days, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
        repeat["boundsDuration"] = bounds
    dosage: dict[str, Any] = {"timing": {"repeat": repeat}, "doseAndRate": [row]}
    if draw(st.booleans()):
        dosage["route"] = codes(draw(st.sampled_from(ROUTES)))
    return dosage


def _without_label(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != "unit" or "code" not in node}


def bare(dosage: dict[str, Any]) -> dict[str, Any]:
    """Without what wording decides: the text, labels of units, display of the route."""
    without_text = {key: value for key, value in dosage.items() if key != "text"}
    kept = json.loads(json.dumps(without_text), object_hook=_without_label)
    if "route" in kept:
        kept["route"] = codes(kept["route"]["coding"][0]["code"])
    return kept


@given(posologies(), st.sampled_from(["fr", "en"]))
def test_what_is_told_is_read_back(dosage: dict[str, Any], lang: str):
    found = parse(rendered([dosage], lang).text, lang)
    assert found.confidence == "exact"
    assert [bare(read) for read in found.dosages] == [bare(dosage)]


@given(posologies(), st.sampled_from(["fr", "en"]))
def test_what_the_parser_reads_whole_is_told_and_read_whole(dosage: dict[str, Any], lang: str):
    first = parse(rendered([dosage], lang).text, lang)
    again = parse(rendered(first.dosages, lang).text, lang)
    assert (again.confidence, again.daily_dose) == (first.confidence, first.daily_dose)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_is_read_whole_in_our_texts_is_told_and_read_again_as_the_same_dosages(lang: str) -> None:
    told = [found for row in rows(lang) if (found := parse(row.text, lang)).confidence == "exact"]
    again = [(one, parse(rendered(one.dosages, lang).text, lang)) for one in told]
    assert [one.text for one, read in again if read.daily_dose != one.daily_dose] == []
    assert [one.text for one, read in again if list(map(bare, read.dosages)) != list(map(bare, one.dosages))] == []
