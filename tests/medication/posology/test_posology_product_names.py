"""A product named in a posology text: its name is passed over, and no figure of it is taken as a dose."""

import pytest

from adapter.errors import StoreError
from adapter.medication.posology import parse, product_name

READ = [
    ("DOLIPRANE 1000 mg 1 cp x3/j", 3, "{tablet}"),
    ("Kardegic 75 : 1 sachet par jour", 1, "{sachet}"),
    ("LEVOTHYROX 75 1 cp le matin", 1, "{tablet}"),
    ("Metformine 850 1-0-1", 2, "{dose}"),
    ("Lasilix 40 1/2 cp le matin", 0.5, "{tablet}"),
    ("AUGMENTIN 500 mg/62,5 mg : 1 sachet 3 fois par jour", 3, "{sachet}"),
    ("Oxycontin 10 mg LP 1 cp matin et soir", 2, "{tablet}"),
    ("Bisoprolol Biogaran 2,5 mg cp : 1 cp le matin", 1, "{tablet}"),
    ("Xalatan 0,005 % collyre : 1 goutte le soir dans chaque œil", 2, "{drop}"),
    ("Novorapid 100 U/ml : 6 UI matin, 8 UI midi, 6 UI soir", 20, "[iU]"),
    ("1 comprimé d'Amlor 5 mg le matin", 1, "{tablet}"),
    ("2 cp le matin (furosémide)", 2, "{tablet}"),
    # the amount beside the name is that of an intake
    ("Bisoprolol 2,5 mg le matin", 2.5, "mg"),
    ("Lovenox 4000 UI x 2/j", 8000, "[iU]"),
    ("Novorapid 6 UI matin, 8 UI midi, 6 UI soir", 20, "[iU]"),
    ("Coversyl 5 mg le matin et 10 mg le soir", 15, "mg"),
    # the strength without the name
    ("250 mg/5 ml : 5 ml matin et soir", 10, "mL"),
]
NOT_READ = [
    "Levothyrox 75 le matin",  # a strength, or so many tablets
    "LASILIX 40 le matin",
    "Doliprane 2 matin et soir",
    "Coumadine 2 1/2 cp le soir",  # two and a half, or half a tablet of 2 mg
    "Kardegic 80 1 sachet par jour",  # not sold in this strength
    "Durogesic 25 µg toutes les 72h",  # µg an hour
    "Ventoline 100 µg 4 fois par jour",  # of one puff
    "Augmentin 500 mg/62,5 mg x3/j",
    "Lasilix 40 mg 1 cp le matin, Kardegic 75 mg 1 sachet le midi",
    "5 ml 3 fois par jour, 1 cp 3 fois par jour",  # two doses, the first is no strength
    "Bisoprolol 5 mg 3 fois par jour, 1 cp 3 fois par jour",
    "Perlimpinpin 40 mg 1 cp le matin",
    "pas de Doliprane 1 cp par jour",
    "Doliprane ou Efferalgan 1 cp par jour",
    "arrêt Lasilix 40 mg 1 cp par jour",
    "remplacer Lasilix par Burinex 1 mg 1 cp le matin",
]


@pytest.mark.parametrize(("text", "value", "unit"), READ)
def test_the_dose_beside_a_product_name_is_read(text: str, value: float, unit: str) -> None:
    found = parse(text)
    assert (found.confidence, found.residue) == ("exact", ())
    assert found.to_json()["dailyDose"] == {"value": value, "unit": unit}
    assert all(dosage["text"] == text for dosage in found.dosages)


@pytest.mark.parametrize("text", NOT_READ)
def test_no_figure_of_a_product_name_is_a_dose(text: str) -> None:
    found = parse(text)
    assert (found.confidence, found.daily_dose) == ("partial", None)


def test_english_names_without_the_french_ending_are_known() -> None:
    assert parse("metformin 500 mg 1 tablet twice daily", "en").to_json()["dailyDose"] == {
        "value": 2,
        "unit": "{tablet}",
    }


def test_where_the_imported_database_cannot_be_read_the_names_that_ship_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> None:
        raise StoreError("cannot be read", source="drugs.sqlite")

    monkeypatch.setattr(product_name, "current", unreadable)
    assert parse("DOLIPRANE 1000 mg 1 cp x3/j").confidence == "exact"
