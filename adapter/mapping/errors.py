"""A rule that fails on the data at hand."""

from adapter.errors import MedrecError
from adapter.issues import Issue


class RuleError(MedrecError):
    """Why a rule could not do its work: the map `file`, `line` and `rule`, the `place` of the source node, the message.

    The caller decides what is lost with it (a workflow: the source entry) and reports it with `issue`.
    """

    def __init__(self, message: str, *, file: str, line: int, rule: str, place: str) -> None:
        super().__init__(message, source=file, location=str(line))
        self.file = file
        self.rule_line = line
        self.rule = rule
        self.place = place

    def __str__(self) -> str:
        at = f" at {self.place}" if self.place else ""
        return f"{self.reference}: {self.message}{at}"

    @property
    def reference(self) -> str:
        """`file.map:line rule`, without the name of a rule that has none."""
        return f"{self.file}{f':{self.rule_line}' if self.rule_line else ''} {self.rule}".rstrip()

    def issue(self, source: str, place: str = "") -> Issue:
        """The Issue of severity error that stands for what was lost; `place` where the rule knows none."""
        return Issue(
            "error",
            "processing",
            self.message,
            source,
            self.place or place,
            reference=self.reference,
        )
