"""Issues of one validation, with their places."""

from dataclasses import dataclass, field

from adapter.issues import Issue, Severity


@dataclass
class Findings:
    """source: the file as given; issues in the order in which they were found."""

    source: str = ""
    issues: list[Issue] = field(default_factory=list)

    def add(
        self, code: str, message: str, place: str, element: str, *, reference: str = "", severity: Severity = "error"
    ) -> None:
        """place: FHIRPath from the root (`Bundle.entry[4].resource.status`); element: its path in its own type."""
        self.issues.append(Issue(severity, code, message, self.source, place, element, reference))
