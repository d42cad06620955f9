"""Entries of a mapped source whose coded posology and words disagree, or whose doses do not add up: an Issue each, at
the place of the entry."""

from adapter.issues import Issue
from adapter.reconciliation.agreement import conflict, is_coded, units_apart
from adapter.reconciliation.lines import MEDICATION_TYPES, places_of
from adapter.reconciliation.stated import dosages_of
from adapter.workflow.mapped import Mapped


def posology_conflicts(mapped: Mapped) -> list[Issue]:
    """Issues (`warning`, `conflict`; `information`, `incomplete`) of one mapped source, the same that `reconcile` gives
    for its lines.

    The Bundle is not changed: it holds both, as the source has them. Beside map_source and not in it: reading the
    words costs 0.1 to 0.2 ms an entry, and reconcile reads them anyway.
    """
    resources = [(entry.get("fullUrl") or "", entry["resource"]) for entry in mapped.bundle["entry"]]
    places = dict(places_of(resource for _, resource in resources))
    found = []
    for url, resource in resources:
        if resource["resourceType"] not in MEDICATION_TYPES:
            continue
        dosages = list(dosages_of(resource))
        issue = conflict(dosages) or units_apart(dosages) if is_coded(dosages) else None
        if issue is not None:
            place = places.get(url, "")
            found.append(Issue(issue.severity, issue.code, issue.message, mapped.source.name, place, "Dosage"))
    return list(dict.fromkeys(found))
