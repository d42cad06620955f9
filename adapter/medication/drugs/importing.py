"""Files of drug data → the database of this user. Imports accumulate: what is no longer published stays resolvable."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from adapter.errors import CallError, SourceError
from adapter.issues import Issue
from adapter.medication.bdpm import read_atc, read_publication
from adapter.medication.bdpm.publication import FILES, SPECIALITIES
from adapter.medication.drugs.catalogue import Catalogue, accumulated, catalogue
from adapter.medication.drugs.code_table import is_code_table, read_code_table
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.drugs.narrow_margin import legal_list
from adapter.medication.drugs.stored import stored_catalogue
from adapter.medication.drugs.tables import SqliteTables
from adapter.medication.drugs.writing import tables_of, write_sqlite

_FEW, _TENTH = 2, 10
_DAY = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)(?!\d)")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """label: what answers from now on, `bdpm 2026-05-26`; counts: products, boxes, and those no longer published."""

    label: str
    counts: Mapping[str, int]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """Paths by what they hold: folders of BDPM, tables CIS → ATC, tables of other codes."""

    folders: tuple[Path, ...]
    atc: tuple[Path, ...]
    codes: tuple[Path, ...]


def import_drugs(paths: Sequence[Path], target: Path, *, day: str | None = None, say: Say = lambda _: None) -> Imported:
    """Read paths (BDPM folders or a file of one, CIS→ATC tables, tables of UCD and MV codes) into the file `target`.

    day: the date of the data; default: the day in the name of the folder, else the newest that its files state. The
    file is replaced whole. Issues: rows that cannot be read, days that had to be taken from the files. Raises
    SourceError (a path is no drug data), CallError (no date, nothing to add to, the file cannot be written).
    """
    given = _recognised(paths)
    issues: list[Issue] = []
    atc: dict[str, str] = {}
    for path in given.atc:
        say(f"reading {path}")
        found, noted = read_atc(path)
        atc.update(found)
        issues.extend(noted)
    result = stored_catalogue(SqliteTables(target.absolute(), any_names=True)) if target.is_file() else None
    for one in sorted(
        (_publication(folder, atc, day, issues, say) for folder in given.folders), key=lambda c: c.version
    ):
        if result is not None:
            issues.extend(_shrunk(result, one))
        result = one if result is None else accumulated(result, one)
    if result is None:
        raise CallError("there is no database yet to add these codes to: import a folder of the drug database too")
    result = _with_atc(result, atc)
    result = _with_codes(result, given.codes, issues)
    result = replace(result, sources=tuple(dict.fromkeys((*result.sources, *_digests((*given.atc, *given.codes))))))
    say(f"writing {target}")
    write_sqlite(tables_of(result), target)
    label = Drugs(SqliteTables(target.absolute())).label
    return Imported(label, _counts(result), tuple(issues))


def _recognised(paths: Sequence[Path]) -> _Given:
    folders: list[Path] = []
    atc: list[Path] = []
    codes: list[Path] = []
    for path in (one for given in paths for one in _files(given)):
        if path.name in FILES:
            folders.append(path.parent)
        elif is_code_table(path):
            codes.append(path)
        elif _is_atc_table(path):
            atc.append(path)
        elif path in paths:
            raise SourceError(
                "is no file of the drug database, no CIS→ATC table and no table of codes", source=str(path)
            )
    if not folders and not atc and not codes:
        raise SourceError(f"holds no drug data: no {SPECIALITIES} and no table of codes", source=str(paths[0]))
    return _Given(tuple(dict.fromkeys(folders)), tuple(atc), tuple(codes))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.iterdir() if one.is_file())
    if not path.is_file():
        raise SourceError("there is no such file or folder", source=str(path))
    return [path]


def _is_atc_table(path: Path) -> bool:
    with path.open("rb") as file:
        return file.readline(200).removeprefix(b"\xef\xbb\xbf").lower().startswith(b"code cis,code atc")


def _publication(folder: Path, atc: Mapping[str, str], day: str | None, issues: list[Issue], say: Say) -> Catalogue:
    say(f"reading {folder}")
    published = read_publication(folder)
    issues.extend(published.issues)
    stated = _DAY.search(folder.resolve().name)
    version = _checked(day) if day else stated[1] if stated else published.date
    if not version:
        raise CallError("the date of these data is not known; give --date YYYY-MM-DD", source=str(folder))
    if not day and not stated:
        message = f"the name of the folder has no date: {version} is the newest day in its files"
        issues.append(Issue("information", "informational", message, str(folder)))
    say(f"working out {len(published.specialities)} products of {version}")
    sources = _digests(folder / name for name in FILES if (folder / name).is_file())
    return replace(
        catalogue(published.specialities, version, atc, legal_list()),
        sources=tuple(f"{line} ({version})" for line in sources),
    )


def _shrunk(known: Catalogue, new: Catalogue) -> Iterator[Issue]:
    """A newer publication that lacks many of the products that were still published: nothing is lost; is it whole?"""
    published = {cis for cis, product in known.products.items() if not product.last_seen}
    lacking = len(published - new.products.keys())
    if new.version > known.version and lacking > max(_FEW, len(published) // _TENTH):
        text = f"lacks {lacking} of the {len(published)} products of {known.version}: they stay known as last seen then"
        yield Issue("warning", "incomplete", f"the publication of {new.version} {text}")


def _checked(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise CallError(f"--date '{day}' is not a day; write YYYY-MM-DD") from None


def _with_atc(known: Catalogue, atc: Mapping[str, str]) -> Catalogue:
    """A code for products that have none."""
    products = {
        cis: replace(product, atc=(atc[cis],)) if not product.atc and cis in atc else product
        for cis, product in known.products.items()
    }
    return replace(known, products=products)


def _with_codes(known: Catalogue, paths: Iterable[Path], issues: list[Issue]) -> Catalogue:
    codes = dict(known.codes or {})
    boxes = {pack.cip13: cis for cis, product in known.products.items() for pack in product.packs}
    for path in paths:
        found, noted = read_code_table(path, known.products.keys(), boxes)
        codes.update(found)
        issues.extend(noted)
    return replace(known, codes=codes)


def _digests(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(f"{path.name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths)


def _counts(known: Catalogue) -> dict[str, int]:
    products = known.products.values()
    return {
        "products": len(known.products),
        "boxes": sum(len(product.packs) for product in products),
        "no longer published": sum(1 for product in products if product.last_seen),
        "other codes": len(known.codes or {}),
    }
