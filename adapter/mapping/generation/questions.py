"""What the conditions of a group ask of its parameters: what several rules ask is asked once a run."""


class Questions:
    """parameters: the slots of source nodes that stay the same while the group runs."""

    def __init__(self) -> None:
        self.parameters: set[int] = set()
        self._kept: dict[str, str] = {}
        self._again: list[str] = []

    def kept(self, text: str) -> str:
        """The text of a question that keeps its answer, or takes the one that is kept: a condition before it may have
        been decided without it."""
        name = self._kept.get(text)
        if name is None:
            name = self._kept[text] = f"q{len(self._kept)}"
            return f"({name} := {text})"
        if name not in self._again:
            self._again.append(name)
        return f"({name} if {name} is not ... else ({name} := {text}))"

    def head(self) -> list[str]:
        """The line that the function begins with: nothing is answered yet, which `...` says."""
        return [f" {' = '.join(self._again)} = ..."] if self._again else []
