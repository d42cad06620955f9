"""Which names are said to be near one that is not there."""

from adapter.nearness import near

_BASE = "http://example.org/fhir/ConceptMap/"


def test_the_nearest_name_is_meant_and_those_that_are_as_near() -> None:
    assert near("nots", ["note", "status", "notes"]) == "; did you mean 'notes'?"
    assert near("doze", ["dose", "done", "code"]) == "; did you mean 'dose' or 'done'?"
    assert near("xyz", ["note", "status"]) == ""


def test_letter_case_does_not_count() -> None:
    assert near("PATIENT", ["Patient", "Person"]) == "; did you mean 'Patient'?"


def test_what_urls_have_in_common_says_nothing_of_what_was_meant() -> None:
    known = [_BASE + name for name in ("gender", "special-oid2uri", "v3-route")]
    assert near(_BASE + "gendr", known) == f"; did you mean '{_BASE}gender'?"
    assert near(_BASE + "act.status", known) == ""


def test_a_mistake_in_the_folder_of_a_url_is_seen() -> None:
    known = [_BASE + "gender", "http://example.org/fhir/StructureMap/gender-of-birth"]
    assert near("http://exmaple.org/fhir/ConceptMap/gender", known) == f"; did you mean '{_BASE}gender'?"


def test_thousands_of_urls_are_compared() -> None:
    known = [f"{_BASE}R4-Status{number}-R5-Status{number}" for number in range(3000)]
    assert near(_BASE + "R4-Status2999-R5-Status299", known).startswith("; did you mean")
    assert near("http://other.org/ValueSet/route-of-administration", known) == ""
