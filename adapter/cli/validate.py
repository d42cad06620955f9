"""medrec validate FILE... : FHIR JSON against R4 and the profiles in profiles/."""

import argparse
import sys
from typing import Any

from adapter.cli.files import exit_status, json_bytes, read_source, report_issues, write
from adapter.errors import SourceError
from adapter.issues import Issue, operation_outcome
from adapter.sources.document import Source


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "validate",
        help="check FHIR resources against R4",
        description="Check FHIR JSON resources against R4 (4.0.1) and the profiles of this project.",
    )
    parser.add_argument("file", nargs="+", metavar="FILE", help="a FHIR JSON file, or - for standard input")
    parser.add_argument(
        "--issues", metavar="FILE", help="write the issues there as an OperationOutcome, not to standard error"
    )
    parser.add_argument("--json", action="store_true", help="print the issues as an OperationOutcome")


def run(options: argparse.Namespace) -> int:
    """0 valid, 1 with errors or a file that cannot be read, 2 when none could be read."""
    from adapter.conformance import validate

    issues: list[Issue] = []
    unread = 0
    names = list(dict.fromkeys(options.file))
    for name in names:
        try:
            resource = _resource(read_source(name))
        except SourceError as error:
            unread += 1
            issues.append(Issue("error", "structure", error.message, error.source, error.location))
            continue
        found = validate(resource, source=name)
        issues.extend(found)
        if not options.json:
            print(_summary(name, found), file=sys.stdout)
    if options.json:
        write(None, json_bytes(operation_outcome(issues)))
    if options.issues or not options.json:
        report_issues(issues, options.issues)
    return 2 if unread == len(names) else exit_status(issues)


def _resource(source: Source) -> dict[str, Any]:
    """The JSON object of a file. Raises SourceError with line and column of what is not JSON."""
    import orjson

    try:
        parsed = orjson.loads(source.data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise SourceError(f"not JSON: {error.msg}", source=source.name, location=place) from None
    if not isinstance(parsed, dict):
        raise SourceError("not a FHIR resource: a JSON object is expected", source=source.name)
    return parsed


def _summary(name: str, issues: list[Issue]) -> str:
    errors = sum(issue.severity == "error" for issue in issues)
    warnings = sum(issue.severity == "warning" for issue in issues)
    return f"{name}: {'not valid' if errors else 'valid'}, {errors} errors, {warnings} warnings"
