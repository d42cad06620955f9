"""Fixtures that several areas share."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapter.fhir.identifiers import stable_id
from adapter.medication.drugs.folder import FILE, VARIABLE
from adapter.medication.drugs.importing import Imported, import_drugs
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.tables import SqliteTables

REPOSITORY = Path(__file__).resolve().parent.parent

# No test reads or writes the data of the user who runs it. MEDREC_TEST_DATA names a folder with an imported drug
# database: the same tests then run with it.
_FOLDER = os.environ.get("MEDREC_TEST_DATA") or str(Path(tempfile.mkdtemp(prefix="medrec-tests-")) / "data")
os.environ[VARIABLE] = _FOLDER


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts, corpus and suites beside the checkout; tests that need it are skipped where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "design.md").is_file():
        pytest.skip("the shared folder with corpus and suites is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Imported]:
    """The public drug database of one date as a file, imported once for all tests that need it."""
    target = tmp_path_factory.mktemp("data") / FILE
    drugs = shared / "drugs"
    return target, import_drugs([drugs / "bdpm-2026-05-26", drugs / "cis-atc"], target)


@pytest.fixture(scope="session")
def bdpm(imported: tuple[Path, Imported]) -> Drugs:
    """The whole public database."""
    return Drugs(SqliteTables(imported[0]))


@pytest.fixture
def bdpm_in_use(imported: tuple[Path, Imported], monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole public database answers."""
    monkeypatch.setenv(VARIABLE, str(imported[0].parent))


@pytest.fixture
def formulary_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The formulary that ships answers, whatever MEDREC_TEST_DATA says."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "no data"))


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., dict[str, Any]]:
    """Small plan documents of an invented patient; their ids derive from `seed`, and all have the same Device."""
    template = (Path(__file__).parent / "store" / "cases" / "plan.json").read_text(encoding="utf-8")

    def make(seed: str, ins: str = "160012345678901") -> dict[str, Any]:
        text = template.replace('"INS"', f'"{ins}"').replace("DEVICE", stable_id("device"))
        for part in ("BUNDLE", "COMPOSITION", "PATIENT", "STATEMENT", "CAREPLAN"):
            text = text.replace(part, stable_id(seed, part))
        bundle: dict[str, Any] = json.loads(text)
        return bundle

    return make
