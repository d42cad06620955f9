"""One map of a folder run on one source, with a trace: run_map.py on nodes that note what is read of them."""

from dataclasses import dataclass
from typing import Any

from adapter.issues import Issue
from adapter.mapping import Recorder, StructureMap
from adapter.mapping.find_map import FoundMap
from adapter.sources.document import Document, Source
from adapter.sources.reads import NotedMemo, NotingModel, Reads
from adapter.trace.trace import trace_of_one_map
from adapter.workflow.run_map import RanMap, located, run_on


@dataclass(frozen=True, slots=True)
class TracedMap:
    """ran: as of run_map; trace: docs/trace.md, its paths begin with the type of the target."""

    ran: RanMap
    trace: dict[str, Any]
    document: Document
    maps: tuple[StructureMap, ...]
    recorder: Recorder

    @property
    def issues(self) -> list[Issue]:
        return self.ran.issues

    @property
    def entries(self) -> list[str]:
        """The places of the source's entries, where the format has some."""
        return [entry.place for entry in self.document.entries]


def trace_map(folder: FoundMap, source: Source) -> TracedMap:
    """Run one map on one source and say where each element comes from. Raises SourceError, MappingError."""
    reads = Reads()
    document = located(Source(source.name, source.data, reads))
    if document.kind != "fhir":
        document.model = NotingModel(document.model, reads)
        document.memo = NotedMemo(reads, document.memo)
    recorder = Recorder(reads)
    recorder.unit = document.model.place(document.root)
    ran = run_on(document, folder, tracer=recorder)
    trace = trace_of_one_map(document, folder.maps, ran.target, ran.type, ran.issues, recorder)
    return TracedMap(ran, trace, document, folder.maps, recorder)
