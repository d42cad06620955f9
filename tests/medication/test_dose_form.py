import pytest

from adapter.medication.dose_form import counted_unit, form_class, release_of


@pytest.mark.parametrize("form", ["comprimé", "comprimé pelliculé sécable", "comprimé enrobé"])
def test_coating_and_scoring_are_one_class(form: str) -> None:
    assert form_class(form) == "tablet"


def test_what_is_not_given_alike_is_not_one_class() -> None:
    forms = (
        *("comprimé", "comprimé orodispersible", "comprimé effervescent(e)", "gélule", "solution buvable"),
        *("solution injectable", "dispositif", "collyre en solution", "poudre pour inhalation", "suppositoire"),
        *("comprimé sublingual", "suspension pour inhalation", "solution pour inhalation par nébuliseur"),
    )
    assert len({form_class(form) for form in forms}) == len(forms)


def test_a_kit_of_two_forms_is_a_class_of_its_own() -> None:
    assert form_class("comprimé pelliculé et  comprimé pelliculé") not in ("tablet", "")


def test_release_is_told_apart_from_the_form() -> None:
    assert release_of("gélule à libération prolongée") == "prolonged"
    assert release_of("comprimé gastro-résistant(e)") == "gastro-resistant"
    assert release_of("comprimé à libération modifiée") == "modified"
    assert release_of("comprimé") == ""


@pytest.mark.parametrize(
    ("reference", "form", "routes", "unit"),
    [
        ("un comprimé", "comprimé pelliculé", ("orale",), "{tablet}"),
        ("un sachet-dose de 153,45 mg", "poudre pour solution buvable", ("orale",), "{sachet}"),
        ("une dose", "suspension pour inhalation", ("inhalée",), "{puff}"),
        ("une dose", "suspension pour pulvérisation", ("nasale",), "{spray}"),
        ("une gélule", "poudre pour inhalation en gélule", ("inhalée",), "{capsule}"),
        ("un dispositif transdermique", "dispositif", ("transdermique",), "{patch}"),
        ("", "gélule", ("orale",), "{capsule}"),
        ("", "crème", ("cutanée",), ""),
    ],
)
def test_doses_are_counted_in_what_the_amount_is_stated_for(
    reference: str, form: str, routes: tuple[str, ...], unit: str
) -> None:
    assert counted_unit(reference, form, routes) == unit
