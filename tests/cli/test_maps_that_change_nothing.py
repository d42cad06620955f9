"""--mappings with a folder that can change nothing: the caller believes that maps are in force which are not."""

from pathlib import Path

import pytest

from adapter.cli import main

LETTER = Path(__file__).parents[2] / "examples" / "stop-omission-dose-change" / "sources" / "discharge-letter.xml"


@pytest.mark.parametrize("command", [["map"], ["mappings", "trace"], ["reconcile", "--discharge"]])
@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("notes.txt", "map", "holds no map and no ConceptMap; they are files .map, .fml or .json"),
        ("bundle.json", '{"resourceType": "Bundle"}', "holds no map and no ConceptMap"),
        ("alone.map", 'map "urn:a" = "A"\ngroup G(source s, target t) { s -> t; }\n', "no map in it is of a format"),
    ],
)
def test_it_is_an_unusable_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main([*command, str(LETTER), "--mappings", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{tmp_path}: error: {message}")
