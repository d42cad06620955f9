"""Which medication list a CDA section is: by its LOINC code, else by its template; where the same code means two
things, by template and document; unknown sections, by the mood of their entries."""

from typing import Any

from adapter.fhir.canonical import LOINC, SECTION_LIST_KIND
from adapter.functions.cda.kind import act_kind, is_intended
from adapter.functions.cda.report import report
from adapter.terminology.oid import uri_of

_TEMPLATES = "urn:ietf:rfc:3986"
# Sections that are known not to be lists of treatments, whatever their entries and templates: vaccinations, devices,
# adverse effects, allergies, history of the present illness, discharge instructions.
_OTHER_LISTS = frozenset((LOINC, code) for code in ("11369-6", "46264-8", "44939-7", "48765-2", "10164-2", "8653-8"))


def list_kind(context: Any, focus: list, *_: list) -> list:
    """section element → `discharge`, `stopped`, `admission`, `dispensing`, `history`, `prescription`, `administered`
    or `planned`; nothing for a section that is not a medication list. Table:
    mappings/concept-maps/section-list-kind.json.

    A section that the table does not know, and that has treatments, is `planned` when all of them are intended, else
    `administered`: never a list of current treatments. An Issue says so.
    """
    return [kind for section in focus if (kind := _kind(context, section)[0])]


def is_known_list(context: Any, focus: list, *_: list) -> list:
    """section, or act in it → whether the table knows the section (its kind is not a guess by the mood of entries)."""
    sections = (node if node.tag.endswith("}section") else next(node.iterancestors("{*}section")) for node in focus)
    return [_kind(context, section)[1] for section in sections]


def _kind(context: Any, section: Any) -> tuple[str | None, bool]:
    kinds = context.document.memo.setdefault("cda list kinds", {})
    if section not in kinds:
        keys = _keys(section)
        kind = _by_table(context, section, keys)
        known = kind is not None or any(key in _OTHER_LISTS for key in keys)
        kinds[section] = (kind, True) if known else (_by_mood(context, section), False)
    found: tuple[str | None, bool] = kinds[section]
    return found


def _by_table(context: Any, section: Any, keys: list[tuple[str, str]]) -> str | None:
    table = context.document.memo.get(SECTION_LIST_KIND)
    if table is None:
        table = context.document.memo[SECTION_LIST_KIND] = _targets(context.concept_maps[SECTION_LIST_KIND])
    for key in keys:
        if key in _OTHER_LISTS:
            return None
        for target in table.get(key, ()):
            facts = _facts(section, context.document.root)
            if all((row["property"], row["value"]) in facts for row in target.get("dependsOn", ())):
                return str(target["code"])
    return None


def _by_mood(context: Any, section: Any) -> str | None:
    entries = (entry.node for entry in context.document.entries if entry.section.node is section)
    treatments = [act for act in entries if act_kind(context, [act]) == ["treatment"]]
    if not treatments:
        return None
    said = "not known as a list of medications: what it holds is kept apart, not taken as current treatment"
    report(context, section, "warning", "not-supported", f"a section {said}")
    return "planned" if all(is_intended(context, treatments)) else "administered"


def _targets(concept_map: dict[str, Any]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {
        (group["source"], element["code"]): element["target"]
        for group in concept_map["group"]
        for element in group["element"]
    }


def _keys(section: Any) -> list[tuple[str, str]]:
    """What the table may be asked, in this order: the section's code, its translations, its templates."""
    keys = []
    for code in section.iterchildren("{*}code"):
        for node in (code, *code.iterchildren("{*}translation")):
            oid = node.get("codeSystem")
            keys.append((uri_of(oid) if oid else LOINC, (node.get("code") or "").strip()))
    templates = [(_TEMPLATES, f"urn:oid:{node.get('root')}") for node in section.iterchildren("{*}templateId")]
    return [*keys, *templates]


def _facts(section: Any, root: Any) -> set[tuple[str, str]]:
    """What `dependsOn` of the table may ask for: templates of section and document, the document's type code."""
    facts = {("sectionTemplate", t.get("root") or "") for t in section.iterchildren("{*}templateId")}
    facts |= {("documentTemplate", t.get("root") or "") for t in root.iterchildren("{*}templateId")}
    facts |= {("documentType", c.get("code") or "") for c in root.iterchildren("{*}code")}
    return facts
