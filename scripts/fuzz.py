"""Coverage-guided fuzzing of map_source with atheris: mutated documents against the laws of tests/fuzz/laws.py.

    python scripts/fuzz.py [FORMAT] [--seconds N]      one format, or each in turn (default 60 seconds a format)
    python scripts/fuzz.py --replay FILE...            the inputs that broke a law, once each

Seeds are our own cases, and the public corpus in ../shared where it is at hand (read in place). What breaks a law is
kept in out/fuzz/FORMAT/; copy a small input of our own content to tests/fuzz/crashers/ when it is fixed.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "fuzz")]
OUT = ROOT / "out" / "fuzz"
CORPUS = {  # us-ccda holds fragments, not documents
    "cda": ("fr-cda",),
    "pn13": ("pn13",),
    "hl7v2": ("hl7v2",),
    "fhir": ("r4-examples",),
}
LARGEST = 200_000  # bytes of a seed or of an input: larger ones are slow and find nothing more


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("format", nargs="?", help="cda, csv, fhir, pn13, …: default each in turn")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--replay", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.replay:
        return max(_replay(path) for path in options.replay)
    if options.run:
        return _run(options.format, options.seconds)
    formats = [options.format] if options.format else sorted(_formats())
    if unknown := set(formats) - set(_formats()):
        print(f"no cases of the format {', '.join(unknown)}: one of {', '.join(sorted(_formats()))}", file=sys.stderr)
        return 2
    command = [sys.executable, __file__, "--run", "--seconds", str(options.seconds)]
    return max(subprocess.call([*command, format_]) for format_ in formats)


def _formats() -> dict[str, list[bytes]]:
    """Format → its seeds."""
    from laws import seeds

    found = {format_: list(cases.values()) for format_, cases in seeds().items()}
    shared = ROOT.parent / "shared" / "corpus"
    for format_, folders in CORPUS.items():
        paths = [path for name in folders for path in sorted((shared / name).rglob("*")) if path.is_file()]
        found.get(format_, []).extend(path.read_bytes() for path in paths if path.stat().st_size <= LARGEST)
    return found


def _replay(path: Path) -> int:
    from laws import check

    try:
        check(path.read_bytes())
    except Exception:  # noqa: BLE001 (whatever it is, it is what was looked for)
        print(f"{path}:\n{traceback.format_exc()}")
        return 1
    print(f"{path}: holds")
    return 0


class _Found:
    """What broke a law so far, one input for each place in the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.executions = 0
        self.kinds: dict[str, Path] = {}

    def try_(self, data: bytes) -> None:
        from laws import check

        self.executions += 1
        try:
            check(data)
        except Exception as error:  # noqa: BLE001 (every kind of failure is to be kept)
            self._keep(data, error)

    def _keep(self, data: bytes, error: Exception) -> None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        said = str(error).partition(":")[0] if isinstance(error, AssertionError) else ""
        kind = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno} {said}"
        known = self.kinds.get(kind)
        if known is None or len(data) < known.stat().st_size:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = known or self.folder / hashlib.sha256(data).hexdigest()[:12]
            path.write_bytes(data)
            self.kinds[kind] = path
            if known is None:
                print(f"{kind}: {str(error)[:300]}\n  replay: python3 dev.py fuzz --replay {path}", flush=True)


def _run(format_: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["adapter"]):
        from laws import planted
        from mutation import mutated

        from adapter.errors import SourceError
        from adapter.sources.document import Source
        from adapter.workflow.mapped import map_source

    seeds = _formats()[format_]
    for data in seeds:
        with suppress(SourceError):  # a public resource of another kind
            map_source(Source("before", planted(data)))
    found, started = _Found(OUT / format_), time.monotonic()
    folder = OUT / "seeds" / format_
    folder.mkdir(parents=True, exist_ok=True)
    for data in seeds:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        return mutated(data or seeds[seed % len(seeds)], Random(seed))[:size]

    def try_(data: bytes) -> None:
        found.try_(data)
        if (took := time.monotonic() - started) > seconds:  # libFuzzer leaves the process without a word
            counted = f"{found.executions} executions in {took:.0f} s"
            print(f"{format_}: {counted}, {len(found.kinds)} kinds of failure", flush=True)
            os._exit(1 if found.kinds else 0)

    arguments = ["fuzz", f"-max_len={LARGEST}", "-rss_limit_mb=2048", "-timeout=20"]
    atheris.Setup([*arguments, f"-artifact_prefix={OUT}/", "-verbosity=0", str(folder)], try_, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
