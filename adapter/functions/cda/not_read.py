"""What of a document nothing is read from: told once, so that "not there" and "not read" are two things."""

from collections.abc import Iterator
from typing import Any

from adapter.functions.cda.children import descendant
from adapter.functions.cda.section import label_of, list_kind, says_what_is_no_list
from adapter.sources.cda import list_section

_MEDICATIONS = ("{*}substanceAdministration", "{*}supply")


def parts_not_read(context: Any, focus: list, *_: list) -> list:
    """ClinicalDocument → words for its sections of which nothing is read, by title and code, and for the acts in its
    lists of treatments that hold no medication, by template; nothing when all is read.
    """
    memo = context.document.memo
    if "cda parts not read" not in memo:
        sections, acts = dict.fromkeys(_sections(context)), dict.fromkeys(_acts(context))
        memo["cda parts not read"] = _said(", ".join(sections), ", ".join(acts))
    return list(memo["cda parts not read"])


def _said(names: str, acts: str) -> list[str]:
    if names and acts:
        sections = f"sections of which nothing is read: {names}"
        return [f"{sections}; entries without a medication in lists of treatments: {acts}"]
    if names:
        return [f"sections of which nothing is read: {names}"]
    return [f"entries without a medication in lists of treatments: {acts}"] if acts else []


def _sections(context: Any) -> Iterator[str]:
    document = context.document
    read = {section.node for _, section in document.finding_sections}
    read |= {finding.section.node for finding in document.findings}
    for node in (section.node for section in document.sections):
        is_read = node in read or says_what_is_no_list(context, node) or list_kind(context, [list_section(node)])
        if not is_read and descendant(node, "component", "section") is None:
            yield label_of(node)


def _acts(context: Any) -> Iterator[str]:
    for entry in context.document.entries:
        if entry.is_line or not list_kind(context, [entry.section.node]):
            continue
        if next(entry.node.iter(*_MEDICATIONS), None) is None:
            templates = [template.get("root") or "" for template in entry.node.iterchildren("{*}templateId")]
            name = entry.node.tag.rpartition("}")[2]
            yield f"{name} ({', '.join(filter(None, templates)) or 'without template'})"
