"""What surrounds an evaluation: the document, named constants, the Issues found; and how foreign nodes are walked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from adapter.issues import Issue


class Model(Protocol):
    """How nodes that are not FHIR JSON are walked; adapter.sources has one for each format."""

    def children(self, node: Any, name: str) -> list[Any]: ...

    def all_children(self, node: Any) -> list[Any]: ...

    def scalar(self, node: Any) -> str | int | float | bool | None: ...

    def type_name(self, node: Any) -> str | None: ...

    def place(self, node: Any) -> str: ...


@dataclass
class Context:
    """One run. document: for host functions; constants: reachable as %name; issues: receives what is found.
    concept_maps: the ConceptMap resources in force by url, for host functions."""

    document: Any = None
    constants: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    sequence: int = 0
    concept_maps: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    def next_number(self) -> int:
        """1, 2, 3 … in the order of this run: for ids that must differ and be the same next time."""
        self.sequence += 1
        return self.sequence

    def issue(self, issue: Issue) -> None:
        self.issues.append(issue)


HostFunction: TypeAlias = Callable[..., list]
"""`function(context, focus, *arguments) -> list`: focus and arguments are collections."""

Evaluate: TypeAlias = Callable[[list, list], list]
"""A compiled expression: `(nodes, frame) -> collection`. `nodes` is the focus ($this); the frame is a list:"""

CONTEXT, INDEX, TOTAL, FIRST_SLOT = 0, 1, 2, 3
"""slots of a frame: the Context, $index, $total, then the variables."""
