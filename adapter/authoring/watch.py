"""Doing something again whenever a file changes."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

Stamps = Mapping[Path, tuple[int, int]]
"""file → time of its last change in nanoseconds, and its size"""


def stamps(folders: Iterable[Path]) -> Stamps:
    """The files of folders and of the folders in them, hidden ones left out; a file that vanishes meanwhile is none."""
    found: dict[Path, tuple[int, int]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if any(part.startswith(".") for part in path.relative_to(folder).parts):
                continue
            try:
                status = path.stat()
            except OSError:
                continue
            if path.is_file():
                found[path] = (status.st_mtime_ns, status.st_size)
    return found


def watch(look: Callable[[], Stamps], run: Callable[[list[Path]], None], wait: Callable[[], bool]) -> None:
    """Run at once, and again whenever what `look` sees has changed, until `wait` says False.

    run: gets the files that changed, none the first time; what it writes itself is no change. wait: returns after a
    while, and whether to go on; a clock of the caller's.
    """
    run([])
    seen = look()
    while wait():
        now = look()
        if now != seen:
            run(sorted(path for path in {*seen, *now} if seen.get(path) != now.get(path)))
            now = look()
        seen = now
