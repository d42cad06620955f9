"""Which medication list a CDA section is: by its LOINC code, else by its template; where the same code means two
things, by template and document; unknown sections, by the mood of their entries."""

from collections.abc import Mapping
from typing import Any

from adapter.fhir.canonical import LOINC, SECTION_LIST_KIND
from adapter.functions.cda.children import around, child, children, text_of
from adapter.functions.cda.kind import act_kind, is_intended
from adapter.functions.cda.report import report
from adapter.sources.cda import list_section, title_of
from adapter.sources.stop_titles import says_stop
from adapter.terminology.concept_map import once_a_map
from adapter.terminology.oid import uri_of

_TEMPLATES = "urn:ietf:rfc:3986"
# Sections that are known not to be lists of treatments, whatever their entries and templates: vaccinations, devices,
# adverse effects, allergies, history of the present illness, discharge instructions.
_OTHER_LISTS = frozenset((LOINC, code) for code in ("11369-6", "46264-8", "44939-7", "48765-2", "10164-2", "8653-8"))

# Kinds of lists that their titles may contradict: of what is taken, was taken or is ordered.
_OF_TREATMENTS = frozenset(("discharge", "admission", "history", "prescription"))
_LINES = ("treatment", "delivery", "supply-order")
_POINTER = 6  # words: "see the lists below"
_ENTRY_TEMPLATES = {
    "1.3.6.1.4.1.19376.1.9.1.3.2": "prescription",
    "1.3.6.1.4.1.19376.1.9.1.3.4": "dispensing",
    "1.3.6.1.4.1.19376.1.9.1.3.7": "history",  # IHE PHARM Medication Treatment Plan item
    "2.16.840.1.113883.10.20.22.4.18": "dispensing",
    "2.16.840.1.113883.10.20.22.4.35": "discharge",
    "2.16.840.1.113883.10.20.22.4.36": "admission",
    "2.16.840.1.113883.10.20.22.4.42": "planned",
    "2.16.840.1.113883.10.20.22.4.43": "planned",
}


def list_kind(context: Any, focus: list, *_: list) -> list:
    """section element → `discharge`, `stopped`, `admission`, `dispensing`, `history`, `prescription`, `administered`
    or `planned`; nothing for a section that is not a medication list. Table:
    mappings/concept-maps/section-list-kind.json.

    A section that the table does not know is what the templates of all its medications say (a prescription item, a
    discharge medication …); else, when it has treatments, `planned` when all of them are intended, else `administered`:
    never a list of current treatments. One Issue a document names these sections.
    """
    return [kind for section in focus if (kind := _kind(context, section)[0])]


def is_known_list(context: Any, focus: list, *_: list) -> list:
    """section, or act in it → whether the table knows the section (its kind is not a guess by the mood of entries)."""
    sections = (node if node.tag.endswith("}section") else next(node.iterancestors("{*}section")) for node in focus)
    return [_kind(context, list_section(section))[1] for section in sections]


def holds_plans(context: Any, focus: list, *_: list) -> list:
    """section, or act in it → whether the section holds treatment plans (IHE PHARM MTP items) beside the prescriptions
    or deliveries made for them, as the medication list of CDA-CH-EMED (PML) does."""
    sections = (node if node.tag.endswith("}section") else next(node.iterancestors("{*}section")) for node in focus)
    return [_holds_plans(context, list_section(section)) for section in sections]


def _holds_plans(context: Any, section: Any) -> bool:
    known: dict[Any, bool] = context.document.memo.setdefault("cda holds plans", {})
    if section not in known:
        said = {_by_template(act) for act in _acts_of(context, section)}
        known[section] = "history" in said and not said.isdisjoint(("prescription", "dispensing"))
    return known[section]


def _kind(context: Any, section: Any) -> tuple[str | None, bool]:
    kinds = context.document.memo.setdefault("cda list kinds", {})
    if section not in kinds:
        kind = _by_table(context, section)
        if kind == "administered" or kind in _OF_TREATMENTS:
            is_none = _only_wraps(context, section)
            kinds[section] = (None, True) if is_none else _by_title(context, section, kind)
        else:
            known = kind is not None or says_what_is_no_list(context, section)
            kinds[section] = (kind, True) if known else _by_entries(context, section)
    found: tuple[str | None, bool] = kinds[section]
    return found


def _only_wraps(context: Any, section: Any) -> bool:
    """Whether the section holds other lists and neither entries nor words of its own ("see below"): then it is none, so
    that what is not there is not taken for a list of which nothing is known."""
    if child(section, "component") is None or child(section, "entry") is not None or _has_words(section):
        return False
    entries = [e for e in context.document.entries if act_kind(context, [e.node])[0] in _LINES]
    owners = {entry.section.node for entry in entries}
    return section not in owners and any(section in owner.iterancestors() for owner in owners)


def _has_words(section: Any) -> bool:
    text = child(section, "text")
    if text is None:
        return False
    return len(text_of(text).split()) > _POINTER or any(True for _ in text.iter("{*}table", "{*}list"))


def _by_title(context: Any, section: Any, kind: str) -> tuple[str, bool]:
    """The kind of a list that is known by its code, after its title, and whether it is known still: the code of French
    letters for what was given (18610-6) stands for what was stopped too; a list of what is taken with words of stopping
    as its title is one that the title says, else apart: Issue."""
    said = says_stop(title_of(section))
    if said is None or (kind == "administered" and said == "doubt"):
        return kind, True
    if kind == "administered":
        return "stopped", True
    if said == "stopped":
        message = (
            f"{label_of(section)}: a list of stopped treatments by its title, and of others by its code; "
            "its treatments are taken as stopped"
        )
        report(context, section, "warning", "conflict", message)
        return "stopped", True
    message = (
        f"{label_of(section)}: its title speaks of stopping, which its code does not; "
        "what it holds is kept apart, not taken as current"
    )
    report(context, section, "warning", "conflict", message)
    return _by_mood(context, _medications(context, section)), False


def _by_mood(context: Any, acts: list[Any]) -> str:
    """The kind of a list that nothing else says: never one of current treatments."""
    treatments = [act for act in acts if act_kind(context, [act]) == ["treatment"]]
    if not treatments:
        return "planned" if acts and act_kind(context, acts[:1]) == ["supply-order"] else "dispensing"
    return "planned" if all(is_intended(context, treatments)) else "administered"


def _by_table(context: Any, section: Any) -> str | None:
    table = _targets(context.concept_maps[SECTION_LIST_KIND])
    for key in _keys(context, section):
        if key in _OTHER_LISTS:
            return None
        for target in table.get(key, ()):
            facts = _facts(section, context.document.root)
            if all((row["property"], row["value"]) in facts for row in target.get("dependsOn", ())):
                return str(target["code"])
    return None


def _by_entries(context: Any, section: Any) -> tuple[str | None, bool]:
    """Kind by the templates of all medications, else by their mood; whether a template says so."""
    acts = _medications(context, section)
    if not acts:
        return None, False
    said = {_by_template(act) for act in acts}
    if len(said) == 1 and (kind := said.pop()):
        return kind, True
    if any(act_kind(context, [act]) == ["treatment"] for act in acts):
        _report_unknown(context, section)
    return _by_mood(context, acts), False


def _medications(context: Any, section: Any) -> list[Any]:
    return [act for act in _acts_of(context, section) if act_kind(context, [act])[0] in _LINES]


def _acts_of(context: Any, section: Any) -> list[Any]:
    """The acts of the entries of a section; a document has many sections without any that matters here."""
    memo = context.document.memo
    if "cda acts of sections" not in memo:
        acts: dict[Any, list[Any]] = {}
        for entry in context.document.entries:
            acts.setdefault(entry.section.node, []).append(entry.node)
        memo["cda acts of sections"] = acts
    found: list[Any] = memo["cda acts of sections"].get(section, [])
    return found


def _by_template(act: Any) -> str | None:
    """The kind of list that the templates of an act, or of the act that wraps it, belong to."""
    if kind := _of_templates(act):
        return kind
    wrapper = around(act, "act")
    return _of_templates(wrapper) if wrapper is not None else None


def _of_templates(node: Any) -> str | None:
    for template in children(node, "templateId"):
        if kind := _ENTRY_TEMPLATES.get(template.get("root") or ""):
            return kind
    return None


def _report_unknown(context: Any, section: Any) -> None:
    """One Issue a document, at the first of its sections that are not known; it names them all."""
    if context.document.memo.setdefault("cda unknown sections", section) is not section:
        return
    others = (s.node for s in context.document.sections if s.node is not section)
    unknown = [section, *(s for s in others if not _is_known(context, s) and _medications(context, s))]
    names = dict.fromkeys(label_of(s) for s in unknown)
    message = (
        f"sections not known as lists of medications: {', '.join(names)}; "
        "what they hold is kept apart, not taken as current"
    )
    report(context, section, "information", "not-supported", message)


def says_what_is_no_list(context: Any, section: Any) -> bool:
    """Whether the section is known not to be a list of treatments, by its code."""
    return not _OTHER_LISTS.isdisjoint(_keys(context, section))


def _is_known(context: Any, section: Any) -> bool:
    if _by_table(context, section) is not None or says_what_is_no_list(context, section):
        return True
    return all(_by_template(act) for act in _medications(context, section))


def label_of(section: Any) -> str:
    """A section as people name it: its title and code."""
    title, code = child(section, "title"), child(section, "code")
    said = " ".join("".join(title.itertext()).split()) if title is not None else ""
    coded = code.get("code") or "" if code is not None else ""
    return f"'{said}' ({coded})" if said and coded else f"'{said or coded or 'a section without code and title'}'"


@once_a_map
def _targets(concept_map: Mapping[str, Any]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {
        (group.get("source", ""), element["code"]): element["target"]
        for group in concept_map["group"]
        for element in group["element"]
    }


def _keys(context: Any, section: Any) -> list[tuple[str, str]]:
    """What the table may be asked, in this order: the section's code, its translations, its templates."""
    known: dict[Any, list[tuple[str, str]]] = context.document.memo.setdefault("cda section keys", {})
    if section not in known:
        known[section] = _read_keys(section)
    return known[section]


def _read_keys(section: Any) -> list[tuple[str, str]]:
    keys = []
    for code in children(section, "code"):
        for node in (code, *children(code, "translation")) if len(code) else (code,):
            oid = node.get("codeSystem")
            keys.append((uri_of(oid) if oid else LOINC, (node.get("code") or "").strip()))
    for template in children(section, "templateId"):
        keys.append((_TEMPLATES, f"urn:oid:{template.get('root')}"))
    return keys


def _facts(section: Any, root: Any) -> set[tuple[str, str]]:
    """What `dependsOn` of the table may ask for: templates of section and document, the document's type code."""
    facts = {("sectionTemplate", t.get("root") or "") for t in children(section, "templateId")}
    facts |= {("documentTemplate", t.get("root") or "") for t in children(root, "templateId")}
    facts |= {("documentType", c.get("code") or "") for c in children(root, "code")}
    return facts
