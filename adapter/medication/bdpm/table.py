"""One file of BDPM: tab-separated rows without header → lists of fields; a bad row costs itself alone."""

from collections.abc import Iterator
from pathlib import Path

from adapter.errors import SourceError
from adapter.issues import Issue


def rows(path: Path, width: int, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """Rows as (number from 1, fields); `width`: the fewest fields a row may have. Issues get file and `row N`.

    Some files are UTF-8 and some cp1252, and that changed over the years: each line is UTF-8 where it can be, since
    cp1252 text with accents never is. Raises SourceError when the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", source=str(path)) from None
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        text = decoded(line.rstrip(b"\r"))
        if text is None:
            issues.append(bad_row(path, number, "is neither UTF-8 nor cp1252: left out"))
            continue
        fields = [field.strip() for field in text.split("\t")]
        if len(fields) < width:
            message = f"has {len(fields)} fields where {width} are expected: left out"
            issues.append(bad_row(path, number, message))
            continue
        yield number, fields


def bad_row(path: Path, number: int, message: str) -> Issue:
    """A row that is left out: `error`, since what it says is not in the answer."""
    return Issue("error", "structure", f"the row {message}", str(path), f"row {number}")


def decoded(line: bytes) -> str | None:
    """A line as UTF-8, else as cp1252; None when it is neither."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
