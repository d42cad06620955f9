"""Coverage-guided fuzzing of map_source with atheris: mutated documents against the laws of tests/fuzz/laws.py.

    python scripts/fuzz.py [FORMAT] [--seconds N]      one format, or each in turn (default 60 seconds a format)
    python scripts/fuzz.py [FORMAT] --each-patient     files of several patients, against tests/fuzz/several_patients.py
    python scripts/fuzz.py --replay FILE...            the inputs that broke a law, once each (with --each-patient too)

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
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "fuzz")]
OUT = ROOT / "out" / "fuzz"
CORPUS = {  # us-ccda holds fragments, not documents
    "cda": ("fr-cda",),
    "pn13": ("pn13",),
    "hl7v2": ("hl7v2",),
    "fhir": ("r4-examples",),
}
_JOINED = 30  # files of several patients that are made as seeds
LARGEST = 200_000  # bytes of a seed or of an input: larger ones are slow and find nothing more


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("format", nargs="?", help="cda, csv, fhir, pn13, …: default each in turn")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--replay", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--each-patient", action="store_true", help="files of several patients, each read by themselves"
    )
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.replay:
        return max(_replay(path, each=options.each_patient) for path in options.replay)
    if options.run:
        return _run(options.format, options.seconds, each=options.each_patient)
    known = _formats(each=options.each_patient)
    formats = [options.format] if options.format else sorted(known)
    if unknown := set(formats) - set(known):
        print(f"no cases of the format {', '.join(unknown)}: one of {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    command = [sys.executable, __file__, "--run", "--seconds", str(options.seconds)]
    command += ["--each-patient"] if options.each_patient else []
    return max(subprocess.call([*command, format_]) for format_ in formats)


def _formats(*, each: bool = False) -> dict[str, list[bytes]]:
    """Format → its seeds. each: files of several patients, made of our cases."""
    from laws import seeds

    found = {format_: list(cases.values()) for format_, cases in seeds().items()}
    if each:
        from several_patients import FORMATS, joined

        return {format_: [joined(format_, found[format_], Random(n)) for n in range(_JOINED)] for format_ in FORMATS}
    shared = ROOT.parent / "shared" / "corpus"
    for format_, folders in CORPUS.items():
        paths = [path for name in folders for path in sorted((shared / name).rglob("*")) if path.is_file()]
        found.get(format_, []).extend(path.read_bytes() for path in paths if path.stat().st_size <= LARGEST)
    return found


def _law(each: bool) -> Callable[[bytes], Any]:
    from laws import check
    from several_patients import check_each

    return check_each if each else check


def _replay(path: Path, *, each: bool) -> int:
    try:
        _law(each)(path.read_bytes())
    except Exception:  # noqa: BLE001 (whatever it is, it is what was looked for)
        print(f"{path}:\n{traceback.format_exc()}")
        return 1
    print(f"{path}: holds")
    return 0


class _Found:
    """What broke a law so far, one input for each place in the program."""

    def __init__(self, folder: Path, law: Callable[[bytes], Any]) -> None:
        self.folder, self.law = folder, law
        self.executions = 0
        self.kinds: dict[str, Path] = {}

    def try_(self, data: bytes) -> None:
        self.executions += 1
        try:
            self.law(data)
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
                option = "--each-patient " if self.folder.name.endswith("-each-patient") else ""
                print(f"{kind}: {str(error)[:300]}\n  replay: python3 dev.py fuzz {option}--replay {path}", flush=True)


def _run(format_: str, seconds: int, *, each: bool) -> int:
    import atheris

    with atheris.instrument_imports(include=["adapter"]):
        from laws import planted
        from mutation import mutated

        from adapter.errors import PatientMismatch, SourceError
        from adapter.sources.document import Source
        from adapter.workflow.mapped import map_source

        law = _law(each)

    seeds = _formats(each=each)[format_]
    name = f"{format_}-each-patient" if each else format_
    for data in seeds:
        with suppress(SourceError, PatientMismatch):  # a public resource of another kind; several patients
            map_source(Source("before", planted(data)))
    found, started = _Found(OUT / name, law), time.monotonic()
    folder = OUT / "seeds" / name
    folder.mkdir(parents=True, exist_ok=True)
    for data in seeds:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        return mutated(data or seeds[seed % len(seeds)], Random(seed))[:size]

    def try_(data: bytes) -> None:
        found.try_(data)
        if (took := time.monotonic() - started) > seconds:  # libFuzzer leaves the process without a word
            counted = f"{found.executions} executions in {took:.0f} s"
            print(f"{name}: {counted}, {len(found.kinds)} kinds of failure", flush=True)
            os._exit(1 if found.kinds else 0)

    arguments = ["fuzz", f"-max_len={LARGEST}", "-rss_limit_mb=2048", "-timeout=20"]
    atheris.Setup([*arguments, f"-artifact_prefix={OUT}/", "-verbosity=0", str(folder)], try_, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
