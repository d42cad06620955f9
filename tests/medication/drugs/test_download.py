"""The official files, fetched from a server on this machine: whole, resumed, unchanged, broken."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from adapter.errors import CallError
from adapter.medication.drugs import download as downloads
from adapter.medication.drugs.download import ATTEMPTS, MANIFEST, date_of, download

NAME = "CIS_bdpm.txt"
CONTENT = b"".join(b"%08d\tPRODUCT %d\n" % (60000000 + n, n) for n in range(20_000))
MODIFIED = "Thu, 15 Jan 2026 10:00:00 GMT"


class Site(ThreadingHTTPServer):
    """What is served, what each request asked for, and after how many bytes the line breaks, one entry a request."""

    content = CONTENT
    etag = '"one"'
    modified = MODIFIED
    ignores_start = False
    breaks: list[int]
    asked: list[dict[str, str]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        if self.path != f"/{NAME}":
            self._send(404, b"")
        elif self.headers.get("If-None-Match") == self.server.etag:
            self._send(304, b"")
        elif (wanted := self.headers.get("Range")) and self.headers.get("If-Range") == self.server.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(self.server.content):
                self._send(416, b"")
            else:
                start = 0 if self.server.ignores_start else start
                self._send(206, self.server.content[start:], start)
        else:
            self._send(200, self.server.content)

    def _send(self, status: int, body: bytes, start: int | None = None) -> None:
        self.send_response(status)
        if self.server.etag:
            self.send_header("ETag", self.server.etag)
        if start is not None:
            size = len(self.server.content)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.send_header("Last-Modified", self.server.modified)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        broken = self.server.breaks.pop(0) if self.server.breaks and body else 0
        self.wfile.write(body[:broken] if broken else body)
        self.close_connection = bool(broken)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal of the tests."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site(("127.0.0.1", 0), Answer)
    server.breaks, server.asked = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _fetch(site: Site, folder: Path) -> downloads.Downloaded:
    (found,) = download(folder, base=site.address, files=[NAME])
    return found


def test_a_file_comes_whole_with_its_checksum_and_what_the_server_says(site: Site, tmp_path: Path) -> None:
    found = _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert found.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (found.size, found.etag, found.modified) == (len(CONTENT), '"one"', MODIFIED)
    assert date_of([found]) == "2026-01-15"
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))[0]["sha256"] == found.sha256
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, MANIFEST]


def test_a_broken_line_is_resumed_where_it_broke(site: Site, tmp_path: Path) -> None:
    site.breaks = [100_000, 50_000]
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert [request.get("range") for request in site.asked] == [None, "bytes=100000-", "bytes=150000-"]


def test_a_call_that_gave_up_is_resumed_by_the_next(site: Site, tmp_path: Path) -> None:
    site.breaks = [1000] * ATTEMPTS
    with pytest.raises(CallError):
        _fetch(site, tmp_path)
    assert not (tmp_path / NAME).exists()
    site.asked.clear()
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert [request.get("range") for request in site.asked] == [f"bytes={1000 * ATTEMPTS}-"]


def test_another_file_on_the_server_is_never_appended_to_the_old_one(site: Site, tmp_path: Path) -> None:
    site.breaks = [1000] * ATTEMPTS
    with pytest.raises(CallError):
        _fetch(site, tmp_path)
    other = CONTENT.replace(b"PRODUCT", b"THING")
    site.content, site.etag = other, '"two"'
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == other


def test_without_anything_to_know_the_file_again_by_it_is_fetched_anew(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(b"something old")
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert "range" not in site.asked[0]


def test_a_rest_that_the_server_does_not_have_is_dropped(site: Site, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(CONTENT + b"more")
    (tmp_path / f"{NAME}.part.txt").write_text(site.etag, encoding="utf-8")
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_another_part_than_the_one_asked_for_is_never_appended(site: Site, tmp_path: Path) -> None:
    site.ignores_start = True
    site.breaks = [1000]
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_a_date_that_is_none_is_no_reason_to_fail(site: Site, tmp_path: Path) -> None:
    site.modified = "yesterday"
    assert date_of([_fetch(site, tmp_path)]) is None


def test_what_has_not_changed_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    once = _fetch(site, tmp_path)
    assert _fetch(site, tmp_path) == once
    assert [request.get("if-none-match") for request in site.asked] == [None, '"one"']


def test_what_came_before_a_call_gave_up_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="404"):
        download(tmp_path, base=site.address, files=[NAME, "OTHER.txt"])
    _fetch(site, tmp_path)
    assert [request.get("if-none-match") for request in site.asked] == [None, None, '"one"']


def test_a_file_that_was_changed_here_is_fetched_again(site: Site, tmp_path: Path) -> None:
    _fetch(site, tmp_path)
    (tmp_path / NAME).write_bytes(b"changed")
    _fetch(site, tmp_path)
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_a_manifest_that_is_broken_is_no_reason_to_fail(site: Site, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("[{", encoding="utf-8")
    assert _fetch(site, tmp_path).size == len(CONTENT)


@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html><html>moved</html>", b"\n <html>", b"", b"\xef\xbb\xbf<html>\t", b'{"error": 1}']
)
def test_a_web_page_or_nothing_is_not_taken_for_the_file(site: Site, tmp_path: Path, content: bytes) -> None:
    site.content = content
    with pytest.raises(CallError, match="instead of the file"):
        _fetch(site, tmp_path)
    assert not (tmp_path / NAME).exists()


def test_a_file_that_is_not_there_is_one_clear_line(site: Site, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="404"):
        download(tmp_path, base=site.address, files=["OTHER.txt"])


def test_progress_is_told_with_the_size(site: Site, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    download(tmp_path, base=site.address, files=[NAME], progress=lambda *step: told.append(step))
    assert told[-1] == (NAME, len(CONTENT), len(CONTENT))
