"""What is left of a label that ends in a posology."""

import pytest

from adapter.medication.label_posology import without_posology


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("entresto 24 mg/26 mg 1 cp x2/j", "entresto 24 mg/26 mg cp"),
        ("ozempic 1mg sc 1x/sem", "ozempic 1mg sc"),
        ("lasilix 40 mg 1 cp le matin", "lasilix 40 mg cp"),
        ("kardegic 75 1 sachet midi", "kardegic 75 sachet"),
        ("bisoprolol 2,5 1-0-0", "bisoprolol 2,5"),
        ("amlodipine 5 mg le soir", "amlodipine 5 mg"),
        ("metformine 1000 1 matin 1 soir", "metformine 1000"),
        ("doliprane 1g 3 fois par jour si besoin", "doliprane 1g"),
        ("eliquis 2,5 mg cp x 60", "eliquis 2,5 mg cp 60"),
        ("doliprane 1000 mg x 8 cp", "doliprane 1000 mg 8 cp"),
    ],
)
def test_the_posology_after_a_strength_is_taken_off(text: str, left: str) -> None:
    assert without_posology(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "risperdal 1 matin",  # one milligram, or one tablet
        "risperdal 1 le matin",
        "risperdal 1 x2/j",
        "risperdal 1 2 fois par jour",
        "amlodipine 5 + ramipril 5 matin",
        "kardegic sachet midi",  # no strength before it
        "xanax 0,25 1 cp matin et soir + lexomil 1/4",  # another drug after it
        "furosemide 40 mg puis 20 mg",
        "humex jour nuit",
        "ramipril 5mg cpr 30",
    ],
)
def test_what_may_be_no_posology_stays(text: str) -> None:
    assert without_posology(text) == text
