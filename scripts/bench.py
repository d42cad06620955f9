"""Speed: read + map + write of each corpus document beside its floor (lxml parse + orjson dump of the same data),
reconcile, start-up.

Prints the median of several runs in milliseconds. Reads ../shared when it is there, and always the examples that ship.
"""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from adapter.sources.document import Source
from adapter.workflow import map_source, reconcile

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
RUNS = 15


def main() -> None:
    documents = sorted((CORPUS / "fr-cda").glob("*.xml")) if CORPUS.is_dir() else []
    documents += sorted((ROOT / "examples").glob("*/sources/*"))
    print(f"{'document':48} {'kB':>7} {'lines':>5} {'floor':>8} {'map':>8} {'x floor':>7}")
    for path in documents:
        _document(path)
    for story in sorted((ROOT / "examples").glob("*/sources")):
        _story(story)
    for label, command in (
        ("medrec --help", ["--help"]),
        ("medrec map (small document)", ["map", str(_smallest(documents))]),
    ):
        print(f"{label:48} {_milliseconds(lambda command=command: _process(command), 5):8.0f} ms as a whole process")


def _document(path: Path) -> None:
    source = Source(path.name, path.read_bytes())
    bundle = map_source(source).bundle
    lines = sum(entry["resource"]["resourceType"].startswith("Medication") for entry in bundle["entry"])
    floor = _milliseconds(lambda: _floor(source.data, bundle))
    whole = _milliseconds(lambda: orjson.dumps(map_source(source).bundle))
    print(f"{path.name:48} {len(source.data) / 1000:7.0f} {lines:5} {floor:7.2f}  {whole:7.2f}  {whole / floor:6.1f}")


def _floor(data: bytes, bundle: dict[str, Any]) -> bytes:
    """What no implementation can go below: parsing the source and writing the result."""
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        etree.fromstring(data)
    elif data.lstrip().startswith((b"{", b"[")):
        orjson.loads(data)
    else:
        data.decode("utf-8", "replace").split("\n")
    return orjson.dumps(bundle)


def _story(sources: Path) -> None:
    discharge, dispensing = (
        [Source(p.name, p.read_bytes()) for p in sorted(sources.glob(f"{role}*"))]
        for role in ("discharge", "dispensing")
    )
    spent = _milliseconds(lambda: reconcile(discharge, dispensing, date="2026-06-30"))
    print(f"{'reconcile ' + sources.parent.name:48} {spent:8.2f} ms with reading and plan")


def _smallest(documents: list[Path]) -> Path:
    return min(documents, key=lambda path: path.stat().st_size)


def _process(arguments: list[str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "adapter.cli", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def _milliseconds(call: Callable[[], object], runs: int = RUNS) -> float:
    call()
    gc.collect()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
