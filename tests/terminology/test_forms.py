import pytest

from adapter.terminology.forms import form_code, form_label


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("comprimé pelliculé", "Comprimé pelliculé"),
        ("comprimé pelliculé sécable", "Comprimé pelliculé"),
        ("comprimé quadrisécable", "Comprimé"),
        ("gélule gastro-résistant(e)", "Gélule gastrorésistante"),
        ("comprimé gastro-résistant(e)", "Comprimé gastrorésistant"),
        ("comprimé effervescent(e)", "Comprimé effervescent"),
    ],
)
def test_a_form_as_the_drug_database_writes_it_has_its_edqm_code(written: str, label: str) -> None:
    code = form_code(written)
    assert code is not None
    assert form_label(code) == label


def test_a_form_that_is_no_label_has_no_code() -> None:
    assert form_code("dispositif") is None
    assert form_label("1") is None
