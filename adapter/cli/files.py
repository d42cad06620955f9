"""Reading sources and writing results: `-` is standard input or output, one clear line when a file cannot be used."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from adapter.errors import CallError
from adapter.issues import Issue, has_errors, operation_outcome
from adapter.sources.document import MAX_BYTES, Source
from adapter.sources.file import read_file


def read_source(name: str) -> Source:
    """The bytes of a file, or of standard input for `-`. Raises SourceError with what to do when it cannot be read."""
    return Source("-", sys.stdin.buffer.read(MAX_BYTES + 1)) if name == "-" else read_file(name)


def write(name: str | None, data: bytes | str) -> None:
    """Write a result to a file, or to standard output for `-` or None. Raises CallError when the file cannot be
    written."""
    content = data.encode() if isinstance(data, str) else data
    if name in (None, "-"):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(str(name)).write_bytes(content)
    except OSError as error:
        raise CallError(f"cannot be written: {error.strerror or error}", source=str(name)) from None


def json_bytes(resource: Any) -> bytes:
    """Indented UTF-8 JSON with a final newline."""
    import orjson

    return orjson.dumps(resource, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def report_issues(issues: Sequence[Issue], file: str | None) -> None:
    """Issues to standard error, one a line; or to `file` as an OperationOutcome."""
    if file:
        write(file, json_bytes(operation_outcome(issues)))
        return
    for issue in issues:
        print(issue.line(), file=sys.stderr)


def exit_status(issues: Iterable[Issue]) -> int:
    return 1 if has_errors(issues) else 0
