"""The pairs of a suite: `situation.source[.ext]` and `situation.expected.json`, in a folder and the folders in it.

Beside a pair there may be `situation.expected.issues`, and in its folder or one above it `expected.ignore`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from adapter.errors import CallError

_SOURCE = re.compile(r"(?P<situation>.+)\.source(?:\.[^.]+)?")
_EXPECTED = ".expected.json"
IGNORE = "expected.ignore"
_ELEMENT = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z_]\w*)*")


@dataclass(frozen=True, slots=True)
class Situation:
    """name: as reports write it, the path from the suite's folder; source None: there is only an expected result."""

    name: str
    source: Path | None
    expected: Path
    ignore: tuple[str, ...] = ()

    @property
    def issues(self) -> Path:
        """Where its expected issues stand, if anywhere: one a line, as `medrec map` says them without the file."""
        return self.expected.with_name(self.expected.name.removesuffix(".json") + ".issues")


def is_source(path: Path) -> bool:
    return _SOURCE.fullmatch(path.name) is not None


def situations(paths: Iterable[str]) -> list[Situation]:
    """The situations of folders, or of single files of pairs, in the order of their names.

    Raises CallError for a path that is not there, a situation with two sources, a folder of pairs without one.
    """
    found: dict[Path, Situation] = {}
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise CallError("no such file or folder", source=name)
        here = _in_folder(path) if path.is_dir() else [_of_file(path)]
        if not here:
            raise CallError(
                "no pairs here; a pair is a file situation.source.xml (or .csv, .json, …) beside a file "
                "situation.expected.json, which --update writes",
                source=name,
            )
        found |= {situation.expected: situation for situation in here}
    return list(found.values())


def situation_of(source: Path, root: Path) -> Situation:
    """The situation of one source file, named from `root`."""
    match = _SOURCE.fullmatch(source.name)
    assert match is not None
    expected = source.with_name(match["situation"] + _EXPECTED)
    return Situation(_name(expected, root), source, expected, _ignored(source.parent, root))


def _in_folder(root: Path) -> list[Situation]:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not _hidden(path, root)]
    found: dict[Path, Situation] = {}
    for path in files:
        if is_source(path):
            situation = situation_of(path, root)
            other = found.setdefault(situation.expected, situation)
            if other.source != path:
                raise CallError(f"two sources for one situation: {other.source} is the other", source=str(path))
    for path in files:
        if path.name.endswith(_EXPECTED) and path not in found:
            found[path] = Situation(_name(path, root), None, path)
    return sorted(found.values(), key=lambda situation: situation.name)


def _of_file(path: Path) -> Situation:
    if is_source(path):
        return situation_of(path, path.parent)
    if path.name.endswith(_EXPECTED):
        stem = path.name.removesuffix(_EXPECTED)
        for source in sorted(path.parent.iterdir()):
            match = _SOURCE.fullmatch(source.name)
            if match is not None and match["situation"] == stem:
                return situation_of(source, path.parent)
        return Situation(_name(path, path.parent), None, path)
    raise CallError("is no part of a pair; name situation.source[.ext], or the folder", source=str(path))


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _name(expected: Path, root: Path) -> str:
    return expected.relative_to(root).as_posix().removesuffix(_EXPECTED)


def _ignored(folder: Path, root: Path) -> tuple[str, ...]:
    """The element paths that `expected.ignore` names here and above, up to the suite's folder."""
    found: list[str] = []
    for parent in (folder, *folder.parents):
        file = parent / IGNORE
        if file.is_file():
            found += _lines(file)
        if parent == root:
            break
    return tuple(dict.fromkeys(found))


def _lines(file: Path) -> list[str]:
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        element = line.partition("#")[0].strip()
        if element and not _ELEMENT.fullmatch(element):
            message = f"expected an element such as DocumentReference.content, without numbers, found '{element}'"
            raise CallError(message, source=str(file), location=str(number))
        if element:
            found.append(element)
    return found
