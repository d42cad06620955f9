"""Groups of the report as rows to read, and the section that each stands in: what is to decide, what is current, what
is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapter.review.treatment_line import Block, blocks, clean, substances
from adapter.review.words import words
from adapter.wording.messages import in_language, is_match

SECTIONS = ("decide", "current", "suspended", "stopped", "not-current", "stay")
"""In the order of the page."""

HISTORY_LISTS = ("admission", "dispensing", "history")
DISCHARGE_LISTS = ("discharge", "prescription")
_STAY_LISTS = ("administered", "planned")
_MARKS = {
    "continued": "=",
    "equivalent": "≈",
    "modified": "≠",
    "started": "+",
    "stopped": "■",
    "suspended": "‖",
    "not-current": "○",
    "undetermined": "?",
}

Group = Mapping[str, Any]
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """label, text and because in words; others: (anchor, number, name) of the groups it names beside this one."""

    label: str
    text: str
    because: tuple[str, ...]
    others: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One group. discrepancies: (label, sentence); documented: in words, "" when nothing changed; reasons: for the
    status, beyond the discrepancies; match: why its lines are one treatment."""

    id: str
    number: int
    section: str
    title: str
    status: str
    mark: str
    label: str
    documented: str
    before: list[Block]
    discharge: list[Block]
    no_before: str
    no_discharge: str
    discrepancies: tuple[tuple[str, str], ...]
    proposals: tuple[Proposal, ...]
    reasons: tuple[str, ...]
    match: tuple[str, ...]


def section_of(group: Group, lines: Mapping[str, Line]) -> str:
    """Where a group stands. To decide: a discrepancy, a doubt, or a proposal; a stop that is documented stays with
    the stops, its proposal is decided with the other group."""
    if group["discrepancies"] or group["status"] == "undetermined":
        return "decide"
    if group["status"] == "stopped":
        return "stopped"
    if group["proposals"]:
        return "decide"
    if all(lines[id_]["list"] in _STAY_LISTS for id_ in group["lines"]):
        return "stay"
    return group["status"] if group["status"] in SECTIONS else "current"


@dataclass(frozen=True, slots=True)
class Reading:
    """A report on its way to one reader. numbers, titles: of the groups; tags: file → its mark on the page (`S1`);
    empty: what an empty cell means before the stay and at discharge."""

    report: Mapping[str, Any]
    lang: str
    words: Mapping[str, str]
    lines: Mapping[str, Line]
    numbers: Mapping[str, int]
    titles: Mapping[str, str]
    tags: Mapping[str, str]
    empty: tuple[str, str]

    def sentence(self, text: str) -> str:
        return clean(in_language(text, self.lang))


def rows(report: Mapping[str, Any], lang: str) -> dict[str, list[Row]]:
    """The groups by section, in the order of SECTIONS; numbered as they stand on the page."""
    said = words(lang)
    lines = {line["id"]: line for line in report["lines"]}
    placed = _placed(report["groups"], lines)
    numbers = {group["id"]: n for n, (_, group) in enumerate(placed, 1)}
    titles = {group["id"]: _title(group, lines, said) for _, group in placed}
    tags = source_tags(report["sources"])
    reading = Reading(report, lang, said, lines, numbers, titles, tags, _absences(report, said))
    found: dict[str, list[Row]] = {section: [] for section in SECTIONS}
    for section, group in placed:
        found[section].append(_row(reading, section, group))
    return found


def source_tags(sources: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """file → `S1`, in the order of the call."""
    return {source["file"]: f"S{n}" for n, source in enumerate(sources, 1)}


def lost(report: Mapping[str, Any]) -> list[Line]:
    """Lines that no group holds: there are none unless the result is wrong."""
    grouped = {id_ for group in report["groups"] for id_ in group["lines"]}
    return [line for line in report["lines"] if line["id"] not in grouped]


def _title(group: Group, lines: Mapping[str, Line], said: Mapping[str, str]) -> str:
    """The substances of a treatment, else its name as written."""
    own = [lines[id_] for id_ in group["lines"]]
    written = next((line["display"] for line in own if line["display"]), said["unnamed"])
    return clean(substances(own) or written)


def _absences(report: Mapping[str, Any], said: Mapping[str, str]) -> tuple[str, str]:
    """Absent from lists that were read, none as the source says, or not known."""
    states = {(read["list"], read["state"]) for source in report["sources"] for read in source["lists"]}

    def absence(side: str, kinds: Iterable[str]) -> str:
        if any(group[side] for group in report["groups"]):
            return said["absent"]
        none = any((kind, "none-known") in states for kind in kinds)
        return said["absent.none-known" if none else "absent.not-known"]

    return absence("history", HISTORY_LISTS), absence("discharge", ("discharge",))


def _placed(groups: Iterable[Group], lines: Mapping[str, Line]) -> list[tuple[str, Group]]:
    """By section; within it in the order of the report, groups of one proposal next to each other."""
    by_section: dict[str, dict[str, Group]] = {section: {} for section in SECTIONS}
    for group in groups:
        by_section[section_of(group, lines)][group["id"]] = group
    found: list[tuple[str, Group]] = []
    for section, members in by_section.items():
        order: dict[str, None] = {}
        for group in members.values():
            others = {id_ for proposal in group["proposals"] for id_ in proposal["groups"]}
            order |= dict.fromkeys([group["id"], *(id_ for id_ in members if id_ in others)])
        found.extend((section, members[id_]) for id_ in order)
    return found


def _row(reading: Reading, section: str, group: Group) -> Row:
    said, lines = reading.words, reading.lines
    discrepancies = tuple(
        (said[f"discrepancy.{d['type']}"], reading.sentence(d["message"])) for d in group["discrepancies"]
    )
    told = {message for _, message in discrepancies}
    because = dict.fromkeys(group["match"]["because"])
    reasons = (reading.sentence(text) for text in because if not is_match(text))
    return Row(
        id=group["id"],
        number=reading.numbers[group["id"]],
        section=section,
        title=reading.titles[group["id"]],
        status=group["status"],
        mark=_MARKS[group["status"]],
        label=said[f"status.{group['status']}"],
        documented=said[f"documented.{str(group['documented']).lower()}"] if group["documented"] is not None else "",
        before=blocks([lines[id_] for id_ in group["history"]], reading.tags, said, reading.lang),
        discharge=_at_discharge(reading, group),
        no_before=reading.empty[0],
        no_discharge=reading.empty[1],
        discrepancies=discrepancies,
        proposals=_proposals(reading, group),
        reasons=tuple(text for text in reasons if text not in told),
        match=tuple(reading.sentence(text) for text in because if is_match(text)),
    )


def _at_discharge(reading: Reading, group: Group) -> list[Block]:
    """The discharge list, then what stands on neither side: stops, doses given, plans, later deliveries. A note says
    which, so that none of them looks current."""
    listed = [reading.lines[id_] for id_ in group["discharge"]]
    rest = [reading.lines[id_] for id_ in group["lines"] if id_ not in (*group["history"], *group["discharge"])]
    notes = {line["id"]: _note(line, group, reading.report["date"]) for line in rest}
    if group["status"] == "suspended":
        notes |= dict.fromkeys(group["discharge"], "suspended")
    return blocks([*listed, *rest], reading.tags, reading.words, reading.lang, notes)


def _note(line: Line, group: Group, date: str) -> str:
    """Why a line stands on neither side: a key `line.…` of the words.

    The report has no status of lines: one of a discharge list that is not to be taken is a stop, or alone in its
    group an entry withdrawn as an error.
    """
    if line.get("isReplaced"):
        return "replaced"
    if line["list"] in ("stopped", *_STAY_LISTS):
        return str(line["list"])
    if line["list"] in DISCHARGE_LISTS and (len(group["lines"]) > 1 or group["status"] in ("stopped", "suspended")):
        return "stopped"
    start = line.get("whenHandedOver") or (line["coverage"] or {}).get("start") or ""
    return "later" if start[:10] > date else "apart"


def _proposals(reading: Reading, group: Group) -> tuple[Proposal, ...]:
    """Proposals that say the same of several groups as one, the groups in the order of the page."""
    others: dict[tuple[str, str, tuple[str, ...]], set[str]] = {}
    for proposal in group["proposals"]:
        because = tuple(map(reading.sentence, proposal["because"]))
        key = (reading.words[f"proposal.{proposal['type']}"], reading.sentence(proposal["text"]), because)
        others.setdefault(key, set()).update(id_ for id_ in proposal["groups"] if id_ != group["id"])
    return tuple(
        Proposal(
            *said, tuple((id_, reading.numbers[id_], reading.titles[id_]) for id_ in reading.numbers if id_ in ids)
        )
        for said, ids in others.items()
    )
