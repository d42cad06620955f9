"""The plan as a FHIR document: report and mapped Bundles → one Bundle (https://hl7.org/fhir/R4/documents.html)."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from adapter.fhir.identifiers import full_url, stable_id
from adapter.issues import Issue
from adapter.plan.care_plan import care_plan
from adapter.plan.composition import composition
from adapter.plan.detected_issues import detected_issues
from adapter.plan.draft import Draft, latest_instant, plan_key, subject_of
from adapter.plan.provenance import identity_provenance, plan_provenance
from adapter.plan.reconciled_lists import change_list, current_list
from adapter.plan.sections import change_section, current_section, issue_section, plan_section, source_section
from adapter.plan.source_resources import SourceResources
from adapter.plan.statements import statements
from adapter.plan.tasks import task
from adapter.plan.treatment import treatments

Resource = dict[str, Any]


def plan_document(
    report: Mapping[str, Any],
    mapped_bundles: Sequence[Mapping[str, Any]],
    *,
    asserted_same_patient: str | None,
    issues: Sequence[Issue],
) -> Resource:
    """The draft plan of one reconciliation as a FHIR R4 document Bundle.

    report: design §6, one row of `sources` for each mapped Bundle and in their order; line ids are the ids of the
    medication resources in the Bundles. asserted_same_patient: `NAME: reason`, recorded in a Provenance. issues: what
    was found while reading, shown in a section. Every reference leads to an entry; nothing given is changed.
    Raises CallError when two sources hold different content under one id.
    """
    resources = SourceResources(mapped_bundles)
    draft = _draft(report, mapped_bundles, resources, asserted_same_patient)
    made = _made(draft, report, resources, issues)
    documents = resources.of_type("DocumentReference")
    targets = [full_url(r["id"]) for r in made if r["resourceType"] in ("Composition", "CarePlan")]
    made.append(plan_provenance(draft, targets, documents))
    if asserted_same_patient:
        about = full_url((resources.patient or made[0])["id"])
        made.append(identity_provenance(draft, asserted_same_patient, about, documents))
    first, *rest = made
    patients = [resources.patient] if resources.patient else []
    own = [(full_url(resource["id"]), resource) for resource in (first, *patients, *rest)]
    return _bundle(draft, [*own, *resources.by_url.items()])


def _draft(
    report: Mapping[str, Any], bundles: Sequence[Mapping[str, Any]], resources: SourceResources, asserted: str | None
) -> Draft:
    date = report["date"]
    return Draft(
        key=plan_key(report, bundles, asserted),
        date=date,
        timestamp=latest_instant(date, bundles),
        subject=subject_of(resources.patient),
        device=resources.of_type("Device")[0],
    )


def _made(
    draft: Draft, report: Mapping[str, Any], resources: SourceResources, issues: Sequence[Issue]
) -> list[Resource]:
    """The resources of the plan itself, Composition first."""
    groups = treatments(report, resources)
    stated = [(treatment, statements(treatment, draft, resources)) for treatment in groups]
    by_group = {treatment.id: made for treatment, made in stated}
    found = {t.id: detected_issues(t, by_group[t.id], draft, resources) for t in groups}
    detected = [issue for issues_ in found.values() for issue in issues_]
    tasks = [task(t, by_group, found[t.id], draft) for t in groups if t.needs_decision]
    current, changes = current_list(stated, draft, report), change_list(stated, draft)
    stay = next(iter(resources.of_type("Encounter", 0)), None)
    plan = care_plan(draft, [current, changes, *detected], tasks, stay)
    sections = [
        current_section(current, groups, resources),
        change_section(changes, groups, resources),
        plan_section(plan, tasks, detected),
        source_section(report, resources),
        issue_section(issues, report, resources),
    ]
    reconciled = [statement for _, made in stated for statement in made]
    return [composition(draft, report, sections, stay), current, changes, plan, *tasks, *detected, *reconciled]


def _bundle(draft: Draft, resources: Sequence[tuple[str, Resource]]) -> Resource:
    """identifier: of this version, derived from its content (R4: never the same for two contents of one plan)."""
    entries = [{"fullUrl": url, "resource": resource} for url, resource in resources]
    version = stable_id(draft.key, draft.timestamp, orjson.dumps(entries).decode())
    return {
        "resourceType": "Bundle",
        "id": draft.id("Bundle"),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": full_url(version)},
        "type": "document",
        "timestamp": draft.timestamp,
        "entry": entries,
    }
