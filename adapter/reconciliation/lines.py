"""A mapped Bundle → its medication lists and lines. One medication resource is one line; nothing is dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import SOURCE_PLACE
from adapter.issues import Issue
from adapter.medication.contradiction import STRENGTH
from adapter.medication.product import Coverage, Product, Term
from adapter.reconciliation.knowledge import Identity, Knowledge
from adapter.reconciliation.line import Line, ReadList, Role
from adapter.reconciliation.lists import absence, lists_of
from adapter.reconciliation.shipped import SHIPPED
from adapter.reconciliation.stated import (
    Stated,
    atc_codes,
    duration,
    period,
    quantity,
    route_of,
    stated,
    statements,
)

MEDICATION_TYPES = ("MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration")

Bundle = Mapping[str, Any]
Read = tuple[list[ReadList], list[Line], list[Issue]]


def lines_of(bundle: Bundle, *, source: str, role: Role, knowledge: Knowledge = SHIPPED) -> Read:
    """Lists, lines and issues of one source.

    bundle: a collection Bundle as `medrec map` writes it; source: the name of the file as given; role: the argument
    it came with.
    Issues: lines that nothing identifies, posologies that are not understood, resources that stand in no list of
    their source.
    """
    entries = [(entry.get("fullUrl") or "", entry["resource"]) for entry in bundle.get("entry") or ()]
    by_url = dict(entries)
    treatments = [(url, resource) for url, resource in entries if resource.get("resourceType") in MEDICATION_TYPES]
    absences = {url: state for url, resource in treatments if (state := absence(resource)) is not None}
    found = lists_of((resource for _, resource in entries), source, role, absences)
    places = dict(places_of(resource for _, resource in entries))
    replaced = _replaced(treatments, places)
    lists, lines, issues = list(found.lists), [], []
    for url, resource in treatments:
        if url in absences:
            continue
        read = found.members.get(url) or _without_list(resource, source, role)
        if read not in lists:
            lists.append(read)
        line, noted = _line(url, resource, read, by_url, places.get(url, ""), knowledge)
        line = replace(line, is_replaced=True) if (line.location or url, resource["resourceType"]) in replaced else line
        lines.append(line)
        issues.extend(noted)
    return lists, lines, issues


def _replaced(treatments: Iterable[tuple[str, Mapping[str, Any]]], places: Mapping[str, str]) -> set[tuple[str, str]]:
    """Place (else reference) and type of the orders that later ones replace: one that stands in two lists has a line in
    each."""
    prior = {(resource.get("priorPrescription") or {}).get("reference") for _, resource in treatments}
    return {(places.get(url) or url, resource["resourceType"]) for url, resource in treatments if url in prior}


def places_of(resources: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Reference of each produced resource → the place of the entry it came from."""
    for resource in resources:
        if resource.get("resourceType") != "Provenance":
            continue
        extensions = [e for entity in resource.get("entity") or () for e in entity.get("extension") or ()]
        place = next((e.get("valueString", "") for e in extensions if e.get("url") == SOURCE_PLACE), "")
        for target in resource.get("target") or ():
            yield target.get("reference", ""), place


def _without_list(resource: Mapping[str, Any], source: str, role: Role) -> ReadList:
    """The list that a resource in no List stands in: deliveries, doses given and plans say so themselves, the rest
    takes its role."""
    kind: str = role
    if resource["resourceType"] == "MedicationAdministration":
        kind = "administered"
    elif resource["resourceType"] == "MedicationDispense":
        kind = "dispensing"
    elif resource.get("intent") in ("plan", "proposal"):
        kind = "planned"
    return ReadList("", source, role, kind, "items")


def _line(
    url: str, resource: Mapping[str, Any], read: ReadList, by_url: Mapping[str, Any], place: str, knowledge: Knowledge
) -> tuple[Line, list[Issue]]:
    said = stated(resource, by_url)
    identity = Identity(None) if said.is_magistral else knowledge.identity(said)
    product = identity.product
    taken = knowledge.posology(said, product)
    disputed = product is None and any(issue.code == "conflict" for issue in identity.issues)
    two_strengths = any(issue.element == STRENGTH for issue in identity.issues)
    start, end = period(resource)
    delivered = quantity(resource)
    is_reversal = delivered is not None and delivered.value < 0
    is_delivery = resource["resourceType"] == "MedicationDispense"
    limit = duration({"dosage": list(taken.dosages)})
    line = Line(
        id=resource["id"],
        source=read.source,
        location=place,
        list=read.kind,
        list_id=read.id,
        role=read.role,
        display=said.display,
        codes=said.codes,
        product=product,
        because=identity.because,
        ingredients=() if disputed else product.ingredients if product else said.ingredients,
        atc=tuple(dict.fromkeys([*(product.atc if product else ()), *atc_codes(said.codes)])),
        form=said.form or (product.form if product else None),
        route=said.route or route_of(taken.dosages) or _only_route(product),
        status=resource.get("status") or "unknown",
        statements=statements(resource),
        dosages=taken.dosages,
        dosage_text=said.dosage_text,
        daily_dose=taken.daily_dose,
        amounts=() if two_strengths else taken.amounts,
        rhythm=taken.rhythm,
        duration=limit,
        start=start,
        end=end,
        coverage=_within(knowledge.coverage(resource, product, taken.daily_dose), limit)
        if is_delivery and not is_reversal
        else None,
        quantity=delivered,
        handed_over=resource.get("whenHandedOver") if is_delivery else None,
        authored=resource.get("authoredOn"),
        is_reversal=is_reversal,
        is_magistral=said.is_magistral,
        identity_disputed=disputed,
        posology_disputed=two_strengths or any(issue.code == "conflict" for issue in taken.issues),
        resource=resource,
        full_url=url,
    )
    return line, [*_located((*identity.issues, *taken.issues), line), *_noted(line, said, taken.is_partial)]


def _within(coverage: Coverage | None, limit: Decimal | None) -> Coverage | None:
    """No delivery covers more days than its own posology lasts ("pendant 5 jours" from a box of 30)."""
    if coverage is None or limit is None or limit < 1:
        return coverage
    last = (date.fromisoformat(coverage.start) + timedelta(days=int(limit) - 1)).isoformat()
    return coverage if coverage.end <= last else Coverage(coverage.start, last, "duration of the posology")


def _only_route(product: Product | None) -> Term | None:
    """The route of a product that has one only; of several, none is the line's."""
    return product.routes[0] if product is not None and len(product.routes) == 1 else None


def _located(issues: Iterable[Issue], line: Line) -> list[Issue]:
    return [Issue(i.severity, i.code, i.message, line.source, line.location, i.element, i.reference) for i in issues]


def _noted(line: Line, said: Stated, is_partial: bool) -> list[Issue]:
    found = []
    name = f"'{line.display}'" if line.display else "an entry without a name"
    if line.is_magistral:
        text = f"{name} is a magistral preparation: it stays a line of its own and joins no other"
        found.append(Issue("information", "not-supported", text, line.source, line.location))
    elif line.product is None and not line.ingredients:
        text = f"{name} is not identified: no substance is known, so it joins only a line with the same product code"
        found.append(Issue("warning", "not-found", text, line.source, line.location))
    if is_partial:
        text = f"the posology '{said.dosage_text}' is not understood whole: no daily dose is drawn from it"
        found.append(Issue("information", "incomplete", text, line.source, line.location))
    return found
