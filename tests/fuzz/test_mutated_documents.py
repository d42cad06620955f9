"""Documents of every format with something wrong in them: refused in one line or mapped, never a traceback, never data
of another document, never a treatment that the source does not hold."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import MARKER, check, exists, planted, seeds
from mutation import mutated
from several_patients import FORMATS, NUMBERS, check_each, joined

from adapter.fhir.canonical import SOURCE_PLACE
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

SEEDS = seeds()
CRASHERS = sorted((Path(__file__).parent / "crashers").glob("[!.]*"))


@pytest.mark.parametrize("format_", SEEDS)
@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(number=st.integers(0, 2**32 - 1))
def test_the_laws_hold_for_mutated_documents(format_: str, number: int) -> None:
    random = Random(number)
    names = sorted(SEEDS[format_])
    before, name = random.choice(names), random.choice(names)
    map_source(Source("before", planted(SEEDS[format_][before])))
    check(mutated(SEEDS[format_][name], random))


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(number=st.integers(0, 2**32 - 1))
def test_the_laws_hold_for_mutated_files_of_several_patients(format_: str, number: int) -> None:
    random = Random(number)
    check_each(mutated(joined(format_, list(SEEDS[format_].values()), random), random))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_made_of_several_cases_is_one_of_several_patients(format_: str) -> None:
    found = check_each(joined(format_, list(SEEDS[format_].values()), Random(1)))
    numbers = [row["value"] for one in found for row in one.resources("Patient")[0]["identifier"]]
    assert len(set(numbers) & set(NUMBERS)) >= 2


@pytest.mark.parametrize("path", CRASHERS, ids=lambda path: path.name)
def test_what_once_broke_a_law_holds(path: Path) -> None:
    check(path.read_bytes())


@pytest.mark.parametrize("format_", SEEDS)
def test_the_marker_of_a_document_is_in_what_it_maps_to(format_: str) -> None:
    outputs = [str(map_source(Source("planted", planted(data))).bundle) for data in SEEDS[format_].values()]
    assert any(MARKER in output for output in outputs)


@pytest.mark.parametrize("format_", SEEDS)
def test_the_places_of_our_cases_exist_and_others_do_not(format_: str) -> None:
    for data in SEEDS[format_].values():
        for provenance in map_source(Source("case", data)).resources("Provenance"):
            (extension,) = provenance["entity"][0]["extension"]
            place = extension["valueString"]
            assert extension["url"] == SOURCE_PLACE
            assert exists(data, place)
            assert not exists(data, place.rstrip("]") + "9" + ("]" if place.endswith("]") else ""))
