"""What one validation found, and what it has yet to check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapter.issues import Issue, Severity


@dataclass(frozen=True, slots=True)
class Claim:
    """A node that has invariants: its type or element path, its place, and %resource and %rootResource there."""

    node: Any
    path: str
    place: str
    resource: Mapping[str, Any]
    root: Mapping[str, Any]


@dataclass
class Findings:
    """source: the file as given; issues in the order in which they were found; claims: where invariants hold."""

    source: str = ""
    issues: list[Issue] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def add(
        self, code: str, message: str, place: str, element: str, *, reference: str = "", severity: Severity = "error"
    ) -> None:
        """place: FHIRPath from the root (`Bundle.entry[4].resource.status`); element: its path in its own type."""
        self.issues.append(Issue(severity, code, message, self.source, place, element, reference))
