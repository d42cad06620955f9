import runpy
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.shared
def test_the_tables_that_ship_are_what_the_script_makes_of_the_facts(shared: Path) -> None:
    made = runpy.run_path(str(REPOSITORY / "scripts" / "terminology.py"))["tables"](shared / "facts")
    folder = REPOSITORY / "adapter" / "terminology" / "data"
    assert made == {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
