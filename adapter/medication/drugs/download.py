"""The files of the public drug database from its official site: resumed where they stopped, checked, replaced whole.

Source: https://base-donnees-publique.medicaments.gouv.fr (Licence Ouverte 2.0), "Télécharger".
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from adapter.errors import CallError
from adapter.medication.bdpm.publication import FILES

OFFICIAL = "https://base-donnees-publique.medicaments.gouv.fr/download/file/"
MANIFEST = "download.json"
ATTEMPTS = 4
TIMEOUT = 30.0

Progress = Callable[[str, int, int | None], None]
"""Called with the file, the bytes so far and the size when it is known."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """One file as it was fetched: where from, its bytes, SHA-256, and what the server said to know it again by."""

    name: str
    url: str
    size: int
    sha256: str
    etag: str = ""
    modified: str = ""


def download(
    folder: Path, *, base: str = OFFICIAL, files: Iterable[str] = FILES, progress: Progress = lambda *_: None
) -> list[Downloaded]:
    """Fetch the files into a folder with a manifest (`download.json`); what has not changed is not fetched again.

    An interrupted file stays beside its place and is resumed if the server still has the same one (`If-Range`).
    Raises CallError when a file cannot be fetched whole or what comes is a web page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = {one.name: one for one in _manifest(folder)}
    found = []
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client:
        for name in files:
            known[name] = _file(client, base, name, folder, known.get(name), progress)
            found.append(known[name])
            _note(folder, known.values())  # a call that is broken off later does not fetch this one again
    return found


def _note(folder: Path, found: Iterable[Downloaded]) -> None:
    text = json.dumps([asdict(one) for one in found], indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def date_of(found: Iterable[Downloaded]) -> str | None:
    """The newest day that the server says its files changed; None when it says none."""
    days = (_day(one.modified) for one in found)
    return max((day for day in days if day), default=None)


def _day(modified: str) -> str:
    try:
        return parsedate_to_datetime(modified).date().isoformat()
    except ValueError:
        return ""


def _manifest(folder: Path) -> list[Downloaded]:
    path = folder / MANIFEST
    if not path.is_file():
        return []
    try:
        return [Downloaded(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError):
        return []


def _file(
    client: httpx.Client, base: str, name: str, folder: Path, before: Downloaded | None, progress: Progress
) -> Downloaded:
    url, path = base + name, folder / name
    if before is not None and _is_kept(client, before, url, path):
        return before
    part = _Part(folder, name)
    for attempt in range(ATTEMPTS):
        try:
            headers = _fetched(client, url, part, progress)
        except httpx.HTTPStatusError as error:
            raise CallError(f"cannot be fetched: HTTP {error.response.status_code}", source=url) from None
        except httpx.HTTPError as error:
            if attempt + 1 == ATTEMPTS:
                raise CallError(f"cannot be fetched: {error or type(error).__name__}", source=url) from None
            continue
        if headers is not None:
            break
    else:
        raise CallError(f"came short {ATTEMPTS} times; run the command again to go on", source=url)
    _refuse_page(part.path, url)
    part.path.replace(path)
    part.forget()
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Downloaded(name, url, path.stat().st_size, _sha256(path), etag, modified)


def _is_kept(client: httpx.Client, before: Downloaded, url: str, path: Path) -> bool:
    """Whether the file that is there is what was fetched from there, and the server has no other."""
    if before.url != url or not path.is_file() or _sha256(path) != before.sha256:
        return False
    asked = {"If-None-Match": before.etag} if before.etag else {"If-Modified-Since": before.modified}
    if not any(asked.values()):
        return False
    try:
        with client.stream("GET", before.url, headers=asked) as answer:
            return answer.status_code == httpx.codes.NOT_MODIFIED
    except httpx.HTTPError:
        return False


class _Part:
    """What came of a file so far, and what the server knows that state of the file by."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.part"
        self._known = folder / f"{name}.part.txt"

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def asked(self) -> dict[str, str]:
        """Headers that ask for the rest; nothing when the server gave nothing to know the file again by."""
        validator = self._known.read_text(encoding="utf-8") if self._known.is_file() else ""
        return {"Range": f"bytes={self.size}-", "If-Range": validator} if self.size and validator else {}

    def remember(self, headers: httpx.Headers) -> None:
        etag = headers.get("etag", "")
        strong = etag if etag and not etag.startswith("W/") else headers.get("last-modified", "")
        self._known.write_text(strong, encoding="utf-8")

    def forget(self) -> None:
        self._known.unlink(missing_ok=True)


def _fetched(client: httpx.Client, url: str, part: _Part, progress: Progress) -> httpx.Headers | None:
    """One attempt; the headers when the file is whole, None when it came short."""
    # Bytes as they are stored: a range of compressed bytes would be a range of something else.
    with client.stream("GET", url, headers={"Accept-Encoding": "identity", **part.asked()}) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.path.unlink(missing_ok=True)
            return None
        answer.raise_for_status()
        is_rest = answer.status_code == httpx.codes.PARTIAL_CONTENT
        if is_rest and not answer.headers.get("content-range", "").startswith(f"bytes {part.size}-"):
            part.path.unlink(missing_ok=True)
            return None
        total = _total(answer, part.size if is_rest else 0)
        part.remember(answer.headers)
        with part.path.open("ab" if is_rest else "wb") as file:
            for chunk in answer.iter_bytes():
                file.write(chunk)
                progress(part.path.name.removesuffix(".part"), file.tell(), total)
        return answer.headers if total is None or part.size == total else None


def _total(answer: httpx.Response, had: int) -> int | None:
    length = answer.headers.get("content-length", "") if "content-encoding" not in answer.headers else ""
    return had + int(length) if length.isdigit() else None


def _refuse_page(path: Path, url: str) -> None:
    with path.open("rb") as file:
        first = file.readline()
    if b"\t" not in first or first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        path.unlink()
        raise CallError(
            "gave a web page or nothing instead of the file; has the address changed? see --from", source=url
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
