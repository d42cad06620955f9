"""ConceptMaps as tables for the transform `translate` (R4: http://hl7.org/fhir/R4/conceptmap.html)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from adapter.errors import MappingError
from adapter.fhirpath.errors import FhirPathError
from adapter.mapping.concept_map_faults import concept_map_faults, fault_location

_NO_MATCH = ("unmatched", "disjoint", "not-related-to")
_BEST = ("equal", "equivalent")


@dataclass(frozen=True, slots=True)
class Translation:
    """A code of the target system."""

    system: str | None
    code: str
    display: str | None = None


class Translator(Protocol):
    """What `translate` asks: a ConceptMapTable, or a rule such as "the URI of an OID" that no table can hold."""

    def translate(self, system: str | None, code: str) -> Translation: ...


@dataclass(slots=True)
class ConceptMapTable:
    """One ConceptMap. rows: (source system, code) → translation; codes: code alone → translation when only one system
    has it;
    unmapped: source system → what its group says about codes that are not there."""

    url: str
    rows: dict[tuple[str | None, str], Translation] = field(default_factory=dict)
    codes: dict[str, list[Translation]] = field(default_factory=dict)
    unmapped: dict[str | None, dict[str, Any]] = field(default_factory=dict)

    def translate(self, system: str | None, code: str) -> Translation:
        """The translation of a code, `system` None when the source does not say it. Raises FhirPathError when there is
        none.
        """
        found = self.rows.get((system, code)) if system is not None else self._alone(code)
        if found is not None:
            return found
        unmapped = self._unmapped(system)
        match unmapped.get("mode"):
            case "provided":
                return Translation(system, code)
            case "fixed":
                return Translation(None, unmapped["code"], unmapped.get("display"))
        raise FhirPathError(f"'{code}'{f' of {system}' if system else ''} is not in the ConceptMap {self.url}")

    def _alone(self, code: str) -> Translation | None:
        found = self.codes.get(code, [])
        if len({(row.system, row.code) for row in found}) > 1:
            raise FhirPathError(f"'{code}' has several translations in the ConceptMap {self.url}; its system is needed")
        return found[0] if found else None

    def _unmapped(self, system: str | None) -> dict[str, Any]:
        if system is None and len(self.unmapped) == 1:
            return next(iter(self.unmapped.values()))
        return self.unmapped.get(system, {})


class ConceptMapTables(Mapping[str, Translator]):
    """ConceptMap resources by url, each made a table when it is first asked for. Raises MappingError then for one that
    is broken."""

    def __init__(self, resources: Mapping[str, dict[str, Any]], files: Mapping[str, str] | None = None) -> None:
        """files: the name of each one's file by its url, for messages."""
        self._resources = resources
        self._files = files or {}
        self._tables: dict[str, ConceptMapTable] = {}

    def __getitem__(self, url: str) -> ConceptMapTable:
        if url not in self._tables:
            self._tables[url] = concept_map_table(self._resources[url], self._files.get(url, ""))
        return self._tables[url]

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)


def concept_map_table(resource: dict[str, Any], file: str = "", text: str = "") -> ConceptMapTable:
    """A ConceptMap resource as a table. Raises MappingError for the first error in it: no ConceptMap, no url, no code,
    a code twice; with its place where the `text` of the file is given."""
    for fault in concept_map_faults(resource):
        if fault.severity == "error":
            raise MappingError(fault.message, source=file, location=fault_location(text, fault) if text else "")
    table = ConceptMapTable(resource["url"])
    for group in resource.get("group", ()):
        source, target = group.get("source"), group.get("target")
        if "unmapped" in group:
            table.unmapped[source] = group["unmapped"]
        for element in group.get("element", ()):
            best = _best(element.get("target", ()))
            if best is not None:
                row = Translation(target, best["code"], best.get("display"))
                table.rows.setdefault((source, element["code"]), row)
                table.codes.setdefault(element["code"], []).append(row)
    return table


def complete(resource: dict[str, Any]) -> dict[str, Any]:
    """A sound ConceptMap as host functions read it: every list is there, and targets that say "no match" are none."""
    groups = [
        {**group, "element": [{**row, "target": _matching(row.get("target", ()))} for row in group.get("element", ())]}
        for group in resource.get("group", ())
    ]
    return {**resource, "group": groups}


def _matching(targets: Any) -> list[dict[str, Any]]:
    return [
        row for row in targets if row.get("code") and row.get("equivalence", row.get("relationship")) not in _NO_MATCH
    ]


def _best(targets: Any) -> dict[str, Any] | None:
    """An equal or equivalent target before the others; rows that say "no match" are none."""
    matching = _matching(targets)
    exact = [row for row in matching if row.get("equivalence", row.get("relationship")) in _BEST]
    return next(iter(exact or matching), None)
