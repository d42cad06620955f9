import pytest

from adapter.medication.substance_name import substance_key, without_salt


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("AMLODIPINE (BÉSILATE D')", "besilate d'amlodipine"),
        ("FOLIQUE (ACIDE)", "acide folique"),
        ("ACIDE FOLIQUE", "acide folique"),
        ("BÉCLOMÉTASONE (DIPROPIONATE DE)", "dipropionate de beclometasone"),
    ],
)
def test_two_word_orders_of_one_name_have_one_key(written: str, key: str) -> None:
    assert substance_key(written) == key


@pytest.mark.parametrize(
    ("salt", "base"),
    [
        ("CHLORHYDRATE DE TRAMADOL", "TRAMADOL"),
        ("BÉSILATE D'AMLODIPINE", "AMLODIPINE"),
        ("LÉVOTHYROXINE SODIQUE ANHYDRE", "LÉVOTHYROXINE"),
        ("ATORVASTATINE CALCIQUE TRIHYDRATÉE", "ATORVASTATINE"),
        ("RABÉPRAZOLE BASE", "RABÉPRAZOLE"),
    ],
)
def test_a_salt_is_set_apart_from_its_substance(salt: str, base: str) -> None:
    assert without_salt(salt) == base


@pytest.mark.parametrize(
    "name",
    [
        "PROPIONATE DE FLUTICASONE",
        "MYCOPHÉNOLATE MOFÉTIL",
        "FUMARATE DE DIMÉTHYLE",
        "SULFATE DE MAGNÉSIUM",
        "VALPROATE DE SODIUM",
    ],
)
def test_esters_and_salts_of_metals_are_substances_of_their_own(name: str) -> None:
    assert without_salt(name) == name
