"""medrec mappings trace SOURCE: where each element comes from, what became of a place, what no rule read."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from adapter.cli.files import exit_status, json_bytes, read_source, report_issues, write
from adapter.cli.user_maps import add_mappings, add_recorded, user_maps_of
from adapter.errors import CallError

if TYPE_CHECKING:
    from adapter.workflow.traced import TracedRun

_DESCRIPTION = """\
Where each element of the result comes from, and what became of each place of the source.

  --element dosage.text         which rule made it, of what (any piece of a FHIRPath)
  --element MedicationStatement.status
  --source 'line 45'            what became of this line of the file
  --source 'row 3'              of a row of a table, a field of a message (RXE-3), a piece of an XPath
  --unread                      what no rule read, by medication entry

Without a question: every element, by resource."""


def register(subparsers: Any, help: str) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "trace", help=help, description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", metavar="SOURCE", help="a file, or - for standard input")
    question = parser.add_mutually_exclusive_group()
    question.add_argument("--element", metavar="PATH", help="an element of the result")
    question.add_argument("--source", metavar="PLACE", help="a place of the source, or 'line N'")
    question.add_argument("--unread", action="store_true", help="what no rule read")
    add_mappings(parser)
    parser.add_argument("--map", metavar="NAME", help="run this one map as it is: what `medrec map --map NAME` makes")
    add_recorded(parser)
    parser.add_argument("--json", action="store_true", help="print JSON: the trace, or the part that is asked for")


def run(options: argparse.Namespace) -> int:
    """0, or 1 with errors in the data, which are said on standard error. Raises CallError when nothing fits the
    question."""
    traced = _traced(options)
    if options.element is not None:
        _element(traced, options)
    elif options.source is not None:
        _source(traced, options)
    elif options.unread:
        _unread(traced, options)
    else:
        _overview(traced, options)
    report_issues([issue for issue in traced.issues if issue.severity == "error"], None)
    return exit_status(traced.issues)


def _traced(options: argparse.Namespace) -> "TracedRun":
    """By the maps in force, or by the one map that is asked for."""
    if options.map is None:
        from adapter.workflow.traced import trace_source

        return trace_source(read_source(options.file), recorded=options.recorded, maps=user_maps_of(options))
    from adapter.workflow.chosen_map import chosen_map
    from adapter.workflow.traced_map import trace_map

    found = chosen_map(options.map, options.mappings)
    return trace_map(found, read_source(options.file), recorded=options.recorded)


def _overview(traced: "TracedRun", options: argparse.Namespace) -> None:
    from adapter.trace.told import overview

    _print(options, traced.trace, overview(traced.trace, traced.entries))


def _element(traced: "TracedRun", options: argparse.Namespace) -> None:
    from adapter.trace.query import elements_at
    from adapter.trace.told import elements_told, labels

    found = elements_at(traced.trace["elements"], options.element)
    if not found:
        raise CallError(
            f"no element of the result fits '{options.element}'; without --element all are listed", source=options.file
        )
    _print(options, found, elements_told(found, labels(traced.trace), traced.maps, traced.entries))


def _source(traced: "TracedRun", options: argparse.Namespace) -> None:
    from adapter.trace.query import line_asked, nodes_at, nodes_of
    from adapter.trace.source_nodes import source_nodes
    from adapter.trace.told import nodes_told

    found = nodes_at(nodes_of(traced.trace, source_nodes(traced.document, traced.recorder)), options.source)
    if not found:
        like = f"; places are written like '{traced.entries[0]}', or 'line N'" if traced.entries else ""
        raise CallError(f"no place of the source fits '{options.source}'{like}", source=options.file)
    lines, asked = len(traced.document.source.data.splitlines()), line_asked(options.source)
    if asked is not None and asked > lines:
        raise CallError(f"there is no line {asked}; the file has {lines}", source=options.file)
    rows = [{"place": n.place, "line": n.line, "value": n.says, "made": n.made, "readBy": n.rules} for n in found]
    _print(options, rows, nodes_told(options.source, found, traced.trace, traced.entries))


def _unread(traced: "TracedRun", options: argparse.Namespace) -> None:
    from adapter.trace.told import unread_told

    part = {"unread": traced.trace["unread"], "ignored": traced.trace["ignored"]}
    _print(options, part, unread_told(traced.trace))


def _print(options: argparse.Namespace, data: Any, lines: Iterable[str]) -> None:
    write(None, json_bytes(data) if options.json else "\n".join(lines).strip("\n") + "\n")
