"""Which medication list a CDA section is: by its LOINC code and, where the same code means two things, by template
and document."""

from typing import Any

import orjson

from adapter.data_files import folder
from adapter.fhir.canonical import LOINC
from adapter.terminology.oid import uri_of

_TABLE = "concept-maps/section-list-kind.json"


def list_kind(context: Any, focus: list, *_: list) -> list:
    """section element → `discharge`, `stopped`, `admission`, `dispensing`, `history`, `prescription`, `administered`
    or `planned`; nothing for a section that is not a medication list. Table:
    mappings/concept-maps/section-list-kind.json."""
    table = context.document.memo.get(_TABLE)
    if table is None:
        table = context.document.memo[_TABLE] = _load()
    return [kind for section in focus if (kind := _kind(section, table, context.document.root))]


def _load() -> dict[tuple[str, str], list[dict[str, Any]]]:
    concept_map = orjson.loads((folder("mappings") / _TABLE).read_bytes())
    return {
        (group["source"], element["code"]): element["target"]
        for group in concept_map["group"]
        for element in group["element"]
    }


def _kind(section: Any, table: dict[tuple[str, str], list[dict[str, Any]]], root: Any) -> str | None:
    code = section.find("{*}code")
    if code is None:
        return None
    targets = table.get(
        (uri_of(code.get("codeSystem") or "") if code.get("codeSystem") else LOINC, code.get("code") or ""), []
    )
    facts = _facts(section, root)
    for target in targets:
        if all((row["property"], row["value"]) in facts for row in target.get("dependsOn", [])):
            return str(target["code"])
    return None


def _facts(section: Any, root: Any) -> set[tuple[str, str]]:
    """What `dependsOn` of the table may ask for: templates of section and document, the document's type code."""
    facts = {("sectionTemplate", t.get("root") or "") for t in section.iterchildren("{*}templateId")}
    facts |= {("documentTemplate", t.get("root") or "") for t in root.iterchildren("{*}templateId")}
    facts |= {("documentType", c.get("code") or "") for c in root.iterchildren("{*}code")}
    return facts
