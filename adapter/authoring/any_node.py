"""A source of no format: what a program is compiled against when nothing is to be read."""

from typing import Any


class AnyNode:
    """A Model whose nodes have nothing."""

    def children(self, node: Any, name: str) -> list[Any]:
        return []

    def all_children(self, node: Any) -> list[Any]:
        return []

    def scalar(self, node: Any) -> None:
        return None

    def type_name(self, node: Any) -> None:
        return None

    def place(self, node: Any) -> str:
        return ""
