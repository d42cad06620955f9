"""What the pages show is what happens: Python examples run, linked files exist, commands are commands."""

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest

from adapter.cli import COMMANDS

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = [REPOSITORY / "README.md", *sorted(REPOSITORY.glob("docs/**/*.md")), *sorted(REPOSITORY.glob("*/README.md"))]
PYTHON = REPOSITORY / "docs" / "for-python.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PYTHON.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_python_examples_run(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(REPOSITORY / "examples" / "stop-omission-dose-change" / "sources", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    exec(compile(BLOCKS[number], f"{PYTHON.name} block {number + 1}", "exec"), {})


def test_the_page_of_host_functions_is_what_their_docstrings_say() -> None:
    spec = importlib.util.spec_from_file_location("host_functions_page", REPOSITORY / "scripts" / "host_functions.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "python3 dev.py expected"
    assert not [line for line in script.page().splitlines() if line.endswith("` |  |")]


def test_there_are_python_examples() -> None:
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_commands_of_the_pages_exist(page: Path) -> None:
    named = set(re.findall(r"^\s+medrec ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= {name for name, _ in COMMANDS}


def test_the_worked_example_of_the_maps_runs() -> None:
    text = (REPOSITORY / "docs" / "maps.md").read_text(encoding="utf-8")
    source, map_, code = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)[0] for kind in ("json", "fml", "python"))
    space = {"MAP": map_, "SOURCE": json.loads(source)}
    exec(compile(code, "docs/maps.md", "exec"), space)
    bundle, context = space["bundle"], space["context"]
    (entry,) = bundle["entry"]
    assert entry["resource"]["medicationCodeableConcept"] == {"text": "RAMIPRIL 5 mg"}
    assert entry["resource"]["effectivePeriod"] == {"start": "2024-03-01"}
    assert [issue.message for issue in context.issues] == ["an item without a name: left out"]
