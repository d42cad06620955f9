"""How a medication line is shown: lines of one list that are written alike share their name, each keeps its days and
place. Values only; nothing is computed that the report does not state."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapter.reconciliation.words import plain
from adapter.wording import figures
from adapter.wording.posology import posology

Line = Mapping[str, Any]
Words = Mapping[str, str]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_INDEXED_STEP = re.compile(r"[^/]+\[\d+\]")
_ROW = re.compile(r"row (\d+)$")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One line of the report. days: delivery, coverage or period in words; place in full, short_place for the eye."""

    id: str
    days: str
    place: str
    short_place: str


@dataclass(slots=True)
class Block:
    """Lines written alike. note: what sets them apart from the lists compared, a key `line.…` of the words; details:
    daily dose, then substances, form and route where the name does not say them, then the circumstances of the
    treatment (off label, a long-term illness)."""

    name: str
    posology: str
    details: tuple[str, ...]
    list_name: str
    source: str
    note: str
    statements: tuple[str, ...]
    lines: list[Occurrence] = field(default_factory=list)


def blocks(
    lines: Iterable[Line], tags: Mapping[str, str], said: Words, lang: str, notes: Mapping[str, str] | None = None
) -> list[Block]:
    """Lines of the report in their order, those written alike as one block.

    tags: file of a source → its short mark on the page (`S1`); notes: id of a line → what sets it apart.
    """
    found: dict[tuple[Any, ...], Block] = {}
    for line in lines:
        note = "reversal" if line.get("isReversal") else (notes or {}).get(line["id"], "")
        block = _block(line, tags, said, lang, note)
        key = (block.name, block.posology, block.details, block.list_name, block.source, note, block.statements)
        found.setdefault(key, block).lines.append(_occurrence(line, said, lang))
    return list(found.values())


def clean(text: str) -> str:
    """Text of a source without control characters: they may hide or reorder words, and steer a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text).replace("\n", " ").replace("\t", " ")


def substances(lines: Sequence[Line]) -> str:
    """The substances that the lines name, once each: `AMLODIPINE + VALSARTAN`; "" when none is known."""
    return " + ".join(dict.fromkeys(i["name"] for line in lines for i in line["ingredients"] if i["name"]))


def _block(line: Line, tags: Mapping[str, str], said: Words, lang: str, note: str) -> Block:
    written = posology(line, lang)
    details = (
        _dose(line, written, said, lang),
        *_content(line, said, lang),
        *_way(line, said),
        *(line.get("circumstances") or ()),
    )
    return Block(
        name=clean(line["display"]) or said["unnamed"],
        posology=clean(written) or ("" if line["dailyDose"] else said["posology.none"]),
        details=tuple(clean(text) for text in details if text),
        list_name=said.get(f"list.{line['list']}", line["list"]),
        source=tags.get(line["source"], line["source"]),
        note=note,
        statements=tuple(map(clean, line.get("statements") or ())),
    )


def _content(line: Line, said: Words, lang: str) -> list[str]:
    """Substances with their strengths, unless the name says all of it; the codes of what has no substance."""
    if not line["ingredients"]:
        return [said["unidentified"], *(c["code"] for c in line["codes"] if c["code"] != line["display"])]
    parts = [(i["name"], figures.strength(i["strength"], lang)) for i in line["ingredients"]]
    written = plain(line["display"]).replace(".", ",")
    if all(plain(text).replace(".", ",") in written for part in parts for text in part):
        return []
    return [" + ".join(" ".join(filter(None, part)) for part in parts)]


def _way(line: Line, said: Words) -> list[str]:
    """Form and route as the source says them, the form unless the name says it."""
    form, route = (line[part]["text"] for part in ("form", "route"))
    route = route.casefold().removeprefix("voie ")
    form = form.removesuffix("(e)")
    shown = [form] if form and plain(form) not in plain(line["display"]) else []
    return [*shown, said["route"].format(route=route)] if route else shown


def _dose(line: Line, written: str, said: Words, lang: str) -> str:
    """The daily dose, unless the posology as it is written says no more and no less: `1 comprimé 1 fois par jour`."""
    dose = figures.daily_dose(line["dailyDose"], lang)
    if not dose:
        return said["posology.no-dose"] if written else ""
    if written and dose == figures.every(line["dailyDose"].get("interval") or {"value": 1, "unit": "d"}, lang):
        return ""  # months have no fixed length: the interval alone says nothing more than the posology
    if written.replace(said["posology.once"], "") == dose.replace(said["posology.daily"], ""):
        return ""
    return said["posology.is"].format(dose=dose) if written else dose


def _occurrence(line: Line, said: Words, lang: str) -> Occurrence:
    return Occurrence(line["id"], _days(line, said, lang), line["location"], short_place(line["location"], lang))


def _days(line: Line, said: Words, lang: str) -> str:
    """Delivery and coverage, or the period that the line states."""
    covers = {bound: figures.day(day, lang) for bound, day in (line["coverage"] or {}).items() if bound != "basis"}
    handed_over = figures.day(line.get("whenHandedOver"), lang)
    start, end = (figures.day(line["period"].get(bound), lang) for bound in ("start", "end"))
    found = []
    if start or end:
        key = "period" if start and end else "since" if start else "until"
        found.append(said[key].format(start=start, end=end))
    if handed_over and covers.get("start") == handed_over:
        return ", ".join([said["delivered.covers"].format(day=handed_over, end=covers["end"]), *found])
    if handed_over:
        found.insert(0, said["declined" if line.get("isDeclined") else "delivered"].format(day=handed_over))
    return ", ".join([*found, said["covers"].format(**covers)] if covers else found)


def short_place(place: str, lang: str) -> str:
    """A place in few words: `ligne 3`; of an XPath its numbered steps, which tell entries apart; else as it is."""
    if lang == "fr" and (row := _ROW.match(place)):
        return f"ligne {row[1]}"
    if not place.startswith("/"):
        return place.removesuffix(".resource")
    return "/".join(_INDEXED_STEP.findall(place)) or place.rsplit("/", 1)[-1]
