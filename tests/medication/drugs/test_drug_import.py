import sqlite3
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from medication.drugs.publication import COMPOSITION, PRESENTATIONS, SPECIALITIES, publication

from adapter.errors import CallError, SourceError, StoreError
from adapter.medication.drugs.current import current
from adapter.medication.drugs.folder import FILE, VARIABLE
from adapter.medication.drugs.importing import Imported, import_drugs
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.tables import SqliteTables
from adapter.medication.product import Ingredient, Part, Quantity, Strength


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data" / FILE


def _open(target: Path) -> Drugs:
    return Drugs(SqliteTables(target))


def test_without_an_import_the_formulary_that_ships_answers_and_says_so(target: Path) -> None:
    assert current().label == "formulary bdpm 2026-05-26"


def test_after_an_import_the_database_answers_at_once(target: Path, tmp_path: Path) -> None:
    current()
    found = import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    assert found.label == current().label == "bdpm 2026-01-15"
    assert (found.counts["products"], found.counts["boxes"]) == (3, 2)


def test_a_product_keeps_labelled_strength_and_active_part_apart(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    product = _open(target).product_of_cip("3400930065785")
    assert product is not None
    assert product.ingredients == (Ingredient("LÉVOTHYROXINE", Strength(Decimal(75), "ug")),)
    assert product.parts == (
        Part(
            "comprimé",
            "LÉVOTHYROXINE SODIQUE",
            "75 microgrammes",
            "LÉVOTHYROXINE",
            "72,96 microgrammes",
            "un comprimé",
        ),
    )
    assert (product.status, product.generic_group, product.atc) == ("marketed", "794", ("H03AA01",))
    assert product.narrow_margin
    assert product.pack is not None
    assert product.pack.content == Quantity(Decimal(30), "{tablet}")


def test_the_day_a_box_was_stopped_is_kept(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    product = _open(target).product_of_cip("3400933182557")
    assert product is not None and product.pack is not None
    assert product.pack.stopped == "2025-02-03"


def test_a_homeopathic_product_is_known_by_its_code_and_named_by_no_label(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    drugs = _open(target)
    assert drugs.product_of_cis("60000001") is not None
    assert drugs.names("arnica") == ()


def test_what_a_newer_publication_lacks_stays_with_the_date_it_was_last_seen(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2025-06-01")], target)
    newer = publication(
        tmp_path / "bdpm-2026-01-15",
        specialities=SPECIALITIES[:1],
        composition=COMPOSITION[:2],
        presentations=PRESENTATIONS[:1],
    )
    found = import_drugs([newer], target)
    assert found.counts["no longer published"] == 2
    gone, kept = _open(target).product_of_cip("3400933182557"), _open(target).product_of_cis("62080626")
    assert gone is not None and kept is not None
    assert (gone.last_seen, kept.last_seen) == ("2025-06-01", "")
    assert gone.ingredients == (Ingredient("ACIDE ACÉTYLSALICYLIQUE", Strength(Decimal(75), "mg")),)


def test_a_newer_publication_without_its_smaller_files_keeps_what_they_said(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2025-01-15")], target)
    newer = publication(tmp_path / "bdpm-2026-01-15")
    for name in ("CIS_GENER_bdpm.txt", "CIS_MITM.txt"):
        (newer / name).unlink()
    found = import_drugs([newer], target)
    assert [issue.severity for issue in found.issues] == ["information", "information"]
    product = _open(target).product_of_cis("62080626")
    assert product is not None
    assert (product.atc, product.generic_group, product.last_seen) == (("H03AA01",), "794", "")


def test_the_order_of_imports_does_not_matter(target: Path, tmp_path: Path) -> None:
    older = publication(tmp_path / "bdpm-2025-06-01")
    newer = publication(tmp_path / "bdpm-2026-01-15", presentations=PRESENTATIONS[:1])
    import_drugs([older], target)
    import_drugs([newer], target)
    one = target.read_bytes()
    target.unlink()
    import_drugs([newer], target)
    import_drugs([older], target)
    product = _open(target).product_of_cip("3400933182557")
    assert product is not None and product.pack is not None
    assert (product.last_seen, product.pack.last_seen) == ("", "2025-06-01")
    assert _open(target).label == "bdpm 2026-01-15"
    assert len(one) == len(target.read_bytes())


def test_the_same_import_twice_writes_the_same_bytes(target: Path, tmp_path: Path) -> None:
    folder = publication(tmp_path / "bdpm-2026-01-15")
    import_drugs([folder], target)
    once = target.read_bytes()
    import_drugs([folder], target)
    assert target.read_bytes() == once


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("62080626\tcomprimé", "the row has 2 fields where 8 are expected: left out"),
        ("LEVOTHYROX\tcomprimé\t1\tX\t1 mg\tun comprimé\tSA\t1", "the row has no CIS code ('LEVOTHYROX'): left out"),
        ("62080626\tcomprimé\t1\tX\t1 mg\tun comprimé\tZZ\t1", "the row names no substance, or is neither SA nor FT"),
    ],
)
def test_a_bad_row_is_an_issue_with_its_place_and_costs_nothing_else(
    target: Path, tmp_path: Path, row: str, message: str
) -> None:
    folder = publication(tmp_path / "bdpm-2026-01-15", composition=(*COMPOSITION[:1], row, *COMPOSITION[1:]))
    found = import_drugs([folder], target)
    (issue,) = found.issues
    assert (issue.severity, issue.source, issue.location) == ("error", str(folder / "CIS_COMPO_bdpm.txt"), "row 2")
    assert issue.message.startswith(message)
    assert found.counts["products"] == 3


def test_a_line_of_no_encoding_is_an_issue(target: Path, tmp_path: Path) -> None:
    folder = publication(tmp_path / "bdpm-2026-01-15")
    with (folder / "CIS_COMPO_bdpm.txt").open("ab") as file:
        file.write(b"62080626\t\x81\xe9\t1\tX\t1 mg\tun\tSA\t1\r\n")
    assert [issue.location for issue in import_drugs([folder], target).issues] == ["row 6"]


@pytest.mark.parametrize("day", ["19/01/1910", "29/11/2924", "31/02/2020"])
def test_an_impossible_day_is_left_out_and_said(target: Path, tmp_path: Path, day: str) -> None:
    box = PRESENTATIONS[1].replace("03/02/2025", day)
    found = import_drugs([publication(tmp_path / "bdpm-2026-01-15", presentations=(box,))], target)
    assert [(issue.severity, issue.location) for issue in found.issues] == [("warning", "row 1")]
    product = _open(target).product_of_cip("3400933182557")
    assert product is not None and product.pack is not None and product.pack.stopped == ""


def test_a_box_of_no_product_and_a_repeated_product_are_issues(target: Path, tmp_path: Path) -> None:
    folder = publication(
        tmp_path / "bdpm-2026-01-15", specialities=(SPECIALITIES[0], SPECIALITIES[0]), composition=COMPOSITION[:2]
    )
    messages = [issue.message for issue in import_drugs([folder], target).issues]
    assert "the row repeats CIS 62080626: left out" in messages
    assert "CIS 64755969 of 3400933182557 is not in CIS_bdpm.txt: these boxes are left out" in messages


def test_the_date_is_the_callers_else_of_the_folder_else_of_the_files_and_then_said(
    target: Path, tmp_path: Path
) -> None:
    dated, plain = publication(tmp_path / "bdpm-2026-01-20"), publication(tmp_path / "files")
    assert import_drugs([dated], target, day="2026-02-01").label == "bdpm 2026-02-01"
    target.unlink()
    found = import_drugs([plain], target)
    assert found.label == "bdpm 2026-01-14"
    assert [issue.severity for issue in found.issues] == ["information"]


def test_without_any_date_nothing_is_imported(target: Path, tmp_path: Path) -> None:
    folder = publication(tmp_path / "files")
    (folder / "CIS_CIP_Dispo_Spec.txt").unlink()
    with pytest.raises(CallError, match="give --date"):
        import_drugs([folder], target)
    assert not target.exists()


@pytest.mark.parametrize("name", ["nothing", "empty", "notes.txt"])
def test_a_path_that_is_no_drug_data_is_refused(target: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    with pytest.raises(SourceError):
        import_drugs([tmp_path / name], target)


def test_an_atc_table_gives_codes_to_products_that_have_none(target: Path, tmp_path: Path) -> None:
    table = tmp_path / "cis-atc.csv"
    table.write_text("Code CIS,Code ATC,Libellé ATC\n64755969,B01AC06,\n62080626,X99,\nno,no,\n", encoding="utf-8-sig")
    with pytest.raises(CallError, match="no database yet"):
        import_drugs([table], target)
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    found = import_drugs([table], target)
    assert [issue.location for issue in found.issues] == ["row 4"]
    codes = [product.atc for cis in ("64755969", "62080626") if (product := _open(target).product_of_cis(cis))]
    assert codes == [("B01AC06",), ("H03AA01",)]


def test_ucd_and_mv_codes_come_from_a_table_of_codes(target: Path, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("cip13;ucd13;mv\n3400930065785;3400891234561;MV00000123\n1;2;3\n", encoding="utf-8")
    found = import_drugs([publication(tmp_path / "bdpm-2026-01-15"), table], target)
    assert [(issue.severity, issue.location) for issue in found.issues] == [("error", "row 2")]
    drugs = _open(target)
    for kind, code in (("ucd", "3400891234561"), ("ucd", "9123456"), ("mv", "MV00000123")):
        product = drugs.product_of_other(kind, code)
        assert product is not None and (product.cis, product.level) == ("62080626", kind)
    assert drugs.product_of_other("ucd", "9999999") is None


def test_a_code_of_two_products_identifies_neither(target: Path, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("cis,ucd7\n62080626,9123456\n64755969,9123456\n", encoding="utf-8")
    found = import_drugs([publication(tmp_path / "bdpm-2026-01-15"), table], target)
    assert [issue.code for issue in found.issues] == ["duplicate"]
    assert _open(target).product_of_other("ucd", "9123456") is None


def test_a_failed_write_leaves_the_database_as_it_was(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    before = target.read_bytes()

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CallError, match="disk full"):
        import_drugs([tmp_path / "bdpm-2026-01-15"], target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [FILE]


def test_a_file_that_is_no_database_is_refused_and_not_passed_over(target: Path) -> None:
    target.parent.mkdir(parents=True)
    target.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="delete it and import again"):
        current()
    with pytest.raises(StoreError, match="delete it and import again"):
        import_drugs([publication(target.parent.parent / "bdpm-2026-01-15")], target)


def test_a_database_that_is_damaged_further_in_is_one_clear_message(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    with sqlite3.connect(target) as file:
        file.execute("UPDATE products SET value = '[\"cut' WHERE key = '62080626'")
    drugs = _open(target)
    assert drugs.product_of_cis("64755969") is not None
    with pytest.raises(StoreError, match="delete it and import again"):
        drugs.product_of_cis("62080626")
    with pytest.raises(StoreError, match="delete it and import again"):
        import_drugs([tmp_path / "bdpm-2026-01-15"], target)


def test_a_named_folder_that_may_not_be_read_is_not_passed_over(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)

    def forbidden(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", forbidden)
    with pytest.raises(StoreError, match="Permission denied"):
        current()


def test_a_place_that_is_no_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CallError, match="cannot be written"):
        import_drugs([publication(tmp_path / "bdpm-2026-01-15")], tmp_path / "file" / FILE)


def test_threads_ask_one_database_at_the_same_time(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    drugs = _open(target)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(drugs.product_of_cip, ["3400930065785", "3400933182557"] * 200))
    assert [product.cis for product in found if product] == ["62080626", "64755969"] * 200


def test_a_database_of_another_format_is_refused(target: Path, tmp_path: Path) -> None:
    import_drugs([publication(tmp_path / "bdpm-2026-01-15")], target)
    with sqlite3.connect(target) as file:
        file.execute("UPDATE meta SET value = '\"1\"' WHERE key = 'format'")
    with pytest.raises(StoreError, match="format 1"):
        _open(target)


def test_names_read_by_another_version_are_read_again_by_an_import_that_keeps_what_is_known(
    target: Path, tmp_path: Path
) -> None:
    import_drugs([publication(tmp_path / "bdpm-2025-01-15")], target)
    import_drugs([publication(tmp_path / "bdpm-2026-01-15", specialities=SPECIALITIES[1:])], target)
    with sqlite3.connect(target) as file:
        file.execute("UPDATE meta SET value = '\"0\"' WHERE key = 'names'")
        file.execute("DELETE FROM names")
    with pytest.raises(StoreError, match="in another way"):
        _open(target)
    table = tmp_path / "cis-atc.csv"
    table.write_text("Code CIS,Code ATC,Libellé ATC\n64755969,B01AC06,\n", encoding="utf-8")
    import_drugs([table], target)
    kept = _open(target).product_of_cis("62080626")
    assert kept is not None and kept.last_seen == "2025-01-15"
    assert _open(target).names("kardegic")


@pytest.mark.shared
def test_the_public_database_is_imported_whole(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, imported: tuple[Path, Imported]
) -> None:
    """15,848 products and 20,899 boxes; of 20,903 published boxes four name no product."""
    target, found = imported
    assert found.label == "bdpm 2026-05-26"
    assert (found.counts["products"], found.counts["boxes"]) == (15848, 20899)
    assert {issue.severity for issue in found.issues} == {"warning"}
    assert target.stat().st_size < 10_000_000
