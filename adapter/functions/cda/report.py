"""How a conversion function reports a problem at a CDA node: an Issue with its place, the value left out."""

from typing import Any

from adapter.issues import Issue, Severity


def report(context: Any, node: Any, severity: Severity, code: str, message: str, element: str = "") -> None:
    """Add an Issue at `node` to the running map's issues."""
    document = context.document
    place = document.model.place(node)
    context.issue(Issue(severity, code, message, document.source.name, place, element))
