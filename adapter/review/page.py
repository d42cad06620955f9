"""`medrec reconcile --html`: one static page for reviewers, in French or English. It needs no network and no
script, and prints on A4.

Rows link to each other by their number. Everything a source says is escaped; colour never stands alone (WCAG 2.1 AA).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from adapter.issues import Issue
from adapter.review import contents
from adapter.review.rows import SECTIONS, lost, rows, source_tags
from adapter.review.treatment_line import blocks
from adapter.review.words import words
from adapter.wording import figures

_TEMPLATE = "page.html"


def render(report: Mapping[str, Any], *, issues: Sequence[Issue], lang: str) -> str:
    """The page as HTML 5.

    report: the JSON of `--report` (design §6); issues: those of the same call; lang: `fr` or `en`.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_TEMPLATE).render(**_values(report, issues, lang))


def _values(report: Mapping[str, Any], issues: Sequence[Issue], lang: str) -> dict[str, Any]:
    said = words(lang)
    by_section = rows(report, lang)
    at_discharge, open_ = contents.taken_at_discharge(by_section, report)
    return {
        "lang": lang,
        "said": said,
        "sections": SECTIONS,
        "rows": by_section,
        "lost": blocks(lost(report), source_tags(report["sources"]), said, lang),
        "name": contents.name(report["patient"], said),
        "identity": contents.identity(report["patient"], said, lang),
        "date": figures.day(report["date"], lang),
        "admission": figures.day(report.get("admission"), lang) or said["not-stated"],
        "knowledge": ", ".join(report["knowledge"].values()),
        "sources": contents.sources(report, said, lang),
        "warnings": contents.warnings(report, said),
        "at_discharge": at_discharge,
        "open_at_discharge": open_,
        "counts": contents.section_counts(by_section, said),
        "ledger_said": contents.ledger_said(report, said),
        "ledger_holds": contents.ledger_holds(report),
        "issues": contents.issue_rows(issues, said, lang),
        "issue_counts": contents.issue_counts(issues, said) or said["issues.none"],
        "has_errors": any(issue.severity == "error" for issue in issues),
    }
