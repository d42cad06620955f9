"""medrec map SOURCE... : any source → one FHIR R4 collection Bundle."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from adapter.cli.files import exit_status, json_bytes, read_source, report_issues, write
from adapter.cli.user_maps import add_mappings, user_maps_of
from adapter.errors import CallError, SourceError
from adapter.fhir.identifiers import stable_id
from adapter.issues import Issue
from adapter.sources.document import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter.workflow.mapped import Mapped
    from adapter.workflow.user_maps import UserMaps


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "map",
        help="any source → a FHIR R4 collection Bundle",
        description="Map documents (CDA, PN13, HL7 v2, FHIR in JSON, XML or NDJSON, CSV; recognised by content) to one "
        "FHIR R4 collection Bundle.",
    )
    parser.add_argument("source", nargs="+", metavar="SOURCE", help="a file, or - for standard input")
    parser.add_argument("-o", "--output", metavar="FILE", help="where the Bundle goes (default: standard output)")
    parser.add_argument(
        "--issues", metavar="FILE", help="write the issues there as an OperationOutcome, not to standard error"
    )
    parser.add_argument(
        "--trace", metavar="FILE", help="write there where each element comes from, and name the rules in Provenance"
    )
    add_mappings(parser)
    parser.add_argument(
        "--map",
        metavar="NAME",
        help="run this one map as it is, by its url, name or file, on one SOURCE; its target goes to the output",
    )
    parser.add_argument(
        "--each-patient",
        action="store_true",
        help="files of several patients too: one Bundle a patient, one a line (NDJSON); without it they are refused",
    )
    parser.add_argument(
        "--recorded", metavar="INSTANT", help="instant for Provenance where a source states none, and for now() in maps"
    )


def run(options: argparse.Namespace) -> int:
    """Write what could be read; 1 with errors in the data, 2 when nothing could be read."""
    if options.trace == "-" and options.output in (None, "-"):
        raise CallError("the result and the trace cannot both go to standard output; give -o FILE")
    if options.map is not None:
        return _one_map(options)
    if options.each_patient:
        return _each_patient(options)
    maps = user_maps_of(options)
    map_source = _traced if options.trace else _mapped
    found, issues, unreadable = _gathered(options, lambda source: [map_source(source, options.recorded, maps)])
    if not found:
        return 2
    bundle = _one_bundle([result.bundle for result, _ in found])
    write(options.output, json_bytes(bundle))
    if options.trace:
        traces = [trace for _, trace in found]
        write(options.trace, json_bytes(traces[0] if len(traces) == 1 else _in_one_bundle(traces, bundle)))
    return 1 if unreadable else exit_status(issues)


def _each_patient(options: argparse.Namespace) -> int:
    """One Bundle a line, of each patient of each source. Raises CallError with --trace, which is of one Bundle."""
    import orjson

    from adapter.workflow.mapped import map_each

    if options.trace:
        raise CallError("--trace is of one Bundle, --each-patient of several; give one of them")
    maps = user_maps_of(options)
    found, issues, unreadable = _gathered(
        options, lambda source: [(one, {}) for one in map_each(source, recorded=options.recorded, maps=maps)]
    )
    if not found:
        return 2
    write(options.output, b"".join(orjson.dumps(one.bundle, option=orjson.OPT_APPEND_NEWLINE) for one, _ in found))
    return 1 if unreadable else exit_status(issues)


def _gathered(
    options: argparse.Namespace, map_all: "Callable[[Source], list[tuple[Mapped, dict[str, Any]]]]"
) -> "tuple[list[tuple[Mapped, dict[str, Any]]], list[Issue], bool]":
    """What comes of the sources of the call, each with its trace; their Issues, which are reported; whether one could
    not be read."""
    from adapter.workflow.posology_conflicts import posology_conflicts

    found, unreadable = [], []
    for name in dict.fromkeys(options.source):
        try:
            found += map_all(read_source(name))
        except SourceError as error:
            unreadable.append(error)
    issues = [issue for result, _ in found for issue in (*result.issues, *posology_conflicts(result))]
    if options.each_patient:  # what is said of the whole file stands with each patient
        issues = list(dict.fromkeys(issues))
    _report(issues, unreadable, options)
    return found, issues, bool(unreadable)


def _report(issues: list[Issue], unreadable: list[SourceError], options: argparse.Namespace) -> None:
    for refused in unreadable:
        if options.issues:
            issues.append(Issue("error", "structure", refused.message, refused.source, refused.location))
        else:
            print(refused.line(), file=sys.stderr)
    report_issues(issues, options.issues)


def _one_map(options: argparse.Namespace) -> int:
    """The target that one map makes of one source, as FHIR JSON or CDA XML. Raises CallError, MappingError,
    SourceError."""
    from adapter.workflow.chosen_map import chosen_map

    if len(options.source) > 1:
        raise CallError("--map runs one map on one SOURCE")
    if options.each_patient:
        raise CallError("--map runs one map on a whole SOURCE, --each-patient takes it apart; give one of them")
    found, source = chosen_map(options.map, options.mappings), read_source(options.source[0])
    if options.trace:
        from adapter.workflow.traced_map import trace_map

        traced = trace_map(found, source, recorded=options.recorded)
        ran, trace = traced.ran, traced.trace
    else:
        from adapter.workflow.run_map import run_map

        ran, trace = run_map(found, options.map, source, recorded=options.recorded), None
    report_issues(ran.issues, options.issues)
    write(options.output, ran.data)
    if trace is not None:
        write(options.trace, json_bytes(trace))
    return exit_status(ran.issues)


def _mapped(source: Source, recorded: str | None, maps: "UserMaps | None") -> "tuple[Mapped, dict[str, Any]]":
    from adapter.workflow.mapped import map_source

    return map_source(source, recorded=recorded, maps=maps), {}


def _traced(source: Source, recorded: str | None, maps: "UserMaps | None") -> "tuple[Mapped, dict[str, Any]]":
    from adapter.workflow.traced import trace_source

    traced = trace_source(source, recorded=recorded, maps=maps)
    return traced.mapped, traced.trace


def _in_one_bundle(traces: list[dict[str, Any]], bundle: dict[str, Any]) -> list[dict[str, Any]]:
    from adapter.trace.trace import renumbered

    places = {entry["fullUrl"]: number for number, entry in enumerate(bundle["entry"])}
    return [renumbered(trace, places) for trace in traces]


def _one_bundle(bundles: list[dict[str, Any]]) -> dict[str, Any]:
    """One source: its Bundle. Several: one collection with the entries of each in order, what they share once."""
    if len(bundles) == 1:
        return bundles[0]
    entries = {entry["fullUrl"]: entry for bundle in bundles for entry in bundle["entry"]}
    id_ = stable_id("map", *(bundle["id"] for bundle in bundles))
    return {"resourceType": "Bundle", "id": id_, "type": "collection", "entry": list(entries.values())}
