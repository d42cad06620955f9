from adapter.terminology.moments import moment_code
from adapter.terminology.routes import route_code, route_label


def test_a_route_is_found_by_its_code_and_by_its_label() -> None:
    assert route_label("20053000") == "Voie orale"
    assert route_code("orale") == "20053000"
    assert route_code("Voie sous-cutanée") == "20066000"


def test_a_route_is_found_by_how_people_write_it() -> None:
    assert route_code("prendre par la bouche") == route_code("PO") == "20053000"
    assert route_code("Subcutaneous use") == "20066000"


def test_a_route_that_is_no_label_has_no_code() -> None:
    assert route_code("par la sonde") is None
    assert route_label("1") is None


def test_french_moments_have_event_timing_codes() -> None:
    assert moment_code("Le matin") == "MORN"
    assert moment_code("fin d'après-midi") == "AFT.late"
    assert moment_code("demain") is None
