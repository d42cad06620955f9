"""Every source that the repository has, as a case of each law of the trace."""

from functools import cache
from pathlib import Path

from adapter.errors import SourceError
from adapter.sources import read
from adapter.sources.document import Source
from adapter.workflow.traced import Traced, trace_source

REPOSITORY = Path(__file__).resolve().parents[2]
_FOLDERS = ("tests/mappings", "examples")
_NOT_SOURCES = ("expected", "README")


def sources() -> list[Path]:
    """The sources of all mapping cases and examples that can be read."""
    files = [path for folder in _FOLDERS for path in sorted((REPOSITORY / folder).rglob("*.*")) if path.is_file()]
    kept = [path for path in files if not any(part.startswith(_NOT_SOURCES) for part in path.parts)]
    return [path for path in kept if path.suffix not in (".py", ".pyc") and is_readable(path)]


def is_readable(path: Path) -> bool:
    try:
        read(source(path))
    except SourceError:
        return False
    return True


def source(path: Path) -> Source:
    return Source(path.name, path.read_bytes())


@cache
def traced(path: Path) -> Traced:
    """The traced run of a case, made once; whoever changes its Bundle takes a copy."""
    return trace_source(source(path))


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()
