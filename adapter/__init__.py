"""medrec-adapter: hospital discharge data and community dispensing histories → one reconciled list and a draft plan.

    import adapter

    mapped = adapter.map("letter.xml")
    outcome = adapter.reconcile(["letter.xml"], ["dispensing.csv"])

All take file names, or `Source(name, data)` for bytes that are not a file. Importing this package loads nothing else.
"""

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias, Union

from adapter.version import VERSION

if TYPE_CHECKING:
    from adapter.sources.document import Source
    from adapter.workflow.mapped import Mapped
    from adapter.workflow.reconciled import Outcome
    from adapter.workflow.user_maps import UserMaps

Given: TypeAlias = Union[str, "PathLike[str]", "Source"]

__all__ = ["map", "map_each", "reconcile"]
__version__ = VERSION


def map(
    source: Given,
    *,
    recorded: str | None = None,
    mappings: "str | PathLike[str] | None" = None,
    posology_check: bool = False,
) -> "Mapped":
    """Map one document (CDA R2, FHIR R4 JSON, CSV; recognised by content) to FHIR R4.

    recorded: an instant for Provenance where the source states none (the clock is never read); mappings: a folder of
    maps of your own, in force over those that ship (mappings/README.md); posology_check: whether to read the words of
    each posology too, and say where the codes of the same entry disagree (0.1 to 0.2 ms an entry that has both; `medrec
    map` always does, and so does `reconcile`).
    Returns Mapped: `bundle` (a FHIR R4 collection Bundle), `issues` (what was found on
    the way, each with its place), `kind` (`cda`, `fhir`, `csv`), `source`.
    Raises adapter.errors.SourceError when the document cannot be read at all, MappingError when a map is broken.
    """
    from dataclasses import replace

    from adapter.workflow.mapped import map_source

    mapped = map_source(_source(source), recorded=recorded, maps=_maps(mappings))
    if not posology_check:
        return mapped
    from adapter.workflow.posology_conflicts import posology_conflicts

    return replace(mapped, issues=[*mapped.issues, *posology_conflicts(mapped)])


def map_each(
    source: Given, *, recorded: str | None = None, mappings: "str | PathLike[str] | None" = None
) -> "list[Mapped]":
    """Map a file of several patients (HL7 v2 batches, PN13, CSV): one Mapped for each, in the order of the file.

    A file of one patient gives what map() gives, in a list. What is not shown to be about one of the patients is in no
    Bundle, with an Issue of severity error in each (docs/decisions/0009). Arguments and exceptions as of map().
    """
    from adapter.workflow.mapped import map_each as map_each_source

    return map_each_source(_source(source), recorded=recorded, maps=_maps(mappings))


def reconcile(
    discharge: Iterable[Given],
    dispensing: Iterable[Given] = (),
    history: Iterable[Given] = (),
    *,
    date: str | None = None,
    admission: str | None = None,
    same_patient: str | None = None,
    mappings: "str | PathLike[str] | None" = None,
) -> "Outcome":
    """Reconcile what the hospital says at discharge with what was delivered or listed before.

    date: the reference day, `YYYY-MM-DD` (default: the discharge document's); admission: first day of the stay
    (default: as a discharge document states it); same_patient: `NAME: reason`, who asserts that the documents are about
    one patient; mappings: a folder of maps of your own, in force over those that ship.
    Returns Outcome: `report` (lists, lines, groups, discrepancies, ledger), `plan` (a document Bundle), `issues`.
    Raises adapter.errors.SourceError (a document cannot be read: nothing is reconciled), PatientMismatch, CallError,
    MappingError.
    """
    from adapter.workflow.reconciled import reconcile as reconcile_sources

    discharged, delivered, before = ([_source(given) for given in role] for role in (discharge, dispensing, history))
    return reconcile_sources(
        discharged,
        delivered,
        before,
        date=date,
        admission=admission,
        same_patient=same_patient,
        maps=_maps(mappings),
    )


def _maps(folder: "str | PathLike[str] | None") -> "UserMaps | None":
    from adapter.workflow.user_maps import maps_to_apply

    return None if folder is None else maps_to_apply(str(folder))


def _source(given: Given) -> "Source":
    from adapter.sources.document import Source
    from adapter.sources.file import read_file

    return given if isinstance(given, Source) else read_file(given)
