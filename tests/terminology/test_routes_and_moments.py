from adapter.terminology.moments import moment_code
from adapter.terminology.routes import _OTHER_SYSTEMS, edqm_route, route_code, route_label


def test_a_route_is_found_by_its_code_and_by_its_label() -> None:
    assert route_label("20053000") == "Voie orale"
    assert route_code("orale") == "20053000"
    assert route_code("Voie sous-cutanée") == "20066000"


def test_a_route_is_found_by_how_people_write_it() -> None:
    assert route_code("prendre par la bouche") == route_code("PO") == "20053000"
    assert route_code("Subcutaneous use") == "20066000"


def test_codes_of_other_systems_mean_an_edqm_route() -> None:
    assert edqm_route("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "C38288") == "20053000"
    assert edqm_route("http://snomed.info/sct", "54485002") == route_code("ophtalmique") == "20051000"
    assert edqm_route("http://standardterms.edqm.eu", "20066000") == "20066000"
    assert edqm_route("http://snomed.info/sct", "1") is None
    assert all(edqm_route(system, code) for system, codes in _OTHER_SYSTEMS.items() for code in codes)


def test_a_route_that_is_no_label_has_no_code() -> None:
    assert route_code("par la sonde") is None
    assert route_label("1") is None


def test_french_moments_have_event_timing_codes() -> None:
    assert moment_code("Le matin") == "MORN"
    assert moment_code("fin d'après-midi") == "AFT.late"
    assert moment_code("demain") is None
