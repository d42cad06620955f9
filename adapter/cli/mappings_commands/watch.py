"""medrec mappings watch [PATH]: check and test again whenever a file changes."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adapter.cli.user_maps import add_mappings
from adapter.errors import CallError, MedrecError

_EVERY = 0.5  # seconds between two looks


def register(subparsers: Any, help: str) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "watch",
        help=help,
        description="Check the maps and run the pairs of a folder, and again whenever one of them changes; "
        "Ctrl-C ends it.",
    )
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="a folder of maps and pairs (default: here)"
    )
    add_mappings(parser)
    parser.add_argument("--map", metavar="NAME", help="run this one map as it is: what `medrec map --map NAME` makes")


def run(options: argparse.Namespace, wait: Callable[[], bool] | None = None) -> int:
    """0 when it is ended. wait: says when to look again, and whether to; default: half a second, until Ctrl-C.

    Raises CallError when there is no such folder.
    """
    from adapter.authoring.watch import stamps, watch

    folders = [Path(name) for name in dict.fromkeys((options.path, options.mappings or options.path))]
    for folder in folders:
        if not folder.is_dir():
            raise CallError("no such folder; name the one that holds maps and pairs", source=str(folder))
    try:
        watch(lambda: stamps(folders), lambda changed: _once(options, changed), wait or _half_a_second)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _half_a_second() -> bool:
    time.sleep(_EVERY)
    return True


def _once(options: argparse.Namespace, changed: list[Path]) -> None:
    """One round: the maps, and if they are sound the pairs. What is wrong is said, and the watch goes on."""
    from adapter.authoring.check import checked
    from adapter.authoring.pairs import situations
    from adapter.authoring.producing import maps_for, producing, producing_with
    from adapter.authoring.suite import run_suite
    from adapter.cli.mappings_commands.check import report
    from adapter.cli.mappings_commands.test import described

    if changed:
        print(f"\n{', '.join(map(str, changed[:3]))}{' …' if len(changed) > 3 else ''} changed")
    try:
        found, files = checked([options.mappings or options.path])
        print(report(found, files), end="")
        if not any(diagnostic.severity == "error" for diagnostic in found):
            if options.map is not None:
                produce = producing_with(options.map, options.mappings or options.path)
            else:
                produce = producing(maps_for([options.path], options.mappings))
            print(described(run_suite(situations([options.path]), produce)), end="")
    except MedrecError as error:
        print(error.line())
    sys.stdout.flush()
