"""Tables of codes that the public drug database does not carry: UCD and MV, by CIS or by CIP13.

A CSV file with a header (`;`, `,` or tab) that has a column `cis` or `cip13` and a column `ucd13`, `ucd7`, `ucd` or
`mv`; other columns are passed over.
"""

import csv
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from adapter.issues import Issue
from adapter.medication.bdpm.table import bad_row, decoded

_KEYS = ("cis", "cip13")
_KINDS = {"ucd13": "ucd", "ucd7": "ucd", "ucd": "ucd", "mv": "mv"}
_CODES = {"ucd": re.compile(r"\d{7}|34008\d{8}"), "mv": re.compile(r"MV\d+")}
_SEPARATORS = ";,\t"


def is_code_table(path: Path) -> bool:
    """Whether the header of a file has the columns of a table of codes."""
    with path.open("rb") as file:
        header = _header((decoded(file.readline(2000)) or "").removeprefix("\ufeff"))
    return bool(set(_KEYS) & set(header)) and bool(_KINDS.keys() & set(header))


def read_code_table(
    path: Path, products: Collection[str], boxes: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """`ucd 9012345`, `mv MV00000012` → CIS. products: known CIS; boxes: CIP13 → CIS.

    Issues: rows whose product is not known or whose code is none (`error`, left out), and codes of two products, which
    identify neither (`warning`).
    """
    lines = [decoded(line) or "" for line in path.read_bytes().splitlines()]
    names = _header(lines[0].removeprefix("\ufeff"))
    found: dict[str, set[str]] = {}
    issues: list[Issue] = []
    for number, fields in enumerate(csv.reader(lines[1:], delimiter=_separator(lines[0])), start=1):
        row = dict(zip(names, (field.strip() for field in fields), strict=False))
        named = row.get("cis", "")
        cis = named if named in products else boxes.get(row.get("cip13", ""), "")
        codes = [code for name, kind in _KINDS.items() if (code := code_key(kind, row.get(name, "")))]
        if not cis or not codes:
            issues.append(bad_row(path, number, "has no known CIS or CIP13, or no UCD or MV code: left out"))
        for code in codes if cis else ():
            found.setdefault(code, set()).add(cis)
    for code in sorted(code for code, all_ in found.items() if len(all_) > 1):
        issues.append(Issue("warning", "duplicate", f"{code} is of several products: it identifies none", str(path)))
    return {code: all_.pop() for code, all_ in found.items() if len(all_) == 1}, tuple(issues)


def code_key(kind: str, code: str) -> str:
    """The key of the table: a UCD13 by the UCD7 in it. "" when it is no code of the kind."""
    if kind not in _CODES or not _CODES[kind].fullmatch(code):
        return ""
    return f"{kind} {code[5:12] if len(code) == 13 and kind == 'ucd' else code}"


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=line.count)


def _header(line: str) -> list[str]:
    return [name.strip().strip('"').lower() for name in line.strip().split(_separator(line))]
