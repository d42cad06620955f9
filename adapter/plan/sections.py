"""The sections of the plan document, in the order a reader needs them: what is current, what changed, what is to be
decided, and what it rests on."""

from collections.abc import Sequence
from typing import Any

from adapter.fhir.identifiers import full_url
from adapter.issues import Issue
from adapter.plan.labels import DISCREPANCIES, DOCUMENTED, LISTS, STATUSES, discrepancy_text, french_day
from adapter.plan.narrative import items, narrative, paragraph, table
from adapter.plan.reconciled_lists import RECONCILED_LIST
from adapter.plan.source_resources import SourceResources
from adapter.plan.statements import concept_texts, stated_reasons
from adapter.plan.tasks import proposal_text
from adapter.plan.treatment import Row, Treatment
from adapter.wording.posology import posology

Section = dict[str, Any]
_STATES = {"none-known": "aucun traitement, dit la source", "not-known": "non connue"}


def current_section(list_: Section, treatments: Sequence[Treatment], resources: SourceResources) -> Section:
    """What may be taken now; lines to be decided say so first."""
    rows = [
        [_name(row), _posology(row), _indication(row, resources), _origin(row), _decision(treatment)]
        for treatment in treatments
        if treatment.is_listed
        for row in treatment.shown
    ]
    head = ("Médicament", "Posologie", "Motif", "D'après", "Statut")
    text = table(head, rows) if rows else paragraph("Aucun traitement en cours dans la liste conciliée.")
    warning = paragraph(
        "Projet établi par un programme. Une ligne « à décider » n'est ni une prescription ni un arrêt : "
        "un professionnel doit trancher."
    )
    return _section(list_["title"], "snapshot", narrative(warning, text), [list_], code=RECONCILED_LIST)


def change_section(list_: Section, treatments: Sequence[Treatment], resources: SourceResources) -> Section:
    """Before, after, and why as the source says it."""
    rows = [
        [
            _decision(treatment),
            _lines(treatment.before),
            _lines(treatment.after),
            "\n".join(_reasons(treatment, resources)),
        ]
        for treatment in treatments
        if treatment.status != "continued" or treatment.is_open
    ]
    head = ("Changement", "Avant", "À la sortie", "Explication ou divergence")
    text = table(head, rows) if rows else paragraph("Aucun changement.")
    return _section(list_["title"], "changes", narrative(text), [list_])


def plan_section(care_plan: Section, tasks: Sequence[Section], issues: Sequence[Section]) -> Section:
    """What a person has to decide."""
    if tasks:
        text = paragraph(f"À décider : {len(tasks)}.") + items(task["description"] for task in tasks)
    else:
        text = paragraph("Aucun traitement à décider.")
    return _section(care_plan["title"], None, narrative(text), [care_plan, *issues], code=care_plan["category"][0])


def source_section(report: Row, resources: SourceResources) -> Section:
    """One subsection for each source document: its lists and what else it holds."""
    section = _section("Listes des sources", None, None, [])
    section["section"] = [_source(source, report, number, resources) for number, source in enumerate(report["sources"])]
    return section


def issue_section(issues: Sequence[Issue], report: Row, resources: SourceResources) -> Section:
    """What was found while reading the sources; messages as the program gives them (English)."""
    titles = {source["file"]: _title(source, number, resources) for number, source in enumerate(report["sources"])}
    rows = [
        [issue.severity, titles.get(issue.source, ""), issue.location, issue.message]
        for issue in issues
        if issue.severity != "information"
    ]
    hidden = sum(issue.severity == "information" for issue in issues)
    text = table(("Gravité", "Source", "Endroit", "Message"), rows) if rows else paragraph("Aucun problème de lecture.")
    more = paragraph(f"Informations non affichées : {hidden}.") if hidden else ""
    return _section("Problèmes de lecture des sources", None, narrative(text, more), [])


def _source(source: Row, report: Row, number: int, resources: SourceResources) -> Section:
    rows = [row for row in report["lines"] if row["source"] == source["file"]]
    cells = [[LISTS[row["list"]], _name(row), posology(row, "fr"), _dates(row)] for row in rows]
    empty = [read for read in source["lists"] if read["state"] != "items"]
    states = [f"Liste « {LISTS[read['list']]} » : {_STATES[read['state']]}." for read in empty]
    text = narrative(
        "".join(paragraph(state) for state in states),
        table(("Liste", "Médicament", "Posologie", "Dates, ou jours couverts"), cells) if cells else "",
    )
    section = _section(_title(source, number, resources), None, text, [])
    section["entry"] = [{"reference": url} for url in resources.heads(number)]
    return section


def _section(
    title: str, mode: str | None, text: Section | None, entries: Sequence[Section], *, code: Any = None
) -> Section:
    section: Section = {"title": title}
    if code:
        section["code"] = code
    if text:
        section["text"] = text
    if mode:
        section["mode"] = mode
    if entries:
        section["entry"] = [{"reference": full_url(resource["id"])} for resource in entries]
    return section


def _title(source: Row, number: int, resources: SourceResources) -> str:
    """As the document calls itself; never its file name."""
    documents = [resources.by_url[url] for url in resources.of_type("DocumentReference", number)]
    said = [document.get("description") or (document.get("type") or {}).get("text") for document in documents]
    kinds = ", ".join(LISTS[read["list"]] for read in source["lists"])
    title = next((text for text in said if text), f"Source {number + 1} ({kinds})" if kinds else f"Source {number + 1}")
    return f"{title}, {french_day(source['date'])}" if source.get("date") else title


def _decision(treatment: Treatment) -> str:
    """Status; for an open treatment what is open first: an omission must not read like a treatment that goes on."""
    if not treatment.is_open:
        return STATUSES[treatment.status]
    kinds = [DISCREPANCIES[discrepancy["type"]] for discrepancy in treatment.discrepancies]
    return f"À DÉCIDER ({', '.join(dict.fromkeys(kinds)).lower() or STATUSES[treatment.status].lower()})"


def _reasons(treatment: Treatment, resources: SourceResources) -> list[str]:
    """Discrepancies and proposals first, then what the sources themselves say of it, in their words."""
    found = [discrepancy_text(d["type"], d["message"]) for d in treatment.discrepancies]
    found += [proposal_text(proposal) for proposal in treatment.proposals]
    if not treatment.discrepancies and DOCUMENTED[treatment.group["documented"]]:
        found.append(DOCUMENTED[treatment.group["documented"]])
    found += [f"« {text} »" for row in treatment.lines for text in stated_reasons(resources.line(row["id"]))]
    return list(dict.fromkeys(found))


def _lines(rows: Sequence[Row]) -> str:
    return "\n".join(f"{_name(row)} : {_posology(row)}" for row in rows) or "—"


def _posology(row: Row) -> str:
    return posology(row, "fr") or "posologie non précisée"


def _name(row: Row) -> str:
    return row["display"] or "sans nom"


def _indication(row: Row, resources: SourceResources) -> str:
    return "\n".join(concept_texts(resources.line(row["id"]).get("reasonCode")))


def _origin(row: Row) -> str:
    return f"{LISTS[row['list']]}, {_dates(row)}" if row["list"] == "dispensing" and _dates(row) else LISTS[row["list"]]


def _dates(row: Row) -> str:
    span = row["coverage"] or row["period"]
    days = [french_day(span[end]) for end in ("start", "end") if span[end]]
    return " – ".join(days)
