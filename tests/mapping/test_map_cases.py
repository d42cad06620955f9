"""Each folder of cases/ is one situation: a map, a source, and the result, the error or the issues that come out."""

import json
from pathlib import Path

import pytest

from adapter.issues import Issue
from adapter.mapping import Context, RuleError, compile_maps, parse_map

CASES = sorted((Path(__file__).parent / "cases").iterdir())


def run(case: Path, issues: list[Issue]) -> dict:
    map_ = parse_map((case / "map.map").read_text(encoding="utf-8"), "map.map")
    group = map_.groups[0]
    target = {"resourceType": group.parameters[-1].type}
    source = json.loads((case / "source.json").read_text(encoding="utf-8"))
    compile_maps([map_]).run(group.name, [source, target], Context(issues=issues))
    return target


@pytest.mark.parametrize(
    "case", [case for case in CASES if (case / "expected.json").is_file()], ids=lambda case: case.name
)
def test_the_map_gives_the_expected_resource(case: Path):
    issues: list[Issue] = []
    assert run(case, issues) == json.loads((case / "expected.json").read_text(encoding="utf-8"))
    expected = (case / "issues.txt").read_text(encoding="utf-8").splitlines() if (case / "issues.txt").is_file() else []
    assert [issue.line() for issue in issues] == expected


@pytest.mark.parametrize("case", [case for case in CASES if (case / "error.txt").is_file()], ids=lambda case: case.name)
def test_the_rule_fails_and_says_where(case: Path):
    with pytest.raises(RuleError) as failure:
        run(case, [])
    assert str(failure.value) == (case / "error.txt").read_text(encoding="utf-8").strip()
