"""How a conversion reports what a FHIR resource says: an Issue placed at the resource, with the element."""

from typing import Any

from adapter.functions.fhir.shape import Report
from adapter.issues import Issue, Severity


def reporter(context: Any, place: str) -> Report:
    """`report(severity, code, message, element)` for one resource; the message names the element."""

    def report(severity: Severity, code: str, message: str, element: str) -> None:
        source = context.document.source.name
        context.issue(Issue(severity, code, f"{element}: {message}", source, place, element))

    return report
