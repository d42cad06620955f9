"""Days in supply against the figures AdhereR publishes (scripts/published_supply.py), where its data is at hand."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "coverage" / "medevents.rda"


@pytest.mark.skipif(not DATA.is_file(), reason="medevents.rda of AdhereR is not in ../shared/coverage")
def test_published_days_covered_are_ours():
    pytest.importorskip("rdata", reason="rdata reads the file of R")
    script = ROOT / "scripts" / "published_supply.py"
    done = subprocess.run([sys.executable, script, DATA], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
