"""One source → its collection Bundle: read, map entry by entry, assemble. A bad entry costs only itself (law 2)."""

from dataclasses import dataclass
from typing import Any

from adapter import sources
from adapter.fhir.canonical import LIST_EMPTY_REASON, MEDICATION_LIST_KIND
from adapter.fhir.identifiers import full_url, stable_id
from adapter.fhir.pruning import pruned
from adapter.issues import Issue
from adapter.mapping import Context, Program, Recorder, RuleError
from adapter.sources.document import Document, Entry, Section, Source
from adapter.workflow.bundle import collection_bundle
from adapter.workflow.collected import Collected
from adapter.workflow.findings import Findings, map_findings
from adapter.workflow.own_reading import leave_to_own_maps
from adapter.workflow.programs import concept_maps, program
from adapter.workflow.run_groups import CONSTANTS
from adapter.workflow.user_maps import UserMaps

MEDICATION_TYPES = ("MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration")


@dataclass(frozen=True, slots=True)
class Mapped:
    """bundle: the FHIR R4 collection Bundle of one source (design §6); issues: what was found on the way; kind:
    `cda`, `fhir`, `csv`."""

    bundle: dict[str, Any]
    issues: list[Issue]
    kind: str
    source: Source

    def resources(self, type_: str) -> list[dict[str, Any]]:
        """The resources of one type, in the order of the Bundle."""
        return [entry["resource"] for entry in self.bundle["entry"] if entry["resource"]["resourceType"] == type_]


def map_source(
    source: Source, *, recorded: str | None = None, maps: UserMaps | None = None, findings: bool = True
) -> Mapped:
    """Map one source to FHIR R4.

    recorded: the instant for Provenance.recorded and Bundle.timestamp where the source states none, and for now() in
    maps; maps: a user's
    own, in force over those that ship; findings: whether to map allergies, problems and measurements too, which come
    after the medications and change none.
    Raises SourceError when the source cannot be read at all, MappingError when a map is broken; everything else comes
    out as Issues.
    """
    return _mapped(sources.read(source), recorded, maps, findings)


def map_each(
    source: Source, *, recorded: str | None = None, maps: UserMaps | None = None, findings: bool = True
) -> list[Mapped]:
    """As map_source(), of a file of several patients too: one Mapped for each, in the order of the file. No Bundle
    holds anything of two; what is not shown to be about one of them is in none, with an Issue in each."""
    return [_mapped(document, recorded, maps, findings) for document in sources.read_each(source)]


def _mapped(document: Document, recorded: str | None, maps: UserMaps | None, findings: bool) -> Mapped:
    leave_to_own_maps(document, maps)
    program_ = program(document.kind, type(document.model), maps)
    return map_document(
        document,
        program_,
        recorded=recorded,
        concept_maps=concept_maps(maps),
        findings=findings,
        lines_only=maps is None,
    )


def map_document(
    document: Document,
    maps: Program,
    *,
    recorded: str | None,
    concept_maps: dict[str, dict[str, Any]],
    recorder: Recorder | None = None,
    findings: bool = True,
    lines_only: bool = False,
) -> Mapped:
    """Map a document that is read with the compiled maps of its format. concept_maps: what host functions look up;
    recorder: the tracer that the maps were compiled with; findings: as in map_source; lines_only: whether to leave out
    the entries that are no medication, of which the maps that ship make nothing."""
    issues = list(document.issues)
    run = _Run(document, maps, issues, recorder)
    run.context.concept_maps = concept_maps
    run.context.constants["now"] = recorded
    run.header()
    lists = run.lists()
    for entry in document.entries:
        if entry.is_line or not lines_only:
            run.entry(entry, lists)
    run.close_lists()
    if not run.collected.medications and not run.collected.lists:
        run.report("warning", "not-found", "no medication list was found; is it the right document?", "")
    found = map_findings(document, run.resources, run.recorder, issues) if findings else Findings()
    bundle = collection_bundle(document, run.collected, found, recorded)
    return Mapped(bundle, list(dict.fromkeys(issues)), document.kind, document.source)


class _Run:
    """One document going through the maps of its format."""

    def __init__(self, document: Document, maps: Program, issues: list[Issue], recorder: Recorder | None) -> None:
        self.document = document
        self.maps = maps
        self.issues = issues
        self.recorder = recorder
        self.collected = Collected()
        self.beside: dict[tuple[int, str], dict[str, Any]] = {}
        """Lists that a map makes beside the one of a section, by section and kind: a line says by its own kind that it
        stands in one of them."""
        self.context = Context(document=document, constants=dict.fromkeys(CONSTANTS), issues=issues)

    def header(self) -> None:
        """Patient, stay and the document itself; without a patient everything still comes out, and an error says so."""
        produced = self.resources("Document", [self.document.root], [], "/")
        patient = next((r for r in produced if r["resourceType"] == "Patient"), None)
        if patient is not None:
            patient.setdefault("id", stable_id(self.document.identity, "Patient"))
            self.context.constants["patient"] = full_url(patient["id"])
            if self.recorder is not None:
                self.recorder.constant(full_url(patient["id"]), self.recorder.placed(patient))
        else:
            self.report("error", "required", "the source names no patient; resources have a subject that says so", "")
        for resource in produced:
            if resource["resourceType"] == "DocumentReference":
                self.context.constants["documentDate"] = resource.get("date")
                if self.recorder is not None and "date" in resource:
                    self.recorder.constant(resource["date"], self.recorder.made(resource, "date", resource["date"]))
            self._keep(resource, "/", 0)

    def lists(self) -> dict[int, dict[str, Any]]:
        """List resources by identity of their section; a section that is not a medication list has none."""
        found: dict[int, dict[str, Any]] = {}
        for section in self.document.sections:
            list_: dict[str, Any] = {"resourceType": "List"}
            for resource in self.resources("List", [section.node], [list_], section.place):
                if resource["resourceType"] == "List":
                    kind = str(list_kind(resource))
                    self.beside[id(section), kind] = self._list(resource, section, kind)
                else:
                    self._keep(resource, section.place, 0)
            if len(list_) > 1:
                found[id(section)] = self._list(list_, section)
                self.collected.lists.append(list_)
        return found

    def _list(self, list_: dict[str, Any], section: Section, *parts: str) -> dict[str, Any]:
        list_["id"] = stable_id(self.document.identity, section.place, "List", *parts)
        if self.recorder is not None:
            self.recorder.kept(list_["id"], list_)
        return list_

    def entry(self, entry: Entry, lists: dict[int, dict[str, Any]]) -> None:
        """Map one entry; what it produced joins its list and gets a Provenance with the entry's place."""
        list_ = lists.get(id(entry.section)) if entry.section is not None else None
        self.context.constants["listKind"] = list_kind(list_) if list_ is not None else None
        target: dict[str, Any] = list_ if list_ is not None else {"resourceType": "List"}
        said = len(self.issues)
        produced = self.resources("Entry", [entry.node], [target], entry.place)
        references, made_line = [], False
        for number, resource in enumerate(produced):
            owner = self._owner(resource, entry, target)
            reference = self._keep(resource, entry.place, number)
            references.append(reference)
            if owner is not None:
                owner.setdefault("entry", []).append({"item": {"reference": reference}})
            made_line = made_line or resource["resourceType"] in MEDICATION_TYPES
        if made_line:
            made = self.collected.provenance.setdefault(entry.place, [])
            made.extend(reference for reference in references if reference not in made)
        elif entry.is_line and not self._is_told(entry, said) and not target.get("emptyReason"):  # law 2
            message = "no map made a medication of this entry, and none says why: it is left out"
            self.report("warning", "incomplete", message, entry.place)

    def _is_told(self, entry: Entry, said: int) -> bool:
        """Whether an Issue speaks of an entry: one since `said` of them, or one at another entry."""
        return len(self.issues) > said or entry.place in self.document.told

    def _owner(self, resource: dict[str, Any], entry: Entry, list_: dict[str, Any]) -> dict[str, Any] | None:
        """The list that a resource is a line of: the one beside its section's that it names by a kind of its own, which
        is taken off it; else its section's; None when it is a line of none."""
        if resource["resourceType"] not in MEDICATION_TYPES:
            return None
        kind = list_kind(resource)
        if kind is None or (beside := self.beside.get((id(entry.section), kind))) is None:
            return list_ if _is_line(resource, list_) else None
        resource["extension"] = [e for e in resource["extension"] if e.get("url") != MEDICATION_LIST_KIND]
        if not resource["extension"]:
            del resource["extension"]
        if beside not in self.collected.lists:
            self.collected.lists.append(beside)
        return beside

    def close_lists(self) -> None:
        """A list without lines says why: none known, or not known. A plan of care without medications is not a list."""
        for list_ in list(self.collected.lists):
            if list_.get("entry"):
                if list_.pop("emptyReason", None):
                    self.report(
                        "warning",
                        "conflict",
                        f"the list '{_called(list_)}' says that it is empty and has entries",
                        "",
                    )
                continue
            list_.pop("entry", None)
            if list_kind(list_) == "planned":
                self.collected.lists.remove(list_)
            elif "emptyReason" not in list_:
                list_["emptyReason"] = {
                    "coding": [{"system": LIST_EMPTY_REASON, "code": "unavailable", "display": "Unavailable"}]
                }
                self.report(
                    "warning",
                    "incomplete",
                    f"the list '{_called(list_)}' has no entry that can be read: taken as not known",
                    "",
                )

    def resources(
        self, group: str, nodes: list[Any], targets: list[dict[str, Any]], place: str
    ) -> list[dict[str, Any]]:
        """Run one group into an empty Bundle; a rule that fails drops what this call made, with an Issue (design
        §5)."""
        scratch: dict[str, Any] = {"resourceType": "Bundle"}
        before = [dict(target) for target in targets]
        if self.recorder is not None:
            self.recorder.unit = place
        try:
            self.maps.run(group, [*nodes, scratch, *targets], self.context)
        except RuleError as error:
            for target, kept in zip(targets, before, strict=True):
                target.clear()
                target.update(kept)
            self.issues.append(error.issue(self.document.source.name, place))
            return []
        return [pruned(made) for entry in scratch.get("entry", ()) if (made := self._made(entry, place)) is not None]

    def _made(self, entry: dict[str, Any], place: str) -> dict[str, Any] | None:
        """The resource that a map put into an entry of the Bundle; what is none is an error of the map, and is said."""
        made = entry.get("resource")
        if isinstance(made, dict) and isinstance(made.get("resourceType"), str):
            return made
        if made is not None:
            message = "a map made an entry of the Bundle whose resource has no type; make it with create('…')"
            self.report("error", "processing", message, place)
        return None

    def _keep(self, resource: dict[str, Any], place: str, number: int) -> str:
        """Give a resource its id, put it where it belongs, and return its reference. People met twice are kept once."""
        type_ = resource["resourceType"]
        parts = (place, type_, str(number)) if number else (place, type_)
        id_ = resource.get("id") or stable_id(self.document.identity, *parts)
        if self.recorder is not None:
            self.recorder.kept(id_, resource)
        resource = {"resourceType": type_, "id": id_, **resource}
        if type_ in MEDICATION_TYPES:
            self.collected.medications.append(resource)
        elif type_ in ("Patient", "DocumentReference", "Encounter"):
            self.collected.header.append(resource)
        else:
            self.collected.participants.setdefault(id_, resource)
        return full_url(id_)

    def report(self, severity: Any, code: str, message: str, place: str) -> None:
        """An Issue at a place of the document."""
        self.issues.append(Issue(severity, code, message, self.document.source.name, place))


def _is_line(resource: dict[str, Any], list_: dict[str, Any]) -> bool:
    """Whether a resource is a line of this list: what was delivered for a treatment of another list stands beside
    it."""
    return resource["resourceType"] != "MedicationDispense" or list_kind(list_) in (None, "dispensing")


def _called(list_: dict[str, Any]) -> str:
    """What a list is called in messages: its title, else its kind."""
    return str(list_.get("title") or list_kind(list_) or "")


def list_kind(list_: dict[str, Any]) -> str | None:
    """The kind that a List of ours carries, or a line of one beside: `discharge`, `stopped`, … None: it takes the role
    of its source."""
    for extension in list_.get("extension", ()):
        if extension.get("url") == MEDICATION_LIST_KIND:
            return str(extension["valueCode"])
    return None


__all__ = ["Mapped", "Section", "list_kind", "map_each", "map_source"]
