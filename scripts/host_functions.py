"""Write docs/host-functions.md: the host functions that maps of each format may call, from their docstrings.

python scripts/host_functions.py
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from adapter.workflow.formats import FORMATS  # noqa: E402
from adapter.workflow.programs import host_functions  # noqa: E402

PAGE = ROOT / "docs" / "host-functions.md"
_HEAD = """# Host functions

FHIRPath functions that maps may call for what the mapping language has no words for, a closed list a format. This page
is written by `python3 dev.py expected` from the docstrings in `adapter/functions/`; a test compares them. Read a row as
*what the function is called on → what it gives*; "Issue, nothing" is a problem that is told, with an empty result.
"""


def page() -> str:
    """The text of the page."""
    return "\n".join([_HEAD, *(line for kind in FORMATS for line in _format(kind))])


def _format(kind: str) -> Iterator[str]:
    yield f"## {kind}\n"
    yield "| function | what goes in → what comes out |"
    yield "|---|---|"
    for name, function in sorted(host_functions(kind).items()):
        said = " ".join((inspect.getdoc(function) or "").split()).replace("|", "\\|")
        yield f"| `{name}` | {said} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
