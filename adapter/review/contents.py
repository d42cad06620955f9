"""What stands around the rows: patient, sources with their lists, counts, ledger, and issues with their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapter.issues import Issue
from adapter.review.issue_messages import issue_in_language
from adapter.review.rows import Row, source_tags
from adapter.review.treatment_line import clean, short_place
from adapter.review.words import counted
from adapter.wording import figures

INS_ROOT = "urn:oid:1.2.250.1.213.1.4."
SEVERITIES = ("error", "warning", "information")

Words = Mapping[str, str]
Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """lists: (name of the list, its state or number of lines in words, whether it holds lines); ledger counts."""

    tag: str
    file: str
    kind: str
    date: str
    lists: tuple[tuple[str, str, bool], ...]
    read: int
    grouped: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One message with all its places: (file, whole place, short place)."""

    severity: str
    label: str
    message: str
    reference: str
    places: tuple[tuple[str, str, str], ...]


def identity(patient: Mapping[str, Any], said: Words, lang: str) -> list[tuple[str, str]]:
    """Label and value of what identifies the patient; what no source states is shown as not stated."""
    sex = patient.get("sex")
    identifiers = patient.get("identifiers") or ()
    found = [
        (said["born"], figures.day(patient.get("birthDate"), lang) or said["not-stated"]),
        (said["sex"], said.get(f"sex.{sex}", str(sex)) if sex else said["not-stated"]),
        *((_identifier_label(i, said), clean(i["value"])) for i in identifiers),
    ]
    if not identifiers:
        found.append((said["identifier.local"], said["identifier.none"]))
    if "assertedBy" in patient:
        found.append((said["same-patient"], clean(f"{patient['assertedBy']}: {patient['assertedReason']}")))
    return list(dict.fromkeys(found))


def name(patient: Mapping[str, Any], said: Words) -> str:
    return clean(patient.get("name") or "") or said["patient.unnamed"]


def sources(report: Report, said: Words, lang: str) -> list[SourceRow]:
    """The sources in the order of the call; also one that only the ledger knows."""
    rows = {source["file"]: source for source in report["sources"]}
    files = dict.fromkeys((*rows, *report["ledger"]["bySource"]))
    tags = source_tags(report["sources"])
    return [_source(file, rows.get(file, {}), tags.get(file, "S?"), report, said, lang) for file in files]


def taken_at_discharge(rows: Mapping[str, Sequence[Row]], report: Report) -> tuple[int, int]:
    """How many treatments stand in the discharge list, suspended ones apart, and how many of them are to decide."""
    listed = {group["id"] for group in report["groups"] if group["discharge"] and group["status"] != "suspended"}
    open_ = {row.id for row in rows["decide"]}
    return len(listed), len(listed & open_)


def section_counts(rows: Mapping[str, Sequence[Row]], said: Words) -> list[tuple[str, int, str]]:
    """(section, number, words) of what is not current; stops also when there is none."""
    found = [(section, len(rows[section])) for section in ("suspended", "stopped", "not-current")]
    return [
        (section, n, said[f"count.{section}.{'one' if n == 1 else 'many'}"])
        for section, n in found
        if n or section == "stopped"
    ]


def warnings(report: Report, said: Words) -> list[str]:
    """What makes the whole comparison weak: no list that can be used on one side."""
    states = {(read["list"], read["state"]) for source in report["sources"] for read in source["lists"]}
    found = []
    for side, kinds in (("history", ("admission", "dispensing", "history")), ("discharge", ("discharge",))):
        none_known = any((kind, "none-known") in states for kind in kinds)
        if not none_known and not any(group[side] for group in report["groups"]):
            found.append(said["no-before" if side == "history" else "no-discharge"])
    return found


def issue_rows(issues: Sequence[Issue], said: Words, lang: str) -> list[IssueRow]:
    """Errors first; the same message at several places is one row."""
    found: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for issue in sorted(issues, key=lambda issue: SEVERITIES.index(issue.severity)):
        key = (issue.severity, issue.message, issue.reference)
        place = (clean(issue.source), clean(issue.location), clean(short_place(issue.location, lang)))
        found.setdefault(key, []).append(place)
    return [
        IssueRow(
            severity, said[f"severity.{severity}"], clean(issue_in_language(message, lang)), reference, tuple(places)
        )
        for (severity, message, reference), places in found.items()
    ]


def issue_counts(issues: Sequence[Issue], said: Words) -> str:
    """`1 erreur, 3 à vérifier`; "" when there is no issue."""
    numbers = {severity: sum(issue.severity == severity for issue in issues) for severity in SEVERITIES}
    return ", ".join(counted(said, f"{severity}s", n) for severity, n in numbers.items() if n)


def ledger_holds(report: Report) -> bool:
    """Lines in = lines grouped, in all and for each source (law 1)."""
    counts = [report["ledger"], *report["ledger"]["bySource"].values()]
    return len(report["lines"]) == report["ledger"]["lines"] and all(c["lines"] == c["grouped"] for c in counts)


def ledger_said(report: Report, said: Words) -> str:
    """`✓ 16 lignes lues = 16 classées`, or a loud warning."""
    ledger = report["ledger"]
    key = "ledger.all" if ledger_holds(report) else "ledger.wrong"
    return said[key].format(lines=ledger["lines"], grouped=ledger["grouped"])


def _source(file: str, source: Mapping[str, Any], tag: str, report: Report, said: Words, lang: str) -> SourceRow:
    counts = report["ledger"]["bySource"].get(file, {"lines": 0, "grouped": 0})
    lists = tuple(_list(read, file, report, said) for read in source.get("lists", ()))
    return SourceRow(
        tag,
        clean(file),
        str(source.get("kind") or said["not-stated"]),
        figures.day(source.get("date"), lang) or said["not-stated"],
        lists,
        counts["lines"],
        counts["grouped"],
    )


def _list(read: Mapping[str, Any], file: str, report: Report, said: Words) -> tuple[str, str, bool]:
    label = said.get(f"list.{read['list']}", read["list"])
    if read["state"] != "items":
        return label, said[f"state.{read['state']}"], False
    n = sum(line["source"] == file and line["list"] == read["list"] for line in report["lines"])
    return label, counted(said, "lines", n) if n else said["lines.none"], True


def _identifier_label(identifier: Mapping[str, Any], said: Words) -> str:
    return said["identifier.ins" if str(identifier.get("system")).startswith(INS_ROOT) else "identifier.local"]
