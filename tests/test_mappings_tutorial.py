"""mappings/README.md and docs/maps.md: their files are written, their commands run, in order, and say what is shown."""

import re
import shlex
from pathlib import Path

import pytest

from adapter.cli import main

ROOT = Path(__file__).resolve().parent.parent
TEXT = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in ("mappings/README.md", "docs/maps.md"))
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def prepare(command: str) -> None:
    """What the page tells in words before a command: the broken copy, the expected text that was changed."""
    if command == "mappings check broken":
        file = Path("broken/csv/remark.map")
        file.parent.mkdir(parents=True)
        file.write_text(Path("my-maps/csv/remark.map").read_text(encoding="utf-8").replace("r.note", "r.nots"), "utf-8")
    elif command == "changed":
        file = Path("my-maps/lost-box.expected.json")
        file.write_text(file.read_text(encoding="utf-8").replace("replaces a lost box", "a lost box"), "utf-8")


def said(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    main(shlex.split(command))
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for kind, name, text in BLOCKS:
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        if kind != "console":
            continue
        for part in re.split(r"^\$ medrec ", text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            prepare("changed" if "FAILED" in shown else command)
            assert said(command, capsys) == shown
            commands += 1
    assert commands == 6
    assert main(["mappings", "check", "my-maps"]) == 0


def test_the_expected_file_of_the_page_is_what_map_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _, name, text in BLOCKS:
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
    assert main(["map", "my-maps/lost-box.source.csv", "--mappings", "my-maps", "-o", "out.json"]) == 0
    assert '"text": "replaces a lost box"' in Path("out.json").read_text(encoding="utf-8")
