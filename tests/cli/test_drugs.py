import io
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from medication.drugs.publication import PRESENTATIONS, SPECIALITIES, publication

from adapter.cli import main
from adapter.medication.drugs.folder import FILE, VARIABLE


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return publication(tmp_path / "bdpm-2026-01-15")


def test_an_import_says_what_is_known_now_and_where(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drugs", "import", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "bdpm 2026-01-15: 3 products, 2 boxes, 0 no longer published, 0 other codes",
        str(data / FILE),
    ]
    assert err == ""


def test_bad_rows_give_status_1_and_stand_in_the_issues_file(data: Path, folder: Path, tmp_path: Path) -> None:
    with (folder / "CIS_bdpm.txt").open("ab") as file:
        file.write(b"short\trow\r\n")
    issues = tmp_path / "issues.json"
    assert main(["drugs", "import", str(folder), "--issues", str(issues)]) == 1
    (issue,) = json.loads(issues.read_text(encoding="utf-8"))["issue"]
    assert (issue["severity"], issue["location"]) == ("error", ["row 4"])


@pytest.mark.parametrize("arguments", [["nowhere"], ["{folder}", "--date", "yesterday"]])
def test_an_unusable_call_gives_status_2_and_one_line(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["drugs", "import", *(text.format(folder=folder) for text in arguments)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("code", "kind"), [("3400930065785", "cip13"), ("3006578", "cip7"), ("62080626", "cis"), ("H03AA01", "atc")]
)
def test_every_kind_of_code_is_shown_with_its_source(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], code: str, kind: str
) -> None:
    main(["drugs", "import", str(folder)])
    capsys.readouterr()
    assert main(["drugs", "show", code, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["source"], found["count"]) == (kind, "bdpm 2026-01-15", 1)
    assert found["products"][0]["cis"] == "62080626"


def test_a_product_is_shown_in_words(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["drugs", "import", str(folder)])
    capsys.readouterr()
    main(["drugs", "show", "3400930065785"])
    assert capsys.readouterr().out.splitlines() == [
        "CIP13 3400930065785 (bdpm 2026-01-15)",
        "  LEVOTHYROX 75 microgrammes, comprimé sécable",
        "  CIS 62080626, ATC H03AA01, generic group 794",
        "  labelled: LÉVOTHYROXINE 75 ug",
        "  contains: LÉVOTHYROXINE SODIQUE 75 microgrammes, that is LÉVOTHYROXINE 72,96 microgrammes for un comprimé",
        "  form: comprimé sécable 10219000; release: not stated",
        "  route: orale; counted in {tablet}",
        "  on the legal narrow-margin list",
        "  box 3400930065785, 30 {tablet}",
    ]


def test_a_withdrawn_product_is_shown_with_the_date_it_was_last_seen(
    data: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["drugs", "import", str(folder)])
    newer = publication(tmp_path / "bdpm-2026-02-15", specialities=SPECIALITIES[:1], presentations=PRESENTATIONS[:1])
    main(["drugs", "import", str(newer)])
    capsys.readouterr()
    assert main(["drugs", "show", "3400933182557"]) == 0
    out = capsys.readouterr().out
    assert "[no longer published, last seen 2026-01-15]" in out
    assert "(bdpm 2026-02-15)" in out


@pytest.mark.parametrize("code", ["3400999999999", "99999999", "MV00000001", "A10", "hello"])
def test_a_code_that_is_not_known_gives_status_1_and_says_which_source(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    main(["drugs", "import", str(folder)])
    capsys.readouterr()
    assert main(["drugs", "show", code]) == 1
    assert "(bdpm 2026-01-15)" in capsys.readouterr().out


def test_without_an_import_the_formulary_answers_and_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drugs", "show", "62080626"]) == 0
    assert main(["drugs", "find", "LEVOTHYROX 75MICROG CPR 30"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "CIS 62080626 (formulary bdpm 2026-05-26)"
    assert "LEVOTHYROX 75MICROG CPR 30: accepted (formulary bdpm 2026-05-26)" in lines


def test_find_answers_each_line_of_standard_input_with_one_object(
    data: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = "KARDEGIC 75MG PDR SACHET 30\nKARDEGIK 75MG PDR SACHET 30\ntout autre chose\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(given.encode())))
    assert main(["drugs", "find", "--json"]) == 0
    first, typo, nothing = map(json.loads, capsysbinary.readouterr().out.splitlines())
    assert first["text"] == "KARDEGIC 75MG PDR SACHET 30"
    assert [first["accepted"], typo["accepted"], nothing["accepted"]] == [True, False, False]
    found = first["candidates"][0]
    assert found["substances"] == [
        {"name": "ACIDE ACÉTYLSALICYLIQUE", "strength": {"value": 75, "unit": "mg", "per": None}}
    ]
    assert (found["atc"], found["cis"], found["release"]) == ("B01AC06", "64755969", None)
    assert (found["route"]["code"], found["score"]) == ("20053000", 1.0)
    assert typo["candidates"][0]["because"][0] == "the name is 'kardegic', but only approximately"
    assert nothing["candidates"] == []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal of the tests."""


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_download_fetches_and_imports_and_shows_no_bar_when_piped(
    data: Path, site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drugs", "download", "--from", site, "--date", "2026-01-15"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "bdpm 2026-01-15: 3 products" in out
    assert (data / "downloads" / "CIS_bdpm.txt").is_file()


def test_download_can_leave_the_database_as_it_is(data: Path, site: str, tmp_path: Path) -> None:
    assert main(["drugs", "download", "--from", site, "--no-import", "-o", str(tmp_path / "files")]) == 0
    assert not (data / FILE).exists()
    assert (tmp_path / "files" / "CIS_bdpm.txt").is_file()


def test_a_site_that_does_not_answer_is_one_line_and_status_2(
    data: Path, site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drugs", "download", "--from", f"{site}/other"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (data / FILE).exists()
