"""What one FHIR medication resource states, before any knowledge of drugs: read, not interpreted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import ATC, UCUM
from adapter.medication.product import Ingredient, Quantity, Strength, Term
from adapter.reconciliation.agreement import text_of
from adapter.reconciliation.line import Coding
from adapter.reconciliation.words import plain
from adapter.terminology.routes import edqm_route

Resource = Mapping[str, Any]
_MAGISTRAL = ("magistral", "preparation officinale", "preparation hospitaliere", "extemporaneous")
_PRESCRIPTION_TEXT = "LIPRESCTXT"  # fr-medicationrequest-note-scope: the prescription as text, product names included
_RECONCILIATION = "frmedicationstatementreconciliationproperties"
_RENDERED = "rendereddosageinstruction"
_DAYS = {"d": Decimal(1), "wk": Decimal(7), "h": Decimal(1) / 24, "mo": Decimal(30), "a": Decimal(365)}


@dataclass(frozen=True, slots=True)
class Stated:
    """display: the name as the source says it, else its code."""

    display: str
    codes: tuple[Coding, ...]
    ingredients: tuple[Ingredient, ...]
    form: Term | None
    route: Term | None
    dosages: tuple[Resource, ...]
    dosage_text: str
    is_magistral: bool


def stated(resource: Resource, others: Mapping[str, Resource]) -> Stated:
    """Read a MedicationStatement, -Request, -Dispense or -Administration. `others`: resources of the Bundle by
    fullUrl."""
    medication = _medication(resource, others)
    concept = resource.get("medicationCodeableConcept") or (medication or {}).get("code") or {}
    reference = resource.get("medicationReference") or {}
    codes = tuple(_codings(concept))
    display = concept.get("text") or reference.get("display") or next((c.display for c in codes if c.display), "")
    dosages = tuple(dosages_of(resource))
    return Stated(
        display=display or next((c.code for c in codes), ""),
        codes=codes,
        ingredients=tuple(_ingredients(medication or {})),
        form=_term((medication or {}).get("form")),
        route=route_of(dosages),
        dosages=dosages,
        dosage_text=text_of(dosages),
        is_magistral=any(word in plain(f"{display} {reference.get('display', '')}") for word in _MAGISTRAL),
    )


def route_of(dosages: Iterable[Resource]) -> Term | None:
    """The first route that a dosage states."""
    return next((term for dosage in dosages if (term := _route(dosage.get("route")))), None)


def _route(concept: Resource | None) -> Term | None:
    """A route under its EDQM code, or under the one that its code of another system means (design §6)."""
    codings = (concept or {}).get("coding") or ()
    known = (edqm_route(coding.get("system") or "", coding.get("code") or "") for coding in codings)
    term, code = _term(concept), next((found for found in known if found), None)
    return Term(term.text, code) if term is not None and code else term


def atc_codes(codes: tuple[Coding, ...]) -> tuple[str, ...]:
    return tuple(c.code for c in codes if c.system == ATC)


def statements(resource: Resource) -> tuple[str, ...]:
    """What the source says about why: statusReason, notes and the comments of a French reconciliation; never
    reasonCode, which is the indication, nor a note that only repeats the prescription as text."""
    reasons = [resource.get("statusReason"), resource.get("statusReasonCodeableConcept")]
    concepts = [
        concept for reason in reasons if reason for concept in (reason if isinstance(reason, list) else [reason])
    ]
    texts = [text for concept in concepts for text in _texts(concept)]
    return tuple(dict.fromkeys([*texts, *_notes(resource), *_comments(resource)]))


def _notes(resource: Resource) -> Iterator[str]:
    for note in resource.get("note") or ():
        scopes = [extension.get("valueCode") for extension in note.get("extension") or ()]
        if note.get("text") and _PRESCRIPTION_TEXT not in scopes:
            yield note["text"]


def _comments(resource: Resource) -> Iterator[str]:
    """Comments of the reconciliation properties of a line, under all the addresses that the French drafts had."""
    for extension in resource.get("extension") or ():
        name = str(extension.get("url")).rpartition("/")[2].replace("-", "").casefold()
        for comment in _inner(extension, "comment") if name == _RECONCILIATION else ():
            for value in _inner(comment, "value"):
                yield from (text["valueMarkdown"] for text in _inner(value, "text") if text.get("valueMarkdown"))


def _inner(extension: Resource, name: str) -> list[Resource]:
    return [row for row in extension.get("extension") or () if row.get("url") == name]


def period(resource: Resource) -> tuple[str | None, str | None]:
    """Start and end of what the resource is about: its effective period or time, else the bounds of its dosages."""
    effective = resource.get("effectivePeriod") or {}
    if effective.get("start") or effective.get("end"):
        return effective.get("start"), effective.get("end")
    bounds = [b for dosage in dosages_of(resource) if (b := _repeat(dosage).get("boundsPeriod"))]
    start = min((b["start"] for b in bounds if b.get("start")), default=None)
    ends = [b.get("end") for b in bounds]
    end = max(ends) if ends and all(ends) and len(bounds) == sum(1 for _ in dosages_of(resource)) else None
    return start or resource.get("effectiveDateTime"), end


def duration(resource: Resource) -> Decimal | None:
    """Days that the posology states for the whole treatment; steps in sequence add up; None when one of them is
    open."""
    found: dict[Any, Decimal] = {}
    for number, dosage in enumerate(dosages_of(resource)):
        bounds = _repeat(dosage).get("boundsDuration") or {}
        unit = _DAYS.get(bounds.get("code") or bounds.get("unit") or "")
        if bounds.get("value") is None or unit is None:
            return None
        sequence = dosage.get("sequence", 0 if number == 0 else None)
        key = sequence if sequence is not None else 0
        found[key] = max(found.get(key, Decimal(0)), Decimal(str(bounds["value"])) * unit)
    return sum(found.values()) if found else None  # type: ignore[return-value]


def quantity(resource: Resource) -> Quantity | None:
    """Of a delivery; a negative value is a reversal."""
    stated_ = resource.get("quantity") if resource.get("resourceType") == "MedicationDispense" else None
    if not stated_ or stated_.get("value") is None:
        return None
    return Quantity(Decimal(str(stated_["value"])), stated_.get("code") or stated_.get("unit") or "")


def _medication(resource: Resource, others: Mapping[str, Resource]) -> Resource | None:
    reference = (resource.get("medicationReference") or {}).get("reference") or ""
    if reference.startswith("#"):
        return next((c for c in resource.get("contained") or () if c.get("id") == reference[1:]), None)
    return others.get(reference)


def dosages_of(resource: Resource) -> Iterator[Resource]:
    """The Dosages of a resource. Where none has words, those that are rendered for all of them (R5 and national
    extensions `renderedDosageInstruction`) are the text of each; without any they are the only Dosage."""
    found = resource.get("dosage") or resource.get("dosageInstruction") or ()
    dosages = [found] if isinstance(found, Mapping) else list(found)
    words = _rendered(resource) if not any(dosage.get("text") for dosage in dosages) else ""
    yield from ({**dosage, "text": words} for dosage in dosages or [{}]) if words else dosages


def _rendered(resource: Resource) -> str:
    for extension in resource.get("extension") or ():
        if str(extension.get("url")).casefold().endswith(_RENDERED):
            return str(extension.get("valueMarkdown") or extension.get("valueString") or "")
    return ""


def _repeat(dosage: Resource) -> Resource:
    return (dosage.get("timing") or {}).get("repeat") or {}


def _codings(concept: Resource) -> Iterator[Coding]:
    for coding in concept.get("coding") or ():
        if coding.get("code"):
            yield Coding(coding.get("system") or "", coding["code"], coding.get("display") or "")


def _texts(concept: Resource) -> Iterator[str]:
    if concept.get("text"):
        yield concept["text"]
    yield from (coding["display"] for coding in concept.get("coding") or () if coding.get("display"))


def _term(concept: Resource | None) -> Term | None:
    if not concept:
        return None
    coding: Resource = next(iter(concept.get("coding") or ()), {})
    text = concept.get("text") or coding.get("display") or ""
    return Term(text, coding.get("code") or "") if text or coding.get("code") else None


def _ingredients(medication: Resource) -> Iterator[Ingredient]:
    for ingredient in medication.get("ingredient") or ():
        if ingredient.get("isActive") is False:
            continue
        name = next(_texts(ingredient.get("itemCodeableConcept") or {}), "")
        yield Ingredient(name, _strength(ingredient.get("strength")))


def _strength(ratio: Resource | None) -> Strength | None:
    numerator, denominator = (_quantity((ratio or {}).get(part)) for part in ("numerator", "denominator"))
    if numerator is None:
        return None
    if denominator is None or not denominator.value:
        return Strength(numerator.value, numerator.unit)
    if denominator.unit in ("", "1") or denominator.unit.startswith("{"):
        return Strength(numerator.value / denominator.value, numerator.unit)
    return Strength(numerator.value, numerator.unit, denominator)


def _quantity(quantity_: Resource | None) -> Quantity | None:
    if not quantity_ or quantity_.get("value") is None:
        return None
    coded = quantity_.get("code") if quantity_.get("system", UCUM) == UCUM else None
    return Quantity(Decimal(str(quantity_["value"])), coded or quantity_.get("unit") or "")
