"""Fixtures that several areas share."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts, corpus and suites beside the checkout; tests that need it are skipped where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "design.md").is_file():
        pytest.skip("the shared folder with corpus and suites is not beside this checkout")
    return folder
