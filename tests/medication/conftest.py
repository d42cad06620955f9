"""The public drug database of one date, imported once for all tests that need it."""

from pathlib import Path

import pytest

from adapter.medication.drugs.importing import Imported, import_drugs
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.tables import SqliteTables


@pytest.fixture(scope="session")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Imported]:
    target = tmp_path_factory.mktemp("data") / "drugs.sqlite"
    drugs = shared / "drugs"
    return target, import_drugs([drugs / "bdpm-2026-05-26", drugs / "cis-atc"], target)


@pytest.fixture(scope="session")
def bdpm(imported: tuple[Path, Imported]) -> Drugs:
    """The whole public database."""
    return Drugs(SqliteTables(imported[0]))
