"""The built wheel in an empty virtual environment, away from the repository, does the main job."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from adapter.version import VERSION

REPOSITORY = Path(__file__).resolve().parent.parent
STORY = REPOSITORY / "examples" / "stop-omission-dose-change"
_NO_INDEX = ("No matching distribution", "Could not find a version", "Connection", "Temporary failure")


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode and any(sign in done.stderr for sign in _NO_INDEX):
        pytest.skip("no package index can be reached to install the wheel's dependencies")
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def medrec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `medrec` of an environment that holds the wheel and its dependencies only."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "out", "dist", "tests", "examples")
    shutil.copytree(REPOSITORY, copy, ignore=ignored)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", cwd=copy)
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    shutil.rmtree(copy)
    return scripts / "medrec"


@pytest.mark.usefixtures("formulary_only")
def test_the_wheel_runs_the_example_as_the_checkout_does(medrec: Path, tmp_path: Path) -> None:
    shutil.copytree(STORY / "sources", tmp_path / "here")
    arguments = ("--discharge", "discharge-letter.xml", "--dispensing", "dispensing-pharmacy.csv")
    files = ("-o", "plan.json", "--report", "report.json", "--html", "page.html")
    said = run(medrec, "reconcile", *arguments, *files, cwd=tmp_path / "here")
    assert "18" in said
    for name in ("plan.json", "report.json"):
        assert (tmp_path / "here" / name).read_bytes() == (STORY / "expected" / name).read_bytes()
    assert "<html" in (tmp_path / "here" / "page.html").read_text(encoding="utf-8")


def test_the_wheel_validates_with_the_profiles_it_carries(medrec: Path, tmp_path: Path) -> None:
    shutil.copy(STORY / "expected" / "plan.json", tmp_path)
    run(medrec, "validate", "plan.json", cwd=tmp_path)


def test_the_wheel_says_its_version(medrec: Path, tmp_path: Path) -> None:
    assert run(medrec, "--version", cwd=tmp_path).strip() == f"medrec {VERSION}"
