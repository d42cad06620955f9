"""The parts of a map, as the StructureMap resource names them (https://hl7.org/fhir/R4/structuremap.html)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from adapter.fhirpath.syntax import Expression

Rest: TypeAlias = dict[str, Any]
"""The elements of a part of a StructureMap resource that the text has no place for (`id`, `extension`): kept for the
resource that is written again."""


@dataclass(frozen=True, slots=True)
class FhirPath:
    """An expression with its text as written; offset: what is to be added to the offsets of its tree to get those in
    the file (0 where the file is the text of the map)."""

    text: str
    tree: Expression = field(compare=False)
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A transform argument that is a variable, perhaps with a path behind it: `a`, `a.b`."""

    path: tuple[str, ...]


Argument: TypeAlias = str | int | bool | Decimal | Name | FhirPath
"""Of a transform: a literal, a variable, or an expression."""


@dataclass(frozen=True, slots=True)
class Use:
    """`uses "url" alias name as mode`: mode is source, queried, target or produced."""

    url: str
    alias: str | None
    mode: str
    documentation: str | None = None
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """`let name = expression;` (R5)"""

    name: str
    value: FhirPath
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """`source name : type` of a group."""

    mode: str
    name: str
    type: str | None
    documentation: str | None = None
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a rule. element None: the context itself; maximum None or `*`: many."""

    context: str
    element: str | None = None
    type: str | None = None
    minimum: int | None = None
    maximum: str | None = None
    default: Argument | None = None
    list_mode: str | None = None
    variable: str | None = None
    condition: FhirPath | None = None
    check: FhirPath | None = None
    log: FhirPath | None = None
    offset: int = field(default=0, compare=False)
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a rule. context None: only a variable is made; transform `copy` with one argument is `= value`."""

    context: str | None
    element: str | None = None
    transform: str | None = None
    arguments: tuple[Argument, ...] = ()
    variable: str | None = None
    list_modes: tuple[str, ...] = ()
    list_rule: str | None = None
    offset: int = field(default=0, compare=False)
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Dependent:
    """`then group(arguments)`"""

    name: str
    arguments: tuple[Argument, ...]
    offset: int = field(default=0, compare=False)
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its place in the text; `simple` is the form `a.b -> c.d`."""

    name: str | None
    sources: tuple[Source, ...]
    targets: tuple[Target, ...] = ()
    rules: tuple["Rule", ...] = ()
    dependents: tuple[Dependent, ...] = ()
    simple: bool = False
    line: int = field(default=0, compare=False)
    documentation: str | None = None
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """type_mode: `types`, `type+` or None."""

    name: str
    parameters: tuple[Parameter, ...]
    rules: tuple[Rule, ...]
    extends: str | None = None
    type_mode: str | None = None
    line: int = field(default=0, compare=False)
    documentation: str | None = None
    rest: Rest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class StructureMap:
    """One map; `metadata` are the elements of the resource by name, those that repeat once each, without url and name
    where a `map` line says them; `concept_maps` are embedded FHIR ConceptMaps (R4); `file` and `text` are for
    messages."""

    url: str
    name: str
    file: str = field(default="", compare=False)
    metadata: tuple[tuple[str, Any], ...] = ()
    uses: tuple[Use, ...] = ()
    imports: tuple[str, ...] = ()
    concept_maps: tuple[dict[str, Any], ...] = ()
    constants: tuple[Constant, ...] = ()
    groups: tuple[Group, ...] = ()
    text: str = field(default="", compare=False, repr=False)
    rest: Rest | None = field(default=None, compare=False)
