"""Profiles that lie beside maps: a `uses` line that names one means the type that it constrains."""

from dataclasses import dataclass

from adapter.mapping.find_map import Canonicals
from adapter.mapping.structure import Structure


@dataclass(frozen=True, slots=True)
class ProfiledStructure:
    """A structure (adapter/mapping/structure.py) that knows the StructureDefinitions of a folder too."""

    structure: Structure
    canonicals: Canonicals

    @property
    def lines(self) -> dict[str, str]:
        return self.structure.lines

    def type_of_url(self, url: str) -> str | None:
        """The type path that the structure knows for a url, else the type that the profile with this url constrains;
        None for logical models, which have elements of their own."""
        return self.structure.type_of_url(url) or self.canonicals.type_of_profile(url)

    def has_element(self, type_: str, name: str) -> bool:
        return self.structure.has_element(type_, name)

    def type_named(self, name: str) -> str | None:
        return self.structure.type_named(name)
