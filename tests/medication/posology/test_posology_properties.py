"""Whatever the text: an answer, the text kept, valid timings, and a daily dose only when every word is understood."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_posology_texts import LANGUAGES, rows

from adapter.medication.posology import Posology, parse

WORDS = (
    "1 2 3 1/2 0,5 1-0-1 1-2 20 500 un deux demi cp comprimé gélule mg g UI ml gouttes matin midi soir coucher repas "
    "avant après à h 8h par jour / j semaine fois x toutes tous les 6 heures 2 jours pendant jusqu'au 12/05/2026 puis "
    "et ou , . ( ) si besoin douleur max maximum sans dépasser arrêt stop ne pas sauf selon INR lundi mardi le en 3 "
    "prises chaque œil voie orale soit de un jour sur deux quotidien perlimpinpin kg"
)
ENGLISH = (
    "1 2 0.5 1,000 tablet tablets mg units take one half twice once three times daily a day every 8 hours 4 to 6 "
    "as needed for pain max up to at bedtime morning and evening night before meals then stop not hold until or except "
    "Monday week other each eye , . ( ) bid qhs prn x 7 days"
)


def check(posology: Posology, text: str) -> None:
    assert posology.text == text
    assert all(dosage["text"] == text for dosage in posology.dosages)
    assert (posology.confidence == "exact") == (not posology.residue) or not text.strip()
    if posology.confidence != "exact":
        assert posology.daily_dose is None
    elif posology.daily_dose is not None:
        assert 0 <= posology.daily_dose.low <= posology.daily_dose.high
    for dosage in posology.dosages:
        check_timing(dosage)


def check_timing(dosage: dict[str, Any]) -> None:
    """Invariants of R4 Timing (tim-2, tim-6, tim-9, tim-10) and of this project: a period has its frequency."""
    repeat = (dosage.get("timing") or {}).get("repeat") or {}
    assert ("period" in repeat) == ("periodUnit" in repeat) == ("frequency" in repeat)
    assert "periodMax" not in repeat or "period" in repeat
    assert not (repeat.get("when") and repeat.get("timeOfDay"))
    if "offset" in repeat:
        assert repeat["when"]
        assert not set(repeat["when"]) & {"C", "CM", "CD", "CV"}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    check(parse(text, "fr"), text)
    check(parse(text, "en"), text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(" ".join))
def test_any_french_words_have_an_answer(text: str) -> None:
    check(parse(text, "fr"), text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(ENGLISH.split()), min_size=1, max_size=12).map(" ".join))
def test_any_english_words_have_an_answer(text: str) -> None:
    check(parse(text, "en"), text)


FRENCH_TURNING = (
    "perlimpinpin|ne pas|pas|sinon|sans|selon|si TA > 14|jamais|suspendre|augmenter|diminuer|non|ni|à partir de|dont|"
    "/kg|la veille|demain|hier|reprendre|éventuellement|?|%|plus|moins|moitié|en moins|remplacé par"
)
ENGLISH_TURNING = (
    "foo|not|do not|no|never|unless|without|stop|hold|if BP high|double|more|less|skip|increase|taper|/kg|now|"
    "tomorrow|none|instead|previously|may|extra"
)
TURNING = {"fr": FRENCH_TURNING.split("|"), "en": ENGLISH_TURNING.split("|")}
FREE = (
    "jusqu'à",
    "jusqu’à",
    "until",
    "sans",
    "meme",
    "même",
    "no ",
    "si ",
    "ne pas",
    "cycle ",  # `reprendre` after it repeats it
)  # phrases with free or such words


def texts_with_a_dose() -> list[tuple[str, str]]:
    told = [(lang, row.text) for lang in LANGUAGES for row in rows(lang) if row.accepted[0].isdigit()]
    return [one for one in told if parse(one[1], one[0]).daily_dose and not any(word in one[1] for word in FREE)]


TEXTS = texts_with_a_dose()


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_word_that_turns_the_dose_takes_it_away_wherever_it_stands(data: st.DataObject) -> None:
    lang, text = data.draw(st.sampled_from(TEXTS))
    words = text.split(" ")
    words.insert(data.draw(st.integers(0, len(words))), data.draw(st.sampled_from(TURNING[lang])))
    assert parse(" ".join(words), lang).daily_dose is None


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(("1 cp matin et soir", "2 gélules par jour", "10 mg le soir", "1 cp toutes les 8 heures")),
    st.sampled_from(("perlimpinpin", "ne pas", "sauf", "selon INR", "ou", "arrêt", "kg", "diminuer", "sinon", "stop")),
    st.integers(0, 4),
)
def test_a_word_not_understood_takes_the_daily_dose_away(text: str, word: str, place: int) -> None:
    words = text.split()
    words.insert(min(place, len(words)), word)
    assert parse(" ".join(words)).daily_dose is None


@pytest.mark.parametrize("text", ["1 cp pendant {} heures", "1 cp toutes les {} heures", "{} cp par jour", "1 cp x {}"])
def test_forty_figures_count_nothing_that_is_taken(text: str) -> None:
    found = parse(text.format("9" * 40), "fr")
    check(found, text.format("9" * 40))
    assert found.daily_dose is None
