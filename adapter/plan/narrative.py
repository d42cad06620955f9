"""Narratives: generated XHTML of the plan's sections, every word of a source escaped (https://hl7.org/fhir/R4/narrative.html)."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

_OPEN = '<div xmlns="http://www.w3.org/1999/xhtml" lang="fr" xml:lang="fr">'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def narrative(*blocks: str) -> dict[str, Any]:
    """blocks: XHTML made by the functions below."""
    return {"status": "generated", "div": f"{_OPEN}{''.join(blocks)}</div>"}


def paragraph(text: str) -> str:
    return f"<p>{words(text)}</p>"


def items(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{words(text)}</li>' for text in texts)}</ul>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A cell may hold several lines, separated by line feeds."""
    header = "".join(f"<th>{words(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{words(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"


def words(text: str) -> str:
    """Text of a source as XHTML text: escaped, characters that XML cannot carry shown as �, line feeds as breaks."""
    return escape(_NOT_XML.sub("�", text), quote=False).replace("\n", "<br/>")
