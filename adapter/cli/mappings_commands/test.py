"""medrec mappings test [PATH...]: a suite of sources and what they must become."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from adapter.cli.files import json_bytes, write
from adapter.cli.user_maps import add_mappings, add_recorded

if TYPE_CHECKING:
    from adapter.authoring.suite import Result

_LABELS = {"passed": "ok", "failed": "FAILED", "error": "ERROR", "updated": "written"}


def register(subparsers: Any, help: str) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "test",
        help=help,
        description="Map each situation.source[.ext] and compare with situation.expected.json beside it; "
        "--update writes the expected files. 0: all as expected, 1: not all, 2: nothing to run, or a broken map.",
    )
    parser.add_argument("path", nargs="*", metavar="PATH", help="folders of pairs, or single pairs (default: here)")
    add_mappings(parser)
    parser.add_argument("--map", metavar="NAME", help="run this one map as it is: what `medrec map --map NAME` makes")
    add_recorded(parser)
    parser.add_argument("--update", action="store_true", help="write the expected files, and say what changed")
    parser.add_argument(
        "--list", action="store_true", help="with --update: a new file is a list of resources without their ids"
    )
    parser.add_argument("--junit", metavar="FILE", help="write the results there as JUnit XML")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")


def run(options: argparse.Namespace) -> int:
    """0 all as expected (or written), 1 not all. Raises CallError, MappingError."""
    from adapter.authoring.pairs import situations
    from adapter.authoring.producing import maps_for, producing, producing_with
    from adapter.authoring.suite import run_suite, updated

    paths = options.path or ["."]
    if options.map is not None:
        produce = producing_with(options.map, options.mappings or paths[0], options.recorded)
    else:
        produce = producing(maps_for(paths, options.mappings), options.recorded)
    found = situations(paths)
    if options.update:
        results = [updated(situation, produce, as_list=options.list) for situation in found]
    else:
        results = run_suite(found, produce)
    if options.junit:
        from adapter.authoring.junit import junit

        write(options.junit, junit(results, "medrec mappings test"))
    write(None, json_bytes(_as_json(results)) if options.json else described(results))
    return 1 if any(result.status in ("failed", "error") for result in results) else 0


def described(results: Sequence["Result"]) -> str:
    """The results for people: a line a situation, what differs below it, and the sum."""
    lines = []
    for result in results:
        lines.append(f"{_LABELS[result.status]:8}{result.situation.name}")
        if result.message:
            lines.append(f"    {result.message}")
        lines += [f"    {difference.line()}" for difference in result.differences]
    counts = {label: sum(result.status == status for result in results) for status, label in _LABELS.items()}
    lines.append(", ".join(f"{count} {label}" for label, count in counts.items() if count))
    if counts["FAILED"]:
        lines.append("Where the new result is right: the same command with --update.")
    return "\n".join(lines) + "\n"


def _as_json(results: Sequence["Result"]) -> list[dict[str, Any]]:
    return [
        {
            "situation": result.situation.name,
            "source": str(result.situation.source) if result.situation.source else None,
            "expected": str(result.situation.expected),
            "status": result.status,
            **({"message": result.message} if result.message else {}),
            "differences": [difference._asdict() for difference in result.differences],
        }
        for result in results
    ]
