"""A folder of BDPM files → its products, the date of the data, and what was wrong in which row.

Source: https://base-donnees-publique.medicaments.gouv.fr (Licence Ouverte 2.0), description of the files of 2024.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from adapter.errors import SourceError
from adapter.issues import Issue
from adapter.medication.bdpm.speciality import MARKETED, Composition, Presentation, Speciality
from adapter.medication.bdpm.table import bad_row, rows
from adapter.medication.bdpm.wholeness import refuse_cut, refuse_unfit
from adapter.medication.substance_name import plain

SPECIALITIES, PRESENTATIONS, COMPOSITION = "CIS_bdpm.txt", "CIS_CIP_bdpm.txt", "CIS_COMPO_bdpm.txt"
GROUPS, MITM, CONDITIONS, AVAILABILITY = (
    *("CIS_GENER_bdpm.txt", "CIS_MITM.txt", "CIS_CPD_bdpm.txt"),
    "CIS_CIP_Dispo_Spec.txt",
)
REQUIRED = (SPECIALITIES, PRESENTATIONS, COMPOSITION)
FILES = (*REQUIRED, GROUPS, MITM, CONDITIONS, AVAILABILITY)

_CIS = re.compile(r"\d{8}")
_CIP13 = re.compile(r"34009\d{8}")
_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_OLDEST = "1940-01-01"
_STOPPED = ("arret de commercialisation", "suspension de commercialisation")
_KINDS = ("SA", "FT")


@dataclass(frozen=True, slots=True)
class Publication:
    """date: the newest day that the files state themselves (ISO), "" when there is none."""

    specialities: tuple[Speciality, ...]
    date: str
    issues: tuple[Issue, ...]


def read_publication(folder: Path) -> Publication:
    """All products of a folder, homeopathy included, in the order of their CIS.

    Issues: rows that cannot be read (`error`, left out), impossible days (`warning`, the day is left out), files that
    are not there (`information`). Raises SourceError when a file without which nothing can be said is missing, was cut
    short, or does not fit the others.
    """
    for name in REQUIRED:
        if not (folder / name).is_file():
            raise SourceError(f"holds no {name}: not a folder of the public drug database", source=str(folder))
        refuse_cut(folder / name)
    issues = [
        Issue("information", "not-found", f"no {name}: what it says is not known", str(folder))
        for name in FILES
        if not (folder / name).is_file()
    ]
    newest = _newest(folder, issues)
    composition, presentations = _composition(folder, issues), _presentations(folder, newest, issues)
    groups, atc, hospital = _groups(folder, issues), _mitm(folder, issues), _hospital_only(folder, issues)
    found: dict[str, Speciality] = {}
    for number, row in _of_cis(folder / SPECIALITIES, 12, issues):
        if row[0] in found:
            issues.append(bad_row(folder / SPECIALITIES, number, f"repeats CIS {row[0]}: left out"))
            continue
        found[row[0]] = Speciality(
            cis=row[0],
            name=" ".join(row[1].split()),
            form=_form(row),
            routes=_routes(row),
            authorisation=row[4],
            procedure=row[5],
            is_marketed=row[6] == MARKETED,
            composition=tuple(composition.get(row[0], ())),
            presentations=tuple(sorted(presentations.get(row[0], ()), key=lambda one: one.cip13)),
            groups=tuple(groups.get(row[0], ())),
            atc=tuple(atc.get(row[0], ())),
            is_hospital_only=row[0] in hospital,
        )
    path = folder / SPECIALITIES
    refuse_unfit(path, found.keys(), folder / COMPOSITION, composition.keys(), often=False)
    refuse_unfit(path, found.keys(), folder / PRESENTATIONS, presentations.keys(), often=True)
    issues.extend(_without_product(folder, presentations, found))
    return Publication(tuple(found[cis] for cis in sorted(found)), newest, tuple(issues))


def read_atc(path: Path) -> tuple[Mapping[str, str], tuple[Issue, ...]]:
    """A table `Code CIS,Code ATC,…` with header → CIS → ATC. Issues: rows that cannot be read."""
    found: dict[str, str] = {}
    issues: list[Issue] = []
    for number, (line,) in rows(path, 1, issues):
        cis, _, rest = line.partition(",")
        code = rest.partition(",")[0].strip().upper()
        if _CIS.fullmatch(cis) and re.fullmatch(r"[A-Z]\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?", code):
            found[cis] = code
        elif number > 1:
            issues.append(bad_row(path, number, "has no CIS and ATC code: left out"))
    return found, tuple(issues)


def _of_cis(path: Path, width: int, issues: list[Issue], at: int = 0) -> Iterator[tuple[int, list[str]]]:
    for number, row in rows(path, width, issues):
        if _CIS.fullmatch(row[at]):
            yield number, row
        else:
            issues.append(bad_row(path, number, f"has no CIS code ('{row[at]}'): left out"))


def _routes(row: list[str]) -> tuple[str, ...]:
    return tuple(route.strip() for route in row[3].split(";") if route.strip())


def _form(row: list[str]) -> str:
    """The form; of sublingual tablets and oral lyophilisates BDPM says so only in the name and the route."""
    form = " ".join(row[2].split())
    if form == "lyophilisat" and _routes(row) == ("orale",):
        return "lyophilisat oral"
    return f"{form} sublingual" if form == "comprimé" and _routes(row) == ("sublinguale",) else form


def _composition(folder: Path, issues: list[Issue]) -> dict[str, list[Composition]]:
    found: dict[str, list[Composition]] = defaultdict(list)
    path = folder / COMPOSITION
    for number, row in _of_cis(path, 8, issues):
        if row[6] not in _KINDS or not row[3]:
            issues.append(bad_row(path, number, "names no substance, or is neither SA nor FT: left out"))
            continue
        found[row[0]].append(Composition(row[1], row[2], row[3], row[4], row[5], row[6], row[7]))
    return found


def _presentations(folder: Path, newest: str, issues: list[Issue]) -> dict[str, list[Presentation]]:
    found: dict[str, list[Presentation]] = defaultdict(list)
    path, seen = folder / PRESENTATIONS, set()
    for number, row in _of_cis(path, 7, issues):
        cip7, cip13 = row[1], row[6]
        if not _CIP13.fullmatch(cip13) or cip7 != cip13[5:12] or cip13 in seen:
            issues.append(bad_row(path, number, f"has no CIP13 of its own ('{cip13}', CIP7 '{cip7}'): left out"))
            continue
        seen.add(cip13)
        day = _day(path, number, row[5], newest, issues)
        is_stopped = any(word in plain(row[4]) for word in _STOPPED)
        found[row[0]].append(Presentation(cip13, cip7, row[2], day if is_stopped else ""))
    return found


def _day(path: Path, number: int, text: str, newest: str, issues: list[Issue]) -> str:
    found = iso_day(text)
    if text and (not found or not _OLDEST <= found <= (newest or "9999")):
        message = f"the day '{text}' is impossible and not kept"
        issues.append(Issue("warning", "value", message, str(path), f"row {number}"))
        return ""
    return found


def iso_day(text: str) -> str:
    """`28/04/2026` → `2026-04-28`; "" when it is no day of the calendar."""
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return ""


def _newest(folder: Path, issues: list[Issue]) -> str:
    """The newest day that the file of shortages states: it is brought up to date daily. Without it nothing is said."""
    path = folder / AVAILABILITY
    if not path.is_file():
        return ""
    days = (iso_day(row[5]) for _, row in rows(path, 6, issues))
    return max(days, default="")


def _groups(folder: Path, issues: list[Issue]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for _, row in _optional(folder / GROUPS, lambda path: _of_cis(path, 4, issues, at=2)):
        found[row[2]].append(row[0])
    return found


def _mitm(folder: Path, issues: list[Issue]) -> dict[str, list[str]]:
    rows_ = _optional(folder / MITM, lambda path: _of_cis(path, 2, issues))
    return {row[0]: [row[1]] for _, row in rows_ if row[1]}


def _hospital_only(folder: Path, issues: list[Issue]) -> set[str]:
    rows_ = _optional(folder / CONDITIONS, lambda path: _of_cis(path, 2, issues))
    return {row[0] for _, row in rows_ if plain(row[1]) == "reserve a l'usage hospitalier"}


def _optional(path: Path, read: Callable[[Path], Iterator[tuple[int, list[str]]]]) -> Iterator[tuple[int, list[str]]]:
    return read(path) if path.is_file() else iter(())


def _without_product(
    folder: Path, presentations: Mapping[str, list[Presentation]], found: Mapping[str, Speciality]
) -> Iterator[Issue]:
    for cis in sorted(presentations.keys() - found.keys()):
        boxes = ", ".join(one.cip13 for one in presentations[cis])
        message = f"CIS {cis} of {boxes} is not in {SPECIALITIES}: these boxes are left out"
        yield Issue("warning", "not-found", message, str(folder / PRESENTATIONS))
