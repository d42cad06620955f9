"""One map of a folder run on one source, with a trace: run_map.py on nodes that note what is read of them."""

from dataclasses import dataclass

from adapter.mapping import Recorder
from adapter.mapping.find_map import FoundMap
from adapter.sources.document import Source
from adapter.sources.reads import Reads
from adapter.trace.trace import trace_of_one_map
from adapter.workflow.run_map import RanMap, located, run_on
from adapter.workflow.traced import TracedRun, note_reads


@dataclass(frozen=True, slots=True)
class TracedMap(TracedRun):
    """ran: as of run_map; the paths of the trace begin with the type of its target."""

    ran: RanMap


def trace_map(folder: FoundMap, source: Source, *, recorded: str | None = None) -> TracedMap:
    """Run one map on one source and say where each element comes from. recorded: as in run_map. Raises SourceError,
    MappingError."""
    reads = Reads()
    document = located(Source(source.name, source.data, reads))
    if document.kind != "fhir":
        note_reads(document, reads)
    recorder = Recorder(reads)
    recorder.unit = document.model.place(document.root)
    ran = run_on(document, folder, tracer=recorder, recorded=recorded)
    trace = trace_of_one_map(document, folder.maps, ran.target, ran.type, ran.issues, recorder)
    return TracedMap(trace, document, folder.maps, recorder, ran.issues, ran)
