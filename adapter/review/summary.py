"""The terminal summary of `medrec reconcile`: plain text, 100 columns, no colour codes."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from adapter.issues import Issue
from adapter.review import contents
from adapter.review.rows import SECTIONS, Row, lost, rows
from adapter.review.treatment_line import Block, clean
from adapter.review.words import words
from adapter.wording import figures

Words = Mapping[str, str]

WIDTH = 100
_INDENT = " " * 5


def summary(report: Mapping[str, Any], issues: Sequence[Issue], lang: str) -> str:
    """Patient, the treatments by what is to be done with them, ledger, number of issues; ends with a newline.

    report: the JSON of `--report` (design §6); issues: those of the same call; lang: `fr` or `en`.
    """
    said = words(lang)
    by_section = rows(report, lang)
    parts = [
        *_head(report, by_section, said, lang),
        *(line for section in SECTIONS for line in _section(section, by_section[section], said)),
        *_lost(report, said),
        *_ledger(report, issues, said, lang),
    ]
    return "\n".join(parts) + "\n"


def _head(report: Mapping[str, Any], by_section: Mapping[str, Sequence[Row]], said: Words, lang: str) -> list[str]:
    patient = report["patient"]
    who = [
        contents.name(patient, said),
        *(f"{label} {value}" for label, value in contents.identity(patient, said, lang)),
    ]
    admission = figures.day(report.get("admission"), lang) or said["not-stated"]
    when = [f"{said['date']} {figures.day(report['date'], lang)}", f"{said['admission']} {admission}"]
    listed, open_ = contents.taken_at_discharge(by_section, report)
    counts = [f"{len(by_section['decide'])} {said['section.decide'].lower()}", f"{listed} {said['count.discharge']}"]
    if open_:
        counts[1] += f" ({said['count.discharge.open'].format(n=open_)})"
    counts += [f"{n} {label}" for _, n, label in contents.section_counts(by_section, said)]
    return [
        said["title"],
        *_wrapped(" · ".join(who)),
        *_wrapped(" · ".join(when)),
        "",
        *_wrapped(" | ".join(counts)),
        *(row for warning in contents.warnings(report, said) for row in _wrapped(f"! {warning}")),
    ]


def _section(section: str, found: Sequence[Row], said: Words) -> list[str]:
    if not found:
        return ["", said["section.decide"].upper(), said["nothing-to-decide"]] if section == "decide" else []
    heading = f"{said[f'section.{section}'].upper()} ({len(found)})"
    return ["", heading, "-" * len(heading), *(line for row in found for line in _row(row, said))]


def _row(row: Row, said: Words) -> list[str]:
    status = f"{row.mark} {row.label}" + (f", {row.documented}" if row.documented else "")
    shown = [*_wrapped(f"{row.number:>3}. {row.title}  [{status}]", _INDENT), *_sides(row, said)]
    arrow = f"{_INDENT}-> "
    for label, text in row.discrepancies:
        shown += _wrapped(f"{arrow}{label}{said['colon']} {text} ({said['unqualified']})", _INDENT + "   ")
    for proposal in row.proposals:
        others = ", ".join(f"{said['number'].format(n=n)} {title}" for _, n, title in proposal.others)
        shown += _wrapped(f"{arrow}{proposal.label} {said['with']} {others}", _INDENT + "   ")
    if row.reasons:
        shown += _wrapped(f"{_INDENT}   {said['and'].join(row.reasons)}", _INDENT + "   ")
    return shown


def _sides(row: Row, said: Words) -> list[str]:
    """Before the stay and at discharge; of what belongs to the stay only its lines."""
    before = (said["column.before"], row.before, row.no_before)
    discharge = (said["column.discharge"], row.discharge, row.no_discharge)
    sides = [("", row.discharge, "")] if row.section == "stay" else [before, discharge]
    width = max(len(label) for label, *_ in sides)
    shown = []
    for label, blocks, empty in sides:
        texts = [_line(block, said) for block in blocks] or [f"({empty})"]
        for n, text in enumerate(texts):
            shown += _wrapped(f"{_INDENT}{label if n == 0 else '':<{width}}  {text}", " " * (width + 9))
    return shown


def _line(block: Block, said: Words) -> str:
    """One block in one sentence; of several lines how many they are, and the last one."""
    days = [line.days for line in block.lines if line.days]
    posology = block.posology or " · ".join(block.details[:1])
    says = [f"{said['says']}{said['colon']} {text}" for text in block.statements]
    if len(block.lines) > 1:
        last = days[-1] if days else block.lines[-1].short_place
        days = [said["lines-total"].format(n=len(block.lines), last=last)]
    text = " · ".join(part for part in (block.name, posology, *days, *says) if part)
    return f"({said[f'line.{block.note}']}) {text}" if block.note else text


def _lost(report: Mapping[str, Any], said: Words) -> list[str]:
    found = lost(report)
    if not found:
        return []
    lines = [f"{_INDENT}{line['source']} {line['location']}: {line['display']}" for line in found]
    return ["", f"!! {said['section.lost']}", *_wrapped(said["about.lost"]), *(clean(line) for line in lines)]


def _ledger(report: Mapping[str, Any], issues: Sequence[Issue], said: Words, lang: str) -> list[str]:
    shown = ["", f"{said['ledger']}{said['colon']} {contents.ledger_said(report, said)}"]
    for source in contents.sources(report, said, lang):
        lists = ", ".join(f"{label} {state}" for label, state, _ in source.lists) or said["source.no-lists"]
        text = f"{_INDENT}{source.tag} {source.file} ({source.kind}, {source.date}){said['colon']} {lists}"
        shown += _wrapped(text, _INDENT + "   ")
        if source.read != source.grouped:
            shown.append(f"{_INDENT}   {said['ledger.unequal']} ({source.read} / {source.grouped})")
    found = contents.issue_counts(issues, said) or said["issues.none"]
    return [*shown, f"{said['issues']}{said['colon']} {found}", *_wrapped(said["note"])]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=True, break_on_hyphens=False) or [""]
