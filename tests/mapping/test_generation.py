"""Generated groups and closures give the same: results, issues, and errors with their places."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapter import sources
from adapter.errors import SourceError
from adapter.mapping import Context, RuleError, compile_maps, parse_map
from adapter.mapping.generation import generated
from adapter.sources.document import Source
from adapter.workflow import programs
from adapter.workflow.mapped import map_document

TESTS = Path(__file__).parents[1]
CASES = sorted((TESTS / "mapping" / "cases").iterdir())
SOURCES = sorted(path for path in (TESTS / "mappings").glob("*/*/*/source.*") if path.is_file())


def outcome(case: Path, often: int | None) -> tuple[Any, list[str]]:
    map_ = parse_map((case / "map.map").read_text(encoding="utf-8"), "map.map")
    group, target, context = map_.groups[0], {"resourceType": map_.groups[0].parameters[-1].type}, Context()
    source = json.loads((case / "source.json").read_text(encoding="utf-8"))
    try:
        compile_maps([map_], often=often).run(group.name, [source, target], context)
    except RuleError as error:
        return str(error), []
    return target, [issue.line() for issue in context.issues]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_language(case: Path):
    assert outcome(case, 0) == outcome(case, None)


@pytest.fixture(scope="module")
def mapped() -> Callable[[Path, int | None], Any]:
    made: dict[tuple[str, int | None], Any] = {}

    def run(path: Path, often: int | None) -> Any:
        document = sources.read(Source(path.name, path.read_bytes()))
        key = document.kind, often
        if key not in made:
            made[key] = programs.compiled(document.kind, type(document.model)(), often=often)
        found = map_document(document, made[key], recorded=None, concept_maps=programs.concept_maps(None))
        return found.bundle, found.issues

    return run


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.parent.name)
def test_a_document_of_a_format(path: Path, mapped: Callable[[Path, int | None], Any]):
    try:
        expected = mapped(path, None)
    except SourceError:
        pytest.skip("a source that is refused")
    assert mapped(path, 0) == expected


MAP = """map "http://example.org/StructureMap/x" = "X"

uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target

group Main(source src, target tgt : Patient) {
  src.name as name -> tgt.name as n then Name(name, n) "name";
  src.born as born -> tgt.birthDate = born "born";
}

group Name(source name, target n) {
  name.family as family where %wanted.exists() -> n.family = family "family";
}
"""


@pytest.mark.parametrize(
    ("source", "constants"),
    [
        ({"name": [{"family": "DURAND"}], "born": "1941-03-02"}, {"wanted": "yes"}),
        ({"name": [{"family": "DURAND"}]}, {"wanted": None}),
        ({"name": [{"family": "DURAND"}]}, {}),
        ({"name": "DURAND", "born": "in spring"}, {"wanted": "yes"}),
        ({"born": ["1941", "1942"]}, {"wanted": "yes"}),
        (None, {}),
    ],
    ids=["whole", "empty-constant", "no-constant", "no-date", "two-values", "no-source"],
)
def test_what_a_run_may_meet(source: Any, constants: dict[str, Any]):
    def run(often: int | None) -> tuple[dict, str]:
        target: dict[str, Any] = {"resourceType": "Patient"}
        program = compile_maps([parse_map(MAP, "x.map")], often=often)
        try:
            for _ in range(3):
                program.run("Main", [source, target], Context(constants=constants))
        except RuleError as error:
            return target, str(error)
        return target, ""

    assert run(1) == run(None)


def test_a_group_is_generated_when_it_has_run_often(monkeypatch: pytest.MonkeyPatch):
    made = []

    def noted(linker: Any, map_: Any, group: Any, *rest: Any) -> Any:
        made.append(group.name)
        return generated(linker, map_, group, *rest)

    monkeypatch.setattr("adapter.mapping.generation.generated", noted)
    program = compile_maps([parse_map(MAP, "x.map")], often=2)
    for _ in range(2):
        program.run("Main", [{"name": [{}]}, {"resourceType": "Patient"}], Context())
    assert made == []
    program.run("Main", [{"name": [{}]}, {"resourceType": "Patient"}], Context())
    assert made == ["Main", "Name"]


ASKING = """map "http://example.org/StructureMap/x" = "X"

uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target

group Main(source src, target tgt : Patient) {
  src where born.exists() and kind() = 'man' -> tgt.gender = 'male' "man";
  src where kind() = 'woman' -> tgt.gender = 'female' "woman";
  src where kind() in ('woman' | 'man') -> tgt.active = true "person";
  src.name as name where kind() = 'man' -> tgt.name as human, human.use = 'official' "official";
  src.name as name where kind() = 'woman' -> tgt.name as human, human.use = 'usual' "usual";
}
"""


@pytest.mark.parametrize("born", [True, False], ids=["asked-first", "passed-over-first"])
def test_what_rules_ask_of_a_parameter_is_asked_once(born: bool):
    asked: list[Any] = []

    def kind(context: Any, focus: list) -> list:
        asked.append(focus[0])
        return [focus[0]["kind"]]

    def run(often: int | None) -> dict[str, Any]:
        target: dict[str, Any] = {"resourceType": "Patient"}
        asked.clear()
        program = compile_maps([parse_map(ASKING, "x.map")], functions={"kind": kind}, often=often)
        program.run("Main", [source, target], Context())
        return target

    names = [{"kind": "man"}, {"kind": "woman"}]
    source = {"kind": "woman", "name": names, **({"born": "1941"} if born else {})}
    expected = run(None)
    assert asked == [source] * (3 if born else 2) + names * 2
    assert (
        run(0)
        == expected
        == {
            "resourceType": "Patient",
            "gender": "female",
            "active": True,
            "name": [{"use": "official"}, {"use": "usual"}],
        }
    )
    assert asked == [source] + names * 2
