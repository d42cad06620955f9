"""Running a suite: each source is mapped, and its result compared with the expected one, or written as such."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from adapter.authoring.comparison import Difference, differences, differences_of_lists
from adapter.authoring.expected import comparable, resource_list, types_in
from adapter.authoring.pairs import Situation
from adapter.errors import CallError, SourceError
from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.file import read_file

Status = Literal["passed", "failed", "error", "updated"]
Produce = Callable[[Source], tuple[Any, list[Issue]]]
"""A source → what the maps under test make of it, and the Issues. Raises SourceError."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one situation. `error`: it could not be compared, the message says why; `updated`: its expected
    files were written, the differences are those to before."""

    situation: Situation
    status: Status
    message: str = ""
    differences: tuple[Difference, ...] = ()


def run_suite(situations: Iterable[Situation], produce: Produce) -> list[Result]:
    """Compare each situation; nothing is written."""
    return [tested(situation, produce) for situation in situations]


def tested(situation: Situation, produce: Produce) -> Result:
    """One situation: `passed` when result and issues are as expected. Without a file of expected issues, an Issue of
    severity error fails it. Raises MappingError when a map is broken."""
    if situation.source is None:
        message = f"no source beside {situation.expected.name}; name it {_source_name(situation)}"
        return Result(situation, "error", message)
    try:
        got, issues = produce(read_file(situation.source))
        expected = _expected(situation)
    except SourceError as error:
        return Result(situation, "error", error.line())
    if expected is None:
        message = f"no {situation.expected.name} yet; --update writes it, read it before you keep it"
        return Result(situation, "error", message)
    if expected == []:
        return Result(situation, "error", f"{situation.expected.name} is an empty list: nothing is compared")
    found = [*_compared_issues(situation, issues), *_compared(situation, expected, got)]
    return Result(situation, "failed" if found else "passed", differences=tuple(found))


def updated(situation: Situation, produce: Produce, *, as_list: bool = False) -> Result:
    """Write the expected files of one situation where they differ from what the maps make now.

    as_list: a new file is a list of resources; one that is there keeps its form.
    """
    if situation.source is None:
        return tested(situation, produce)
    try:
        got, issues = produce(read_file(situation.source))
        before = _expected(situation)
    except SourceError as error:
        return Result(situation, "error", error.line())
    if before is None:
        _write(situation.expected, resource_list(got) if as_list and _is_bundle(got) else got)
        _write_issues(situation, issues)
        return Result(situation, "updated", _new(situation, bool(issues)))
    changed = _compared(situation, before, got)
    if changed or before == []:
        _write(situation.expected, _in_form_of(before, got))
    changed_issues = _compared_issues(situation, issues)
    if changed_issues:
        _write_issues(situation, issues)
    found = (*changed_issues, *changed)
    return Result(situation, "updated" if found else "passed", differences=found)


def _new(situation: Situation, with_issues: bool) -> str:
    if with_issues:
        return f"{situation.expected.name} and {situation.issues.name} are new: read them before you keep them"
    return f"{situation.expected.name} is new: read it before you keep it"


def issue_lines(issues: Iterable[Issue]) -> list[str]:
    """Issues as a suite keeps them: `place: severity: message`, without the file and the line of the map."""
    return [Issue(i.severity, i.code, i.message, "", i.location).line() for i in issues]


def _source_name(situation: Situation) -> str:
    return situation.expected.name.removesuffix(".expected.json") + ".source.xml, .csv or .json"


def _expected(situation: Situation) -> Any:
    """The expected JSON, None where there is no file. Raises SourceError when it is no JSON."""
    if not situation.expected.is_file():
        return None
    try:
        return json.loads(situation.expected.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise SourceError(f"not JSON: {error.msg}", source=str(situation.expected), location=place) from None
    except UnicodeDecodeError:
        raise SourceError("not UTF-8 text", source=str(situation.expected)) from None


def _compared(situation: Situation, expected: Any, got: Any) -> list[Difference]:
    shaped = _in_form_of(expected, got)
    return differences(comparable(expected, situation.ignore), comparable(shaped, situation.ignore))


def _in_form_of(expected: Any, got: Any) -> Any:
    return resource_list(got, types_in(expected)) if isinstance(expected, list) and _is_bundle(got) else got


def _is_bundle(result: Any) -> bool:
    return isinstance(result, dict) and result.get("resourceType") == "Bundle"


def _compared_issues(situation: Situation, issues: list[Issue]) -> list[Difference]:
    if not situation.issues.is_file():
        errors = [issue for issue in issues if issue.severity == "error"]
        return [Difference("issues", "extra", f"not expected, got {_with_rule(issue)}") for issue in errors]
    expected = [line for line in situation.issues.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = differences_of_lists(expected, issue_lines(issues), "issues")
    rules = {f"issues[{number}]": f"not expected, got {_with_rule(issue)}" for number, issue in enumerate(issues)}
    return [d._replace(message=rules[d.path]) if d.kind == "extra" else d for d in found]


def _with_rule(issue: Issue) -> str:
    """An Issue and the rule that it names; the rule is not compared, because lines of maps move."""
    (line,) = issue_lines([issue])
    return f"'{line}'{f' [{issue.reference}]' if issue.reference else ''}"


def _write(file: Path, result: Any) -> None:
    _write_bytes(file, orjson.dumps(result, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _write_issues(situation: Situation, issues: list[Issue]) -> None:
    lines = issue_lines(issues)
    if lines:
        _write_bytes(situation.issues, "".join(f"{line}\n" for line in lines).encode())
    else:
        situation.issues.unlink(missing_ok=True)


def _write_bytes(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise CallError(f"cannot be written: {error.strerror or error}", source=str(file)) from None
