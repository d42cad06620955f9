"""The same C-CDA documents through this project and, where it is installed (extra `peers`), through healthchain, in one
run: from bytes to the bytes of the result in milliseconds (median of wall time, least of processor time), and what came
out. Two documents of ours, or the files that are named: `python scripts/bench_peers.py FILE...`. For both, Python's
collector is set as `medrec` sets it (`--collector 700` for Python's own setting).
"""

import argparse
import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import orjson
from bench_documents import ccda
from bench_timing import cpu_milliseconds, milliseconds

from adapter.cli import COLLECTED_AFTER
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source


class Measured(NamedTuple):
    """wall, cpu: milliseconds; told: what came out."""

    wall: float
    cpu: float
    told: str


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", metavar="FILE")
    parser.add_argument("--collector", type=int, default=COLLECTED_AFTER, metavar="OBJECTS")
    options = parser.parse_args()
    gc.set_threshold(options.collector)
    print(f"{'document':44} {'':20} {'wall ms':>8} {'cpu ms':>8}  what came out")
    for label, document in _named(options.paths) if options.paths else _ours():
        ours = _this_project(document)
        _print(label, "this project", ours)
        peer = _healthchain(document)
        if peer is None:
            print(f"{label:44} healthchain: not installed, pip install 'medrec-adapter[peers]'")
        else:
            name, measured = peer
            times = f"; {measured.wall / ours.wall:.1f} times our time, {measured.cpu / ours.cpu:.1f} of the processor"
            _print(label, name, measured._replace(told=measured.told + times))


def _ours() -> list[tuple[str, bytes]]:
    documents = [(medications, ccda(medications, kilobytes)) for medications, kilobytes in ((20, 0), (80, 1000))]
    return [(f"C-CDA, {medications} medications, {len(data) // 1000} kB", data) for medications, data in documents]


def _named(paths: list[str]) -> list[tuple[str, bytes]]:
    documents = [(Path(path).name, Path(path).read_bytes()) for path in paths]
    return [(f"{name[-34:]}, {len(data) // 1000} kB", data) for name, data in documents]


def _print(label: str, who: str, measured: Measured) -> None:
    print(f"{label:44} {who:20} {measured.wall:8.2f} {measured.cpu:8.2f}  {measured.told}")


def _measured(call: Callable[[], object], told: str) -> Measured:
    return Measured(milliseconds(call), cpu_milliseconds(call), told)


def _this_project(document: bytes) -> Measured:
    def once() -> bytes:
        return orjson.dumps(map_source(Source("bench.xml", document)).bundle)

    return _measured(once, _told([entry["resource"] for entry in orjson.loads(once())["entry"]]))


def _healthchain(document: bytes) -> tuple[str, Measured] | None:
    """healthchain's own way from CDA to FHIR, by its default configuration, to JSON; None when it is not installed."""
    try:
        from importlib.metadata import version

        from healthchain.interop import create_interop
    except ImportError:
        return None
    logging.disable(logging.ERROR)
    engine = create_interop()
    text = document.decode()

    def once() -> list[str]:
        return [resource.model_dump_json() for resource in engine.to_fhir(text, src_format="cda")]

    made = [orjson.loads(resource) for resource in once()]
    return f"healthchain {version('healthchain')}", _measured(once, _told(made))


def _told(resources: list[dict]) -> str:
    statements = [r for r in resources if r["resourceType"] == "MedicationStatement"]
    dosages = [d for r in statements for d in r.get("dosage", ())]
    doses, timings = sum("doseAndRate" in d for d in dosages), sum("timing" in d for d in dosages)
    return f"{len(statements)} statements, {doses} doses, {timings} timings"


if __name__ == "__main__":
    main()
