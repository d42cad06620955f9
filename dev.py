#!/usr/bin/env python3
"""One file to set up and run: `python3 dev.py example`, `python3 dev.py test`, `python3 dev.py check`. Needs Python
3.11+ only.

Everything is installed into .venv beside this file; nothing else on the machine is touched.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXAMPLE = ROOT / "examples" / "stop-omission-dose-change"
OUT = ROOT / "out"


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever has an older Python gets a sentence, not a traceback)
        print("medrec needs Python 3.11 or newer; this is", sys.version.split()[0], file=sys.stderr)
        return 2
    tasks = {
        "setup": setup,
        "example": example,
        "test": test,
        "check": check,
        "expected": expected,
        "bench": bench,
        "fuzz": fuzz,
        "serve": serve,
    }
    if not arguments or arguments[0] not in tasks:
        print(f"usage: python3 dev.py {'|'.join(tasks)}", file=sys.stderr)
        return 2
    status = tasks[arguments[0]](arguments[1:])
    if status == 0 and arguments[0] == "setup":
        print(f"ready: {(BIN / 'medrec').relative_to(ROOT)} --help, or activate .venv and call medrec")
    return status


def setup(_: list[str] | None = None, *, extra: str = "") -> int:
    """Create .venv and install the project into it; quick when that is already done."""
    stamp = VENV / f"installed{extra.replace('[', '-').replace(']', '')}"
    project = ROOT / "pyproject.toml"
    if stamp.exists() and stamp.stat().st_mtime >= project.stat().st_mtime:
        return 0
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"cannot create {VENV}: {error}. On Debian or Ubuntu: apt install python3-venv", file=sys.stderr)
            return 2
    print("installing into .venv …", flush=True)
    status = _run(
        "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "-e",
        f"{ROOT}{extra}",
    )
    if status == 0:
        stamp.touch()
    return status


def example(_: list[str]) -> int:
    """Set up and run the main job on the example that ships."""
    if status := setup():
        return status
    OUT.mkdir(exist_ok=True)
    sources = EXAMPLE / "sources"
    return _run(
        "medrec", "reconcile", "--lang", "en",
        "--discharge", *_paths(sources, "discharge*"), "--dispensing", *_paths(sources, "dispensing*"),
        "-o", str(OUT / "plan.json"), "--report", str(OUT / "report.json"), "--html", str(OUT / "report.html"),
    )  # fmt: skip


def test(arguments: list[str]) -> int:
    """Set up with the test tools and run the tests; arguments go to pytest."""
    return setup(extra="[dev]") or _run("python", "-m", "pytest", *arguments)


def check(_: list[str]) -> int:
    """Lint, format of imports, types and the import contracts."""
    if status := setup(extra="[dev]"):
        return status
    commands = (("ruff", "check", "."), ("mypy",), ("lint-imports",))
    return max(_run(*command) for command in commands)


def expected(arguments: list[str]) -> int:
    """Write the expected outputs of examples and cases again; look at the difference before committing it."""
    return setup(extra="[dev]") or _run("python", str(ROOT / "scripts" / "expected.py"), *arguments)


def bench(arguments: list[str]) -> int:
    """Milliseconds of read + map + write for each corpus document beside their floor, of reconcile, and beside peers
    that are installed (`pip install -e '.[peers]'`).
    """
    scripts = ("bench.py", "bench_peers.py")
    return setup(extra="[dev]") or max(_run("python", str(ROOT / "scripts" / name), *arguments) for name in scripts)


def fuzz(arguments: list[str]) -> int:
    """Mutated documents of one format or each in turn, guided by coverage (Linux): `fuzz [FORMAT] [--seconds N]`."""
    return setup(extra="[dev,fuzz]") or _run("python", str(ROOT / "scripts" / "fuzz.py"), *arguments)


def serve(arguments: list[str]) -> int:
    """Run the FHIR service on loopback."""
    return setup() or _run("medrec", "serve", *arguments)


def _paths(folder: Path, pattern: str) -> list[str]:
    return [
        str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
        for path in sorted(folder.glob(pattern))
    ]


def _run(program: str, *arguments: str) -> int:
    return subprocess.call([str(BIN / program), *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
