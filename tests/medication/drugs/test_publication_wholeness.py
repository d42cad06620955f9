"""A publication whose files do not fit together is refused, and the database stays as it was."""

from pathlib import Path

import pytest
from medication.drugs.publication import COMPOSITION, PRESENTATIONS, SPECIALITIES, publication

from adapter.errors import SourceError
from adapter.medication.drugs.importing import import_drugs
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.tables import SqliteTables


def _refused(folder: Path, target: Path) -> str:
    """The message; the database of before still answers."""
    with pytest.raises(SourceError) as refused:
        import_drugs([folder], target)
    assert Drugs(SqliteTables(target)).label == "bdpm 2026-01-15"
    return f"{Path(str(refused.value.source)).name}: {refused.value}"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], tmp_path / "drugs.sqlite")
    return tmp_path / "drugs.sqlite"


@pytest.mark.parametrize("name", ["CIS_bdpm.txt", "CIS_CIP_bdpm.txt", "CIS_COMPO_bdpm.txt"])
@pytest.mark.parametrize("content", [b"", b"<!doctype html><html></html>\n", "é\t".encode("utf-16-le")])
def test_a_file_that_says_nothing_is_refused(target: Path, tmp_path: Path, name: str, content: bytes) -> None:
    folder = publication(tmp_path / "bdpm-2026-02-15")
    (folder / name).write_bytes(content)
    assert "holds no row that can be read" in _refused(folder, target)
    assert name in _refused(folder, target)


@pytest.mark.parametrize("name", ["CIS_bdpm.txt", "CIS_CIP_bdpm.txt", "CIS_COMPO_bdpm.txt"])
def test_a_file_that_an_editor_saved_as_utf_16_is_refused_by_its_encoding(
    target: Path, tmp_path: Path, name: str
) -> None:
    folder = publication(tmp_path / "bdpm-2026-02-15")
    (folder / name).write_text((folder / name).read_text(encoding="cp1252"), encoding="utf-16")
    assert "is in UTF-16" in _refused(folder, target)


@pytest.mark.parametrize("name", ["CIS_bdpm.txt", "CIS_CIP_bdpm.txt", "CIS_COMPO_bdpm.txt"])
def test_a_file_that_ends_in_the_middle_of_a_row_is_refused(target: Path, tmp_path: Path, name: str) -> None:
    folder = publication(tmp_path / "bdpm-2026-02-15")
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: data.rstrip().rindex(b"\t")])
    assert "the file was cut short" in _refused(folder, target)


def test_a_file_without_the_end_of_its_last_row_is_whole(target: Path, tmp_path: Path) -> None:
    folder = publication(tmp_path / "bdpm-2026-02-15")
    data = (folder / "CIS_COMPO_bdpm.txt").read_bytes()
    (folder / "CIS_COMPO_bdpm.txt").write_bytes(data.rstrip())
    assert import_drugs([folder], target).label == "bdpm 2026-02-15"


def _many(rows: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Rows of as many other products: their CIS and CIP13 counted on."""
    made = []
    for number in range(count):
        row = rows[0].replace("62080626", f"6{number:07d}")
        made.append(row.replace("3006578", f"3{number:06d}").replace("3400930065785", f"340093{number:06d}5"))
    return tuple(made)


@pytest.mark.parametrize(
    ("products", "substances", "boxes", "message"),
    [
        (40, 20, 40, "CIS_COMPO_bdpm.txt: says nothing of 20 of 40 products: the file is not whole"),
        (40, 40, 20, "CIS_CIP_bdpm.txt: says nothing of 20 of 40 products: the file is not whole"),
        (20, 40, 40, "CIS_bdpm.txt: lacks 20 of the 40 products of CIS_COMPO_bdpm.txt: the file is not whole"),
    ],
)
def test_a_file_cut_between_two_rows_does_not_fit_the_others(
    target: Path, tmp_path: Path, products: int, substances: int, boxes: int, message: str
) -> None:
    folder = publication(
        tmp_path / "bdpm-2026-02-15",
        specialities=_many(SPECIALITIES, products),
        composition=_many(COMPOSITION, substances),
        presentations=_many(PRESENTATIONS, boxes),
    )
    assert _refused(folder, target) == message


def test_a_newer_publication_that_lacks_many_products_is_said(tmp_path: Path) -> None:
    target = tmp_path / "drugs.sqlite"
    for day, count in (("2026-01-15", 40), ("2026-02-15", 30)):
        folder = publication(
            tmp_path / f"bdpm-{day}",
            specialities=_many(SPECIALITIES, count),
            composition=_many(COMPOSITION, count),
            presentations=_many(PRESENTATIONS, count),
        )
        found = import_drugs([folder], target)
    assert [one.message for one in found.issues if one.code == "incomplete"] == [
        "the publication of 2026-02-15 lacks 10 of the 40 products of 2026-01-15: they stay known as last seen then"
    ]
    assert found.counts["no longer published"] == 10
