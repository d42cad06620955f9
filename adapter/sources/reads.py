"""What is read of a source while it is mapped: only where a trace is asked for, nothing of this runs otherwise."""

from typing import Any, NamedTuple

READING = "reading of the file"
"""Stands for a rule where the reader of the format looked itself: is it all of one patient, which list is it."""


class Read(NamedTuple):
    """One value read of a source. part: `@name` of an attribute, a name of another part, "" the node's own value;
    rule: `file.map:line rule` that was running, else READING."""

    node: Any
    part: str
    value: Any
    rule: str


class Reads:
    """Everything read of one source, in order; `rule` is the rule that is running.

    copies: (copy, node) by identity of the copy, for formats whose functions copy whole nodes of the source.
    """

    def __init__(self) -> None:
        self.noted: list[Read] = []
        self.rule = READING
        self.copies: dict[int, tuple[Any, Any]] = {}

    def note(self, node: Any, part: str, value: Any) -> None:
        """A value was read. Nothing and blank text are no value."""
        if value is not None and not (isinstance(value, str) and not value.strip()):
            self.noted.append(Read(node, part, value, self.rule))

    def copied(self, copy: Any, node: Any) -> None:
        """An object of the result was copied from a node of the source, key by key."""
        self.copies[id(copy)] = (copy, node)

    def again(self, reads: list[Read]) -> None:
        """A remembered result stands for the reads that gave it."""
        self.noted += [read._replace(rule=self.rule) for read in reads]

    def taken_since(self, mark: int) -> list[Read]:
        """The reads after a mark, taken out."""
        taken, self.noted[mark:] = self.noted[mark:], []
        return taken


class RememberedReads(dict[Any, Any]):
    """A memo by node whose answers stand for the reads that gave them: asked again, it reads again."""

    def __init__(self, reads: Reads) -> None:
        super().__init__()
        self._reads = reads
        self._marks: dict[Any, int] = {}
        self._given: dict[Any, list[Read]] = {}

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        if not found:
            self._marks[key] = len(self._reads.noted)
        return found

    def __setitem__(self, key: Any, value: Any) -> None:
        mark = self._marks.pop(key, len(self._reads.noted))
        self._given[key] = self._reads.noted[mark:]
        super().__setitem__(key, value)

    def __getitem__(self, key: Any) -> Any:
        given = self._given.get(key, [])
        if given and self._reads.noted[-len(given) :] != given:
            self._reads.again(given)
        return super().__getitem__(key)


class NotedMemo(dict[str, Any]):
    """`Document.memo` while reads are noted: an index of the whole document reads nothing for the rule that needed it
    first; a memo by node remembers its reads."""

    def __init__(self, reads: Reads, memo: dict[str, Any]) -> None:
        super().__init__(memo)
        self._reads = reads
        self._marks: dict[str, int] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, default) if key in self else default

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        if not found:
            self._marks[str(key)] = len(self._reads.noted)
        return found

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self._marks:
            self._reads.taken_since(self._marks.pop(key))
        super().__setitem__(key, value)

    def setdefault(self, key: str, default: Any = None) -> Any:
        if not super().__contains__(key):
            super().__setitem__(key, RememberedReads(self._reads) if default == {} else default)
        return self[key]


class NotingModel:
    """A format's model that notes what is read through it, unless the nodes note it themselves: elements of XML do,
    and those of a model that says so (`notes_reads`)."""

    def __init__(self, model: Any, reads: Reads) -> None:
        self.model = model
        self._reads = reads
        self._notes = not getattr(model, "notes_reads", False)

    def children(self, node: Any, name: str) -> list[Any]:
        found: list[Any] = self.model.children(node, name)
        for value in found:
            if self._notes and isinstance(value, str) and not is_element(node):
                self._reads.note(node, name, value)
        return found

    def all_children(self, node: Any) -> list[Any]:
        found: list[Any] = self.model.all_children(node)
        return found

    def scalar(self, node: Any) -> Any:
        value = self.model.scalar(node)
        if self._notes and not isinstance(node, str) and not is_element(node):
            self._reads.note(node, "", value)
        return value

    def type_name(self, node: Any) -> str | None:
        found: str | None = self.model.type_name(node)
        return found

    def place(self, node: Any) -> str:
        found: str = self.model.place(node)
        return found


def is_element(node: Any) -> bool:
    """Whether a node is an element of XML."""
    return hasattr(node, "sourceline")
