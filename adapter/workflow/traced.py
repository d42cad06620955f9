"""One source → its collection Bundle with a trace: the same maps, compiled with a tracer, on nodes that note reads."""

from dataclasses import dataclass
from typing import Any

from adapter import sources
from adapter.issues import Issue
from adapter.mapping import Recorder, StructureMap
from adapter.sources.document import Document, Source
from adapter.sources.reads import NotedMemo, NotingModel, Reads
from adapter.trace.provenance import with_rules
from adapter.trace.trace import trace_of
from adapter.workflow.mapped import Mapped, map_document
from adapter.workflow.own_reading import leave_to_own_maps
from adapter.workflow.programs import compiled, concept_maps, maps_in_force, program
from adapter.workflow.user_maps import UserMaps


@dataclass(frozen=True, slots=True)
class TracedRun:
    """What a traced run leaves, whichever maps it ran. trace: docs/trace.md."""

    trace: dict[str, Any]
    document: Document
    maps: tuple[StructureMap, ...]
    recorder: Recorder
    issues: list[Issue]

    @property
    def entries(self) -> list[str]:
        """The places of the source's entries, where the format has some."""
        return [entry.place for entry in self.document.entries]


@dataclass(frozen=True, slots=True)
class Traced(TracedRun):
    """mapped: as of map_source, each Provenance with the rules of its elements."""

    mapped: Mapped


def trace_source(source: Source, *, recorded: str | None = None, maps: UserMaps | None = None) -> Traced:
    """Map one source, as map_source, and say where each element comes from. Raises SourceError, MappingError."""
    reads = Reads()
    document = sources.read(Source(source.name, source.data, reads))
    leave_to_own_maps(document, maps)
    if maps is not None:
        program(document.kind, type(document.model), maps)  # refuses what is broken, as a run without trace does
    note_reads(document, reads)
    recorder = Recorder(reads)
    noting = compiled(document.kind, document.model, maps, recorder)
    mapped = map_document(document, noting, recorded=recorded, concept_maps=concept_maps(maps), recorder=recorder)
    in_force = maps_in_force(document.kind, maps)
    with_rules(mapped.bundle, recorder, document, in_force)
    trace = trace_of(document, in_force, mapped.bundle, mapped.issues, recorder)
    return Traced(trace, document, in_force, recorder, mapped.issues, mapped)


def note_reads(document: Document, reads: Reads) -> None:
    """From here on what is read of a document, through its model and by its memo, is noted."""
    document.model = NotingModel(document.model, reads)
    document.memo = NotedMemo(reads, document.memo)
