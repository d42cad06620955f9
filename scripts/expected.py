"""Write the expected outputs of stories and mapping cases again. Read the difference before committing it.

What is written is what the tests compare with: examples/*/expected/ and tests/mappings/*/cases/*/expected.json;
and docs/host-functions.md.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "mappings"), str(ROOT / "tests")]

from compact_bundle import mapped_case  # noqa: E402
from host_functions import PAGE, page  # noqa: E402
from stories import STORIES, outputs  # noqa: E402


def main() -> None:
    for story in STORIES:
        folder = ROOT / "examples" / story / "expected"
        folder.mkdir(exist_ok=True)
        for name, text in outputs(story).items():
            _write(folder / name, text)
    for case in sorted((ROOT / "tests" / "mappings").glob("*/cases/*")):
        (source,) = case.glob("source.*")
        _write(case / "expected.json", json.dumps(mapped_case(source), ensure_ascii=False, indent=2) + "\n")
    _write(PAGE, page())


def _write(file: Path, text: str) -> None:
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
        print("written:", file.relative_to(ROOT))


if __name__ == "__main__":
    main()
