"""A structure beside FHIR R4 that maps read or make, such as CDA: its types and the canonical URLs that stand for
them."""

from typing import Protocol

from adapter.fhir.definitions import Definitions, r4


class Structure(Protocol):
    """Types under type paths that no R4 type has (`cda:II`)."""

    @property
    def lines(self) -> dict[str, str]:
        """Its types in the form of the R4 table."""

    def type_of_url(self, url: str) -> str | None:
        """The type path that the canonical URL of a StructureDefinition stands for."""

    def has_element(self, type_: str, name: str) -> bool:
        """Whether sources may write this element of a type path, under a name that the table does not have."""

    def type_named(self, name: str) -> str | None:
        """The type path that a type name stands for."""


def types_of(structure: Structure | None) -> Definitions:
    """R4, with the types of a structure beside them."""
    return r4() if structure is None else Definitions({**r4().lines, **structure.lines})
