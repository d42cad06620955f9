"""The pytest plugin runs pairs when it is asked to, and is not noticed otherwise."""

import pytest

pytest_plugins = ["pytester"]

ROWS = "patient_id;dispense_date;label;quantity\n1;2026-01-05;PARACETAMOL 1 G;2\n"
BROKEN = 'map "urn:broken" = "Broken"\ngroup A(source a) { a -> }\n'


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(test_other="def test_other(): pass")
    (pytester.path / "maps" / "csv").mkdir(parents=True)
    (pytester.path / "pairs").mkdir()
    (pytester.path / "pairs" / "one-delivery.source.csv").write_text(ROWS, encoding="utf-8")
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_nothing_is_collected_unless_it_is_asked_for(project: pytest.Pytester) -> None:
    run(project).assert_outcomes(passed=1)


def test_pairs_are_written_then_pass_then_fail_with_the_path(project: pytest.Pytester) -> None:
    run(project, "--medrec-mappings", "maps").assert_outcomes(passed=1, failed=1)
    run(project, "--medrec-mappings", "maps", "--medrec-update").assert_outcomes(passed=2)
    run(project, "--medrec-mappings", "maps").assert_outcomes(passed=2)
    expected = project.path / "pairs" / "one-delivery.expected.json"
    expected.write_text(expected.read_text(encoding="utf-8").replace("PARACETAMOL 1 G", "DOLIPRANE"), encoding="utf-8")
    result = run(project, "--medrec-mappings", "maps")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["MedicationDispense*0*.medicationCodeableConcept.text: expected 'DOLIPRANE', got 'PARACETAMOL 1 G'"]
    )


def test_the_configuration_names_the_folder_from_where_it_lies(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nmedrec_mappings = maps")
    run(project, "--medrec-update", "pairs").assert_outcomes(passed=1)
    run(project, str(project.path / "pairs")).assert_outcomes(passed=1)


def test_a_broken_map_or_no_folder_stops_the_run_with_its_message(project: pytest.Pytester) -> None:
    (project.path / "maps" / "csv" / "broken.map").write_text(BROKEN, encoding="utf-8")
    result = run(project, "--medrec-mappings", "maps")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: maps/csv/broken.map:2:*: error: expected *"])
    result = run(project, "--medrec-mappings", "gone")
    result.stderr.fnmatch_lines(["ERROR: gone: error: no such folder of maps"])


def test_one_pair_is_run_by_its_file(project: pytest.Pytester) -> None:
    (project.path / "pairs" / "second.source.csv").write_text(ROWS, encoding="utf-8")
    run(project, "--medrec-mappings", "maps", "--medrec-update", "pairs/second.source.csv").assert_outcomes(passed=1)
    assert not (project.path / "pairs" / "one-delivery.expected.json").exists()


def test_pairs_outside_the_root_of_pytest_are_run_too(
    project: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "one-delivery.source.csv").write_text(ROWS, encoding="utf-8")
    run(project, "--rootdir", ".", "--medrec-mappings", "maps", "--medrec-update", str(other)).assert_outcomes(passed=1)


def test_loading_the_plugin_loads_nothing_of_the_engine(project: pytest.Pytester) -> None:
    heavy = "{'lxml', 'adapter.mapping', 'adapter.authoring'}"
    project.makepyfile(test_light=f"import sys\ndef test_light(): assert not {heavy} & set(sys.modules)")
    run(project, "test_light.py", "-p", "no:hypothesispytest").assert_outcomes(passed=1)
