"""Issue: a problem found in data, with its place. Returned as a value, never raised."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem in data.

    severity: `error` something could not be read or mapped; `warning` read, but look at it; `information` said for
    the record.
    code: a code of http://hl7.org/fhir/issue-type (`structure`, `required`, `value`, `not-found`, `code-invalid`,
        `not-supported`, `business-rule`, `conflict`, `duplicate`, `incomplete`, `processing`, `informational`).
    source: the file as given; location: the place inside it (XPath without prefixes, `row N`,
    `Bundle.entry[4].resource`).
    element: the FHIR element concerned; reference: the rule (`file.map:line rule`) or the paragraph of a standard.
    """

    severity: Severity
    code: str
    message: str
    source: str = ""
    location: str = ""
    element: str = ""
    reference: str = ""

    def line(self) -> str:
        """The issue as one line: `file:place: severity: message [reference]`."""
        where = ":".join(part for part in (self.source, self.location) if part)
        tail = f" [{self.reference}]" if self.reference else ""
        return f"{where}: {self.severity}: {self.message}{tail}" if where else f"{self.severity}: {self.message}{tail}"


def has_errors(issues: Iterable[Issue]) -> bool:
    return any(issue.severity == "error" for issue in issues)


def operation_outcome(issues: Iterable[Issue]) -> dict[str, Any]:
    """Issues as one FHIR R4 OperationOutcome (an empty run gives the `informational` "no issues", as R4 requires one
    issue)."""
    rows = [_outcome_row(issue) for issue in issues]
    return {
        "resourceType": "OperationOutcome",
        "issue": rows or [{"severity": "information", "code": "informational", "diagnostics": "no issues"}],
    }


def _outcome_row(issue: Issue) -> dict[str, Any]:
    row: dict[str, Any] = {"severity": issue.severity, "code": issue.code, "diagnostics": issue.line()}
    row["details"] = {"text": issue.message}
    if issue.location:
        row["location"] = [issue.location]
    if issue.element:
        row["expression"] = [issue.element]
    return row
