"""pytest plugin: pairs of source and expected result (`medrec mappings test`) as tests.

    pytest --medrec-mappings my-maps my-maps/tests

or `medrec_mappings = my-maps` in pytest's configuration. Nothing is collected unless one of them is given.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from adapter.authoring.suite import Produce

_PRODUCE: "pytest.StashKey[Produce]" = pytest.StashKey()


class DifferentResult(Exception):  # noqa: N818 (what happened, not an error of this program)
    """The result of a situation is not the expected one; the text says where."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("medrec", "FHIR mappings")
    group.addoption("--medrec-mappings", metavar="DIR", help="run pairs of source and expected result with these maps")
    group.addoption("--medrec-update", action="store_true", help="write the expected results of those pairs")
    parser.addini("medrec_mappings", "a folder of maps: as --medrec-mappings, from the folder of the configuration")


def pytest_configure(config: pytest.Config) -> None:
    folder = _folder(config)
    if folder is None:
        return
    from adapter.authoring.producing import producing
    from adapter.errors import MedrecError
    from adapter.workflow.user_maps import read_user_maps

    try:
        config.stash[_PRODUCE] = producing(read_user_maps(folder))
    except MedrecError as error:
        raise pytest.UsageError(error.line()) from None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PairFile | None":
    if _PRODUCE not in parent.config.stash or ".source" not in file_path.name:
        return None
    from adapter.authoring.pairs import is_source

    return PairFile.from_parent(parent, path=file_path) if is_source(file_path) else None


class PairFile(pytest.File):
    """`situation.source[.ext]`, which is one test."""

    def collect(self) -> "Iterator[PairTest]":
        from adapter.authoring.pairs import situation_of

        root = self.config.rootpath
        situation = situation_of(self.path, root if self.path.is_relative_to(root) else self.path.parent)
        name = situation.expected.name.removesuffix(".expected.json")
        yield PairTest.from_parent(self, name=name, situation=situation)


class PairTest(pytest.Item):
    """The source is mapped and compared with its expected result."""

    def __init__(self, *, situation: Any, **given: Any) -> None:
        super().__init__(**given)
        self.situation = situation

    def runtest(self) -> None:
        from adapter.authoring.suite import tested, updated

        run = updated if self.config.getoption("--medrec-update") else tested
        result = run(self.situation, self.config.stash[_PRODUCE])
        if result.status in ("failed", "error"):
            lines = [result.message] if result.message else []
            raise DifferentResult("\n".join([*lines, *(difference.line() for difference in result.differences)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from adapter.errors import MedrecError

        if isinstance(excinfo.value, MedrecError):
            return excinfo.value.line()
        if isinstance(excinfo.value, DifferentResult):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def _folder(config: pytest.Config) -> str | None:
    given: str | None = config.getoption("--medrec-mappings")
    if given is not None:
        return given
    named = str(config.getini("medrec_mappings"))
    return str((config.inipath.parent if config.inipath else config.rootpath) / named) if named else None
