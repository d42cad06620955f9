"""How a conversion reports what a message says: an Issue placed at the segment, field or component."""

from typing import Any

from adapter.issues import Issue, Severity


def report(context: Any, node: Any, severity: Severity, code: str, message: str, element: str = "") -> None:
    """Add an Issue; `node` is a segment, field, timing or line of the message."""
    context.issue(Issue(severity, code, message, context.document.source.name, node.place, element))
