"""The syntax tree of a FHIRPath expression. Each node keeps the offset of its first character for messages."""

from typing import Any, NamedTuple, TypeAlias


class Literal(NamedTuple):
    """A string, number, boolean, Temporal or Quantity."""

    value: Any
    offset: int


class Empty(NamedTuple):
    """`{}`"""

    offset: int


class Member(NamedTuple):
    """`source.name`; without source the head of a path."""

    source: "Expression | None"
    name: str
    offset: int


class Call(NamedTuple):
    """`source.name(arguments)`"""

    source: "Expression | None"
    name: str
    arguments: tuple["Expression", ...]
    offset: int


class Variable(NamedTuple):
    """`%name`"""

    name: str
    offset: int


class Special(NamedTuple):
    """`$this`, `$index`, `$total`"""

    name: str
    offset: int


class Indexer(NamedTuple):
    """`source[index]`"""

    source: "Expression"
    position: "Expression"
    offset: int


class Sign(NamedTuple):
    """`-operand`, `+operand`"""

    operator: str
    operand: "Expression"
    offset: int


class Operation(NamedTuple):
    """`left operator right`"""

    operator: str
    left: "Expression"
    right: "Expression"
    offset: int


class TypeTest(NamedTuple):
    """`operand is type`, `operand as type`"""

    operator: str
    operand: "Expression"
    type: str
    offset: int


Expression: TypeAlias = Literal | Empty | Member | Call | Variable | Special | Indexer | Sign | Operation | TypeTest
