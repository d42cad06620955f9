"""What allergies, problems and measurements of CDA have in common: absence, status, certainty, dates.

Sources: C-CDA R2.1 and IHE PCC TF-2 (observation negation, status and certainty observations); CI-SIS.
"""

from typing import Any

from adapter.functions.absence import absence_in_words
from adapter.functions.cda.children import around, child, children, code_of, descendant, descendants, has_template
from adapter.functions.cda.coding import codings, codings_of, concept
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.once import once
from adapter.functions.cda.report import report
from adapter.functions.cda.time import bounds, date_time
from adapter.functions.codes import in_force
from adapter.functions.entry import not_stated

_STATUS = "33999-4"
_CERTAINTY = "66455-7"
_CONCERNS = frozenset(("2.16.840.1.113883.10.20.22.4.3", "2.16.840.1.113883.10.20.22.4.30"))
_TRACKED = {"active": "active", "aborted": "inactive", "completed": "inactive", "suspended": "inactive"}
_CONCERNS_OF_IHE = frozenset(("1.3.6.1.4.1.19376.1.5.3.1.4.5.2", "1.3.6.1.4.1.19376.1.5.3.1.4.5.3"))


def coded(context: Any, focus: list, *args: list) -> list:
    """CD/CE elements, name of a ConceptMap → the code that the first of their codes and translations becomes."""
    found = []
    for node in focus:
        for coding in codings_of(context, node):
            if code := in_force(context, str(args[0][0]), coding.get("system"), coding["code"]):
                found.append(code)
    return found[:1]


@once
def finding_absence(context: Any, focus: list, *args: list) -> list:
    """Observation, `allergy` or `problem` → `none-known` or `not-known` when it says so of all of them."""
    subject = str(args[0][0])
    return [state for node in focus if (state := _absence(context, node, subject))]


def section_state(context: Any, focus: list, *args: list) -> list:
    """Section, `allergy` or `problem` → `none-known` or `not-known` when it has no entries and its words say so."""
    found = []
    for section in focus:
        if child(section, "entry") is None:
            said = absence_in_words("".join(section_words(context, [section])), str(args[0][0]))
            found.append(said or ("not-known" if section.get("nullFlavor") else None))
    return [state for state in found if state]


def absence_words(context: Any, focus: list, *_: list) -> list:
    """Observation that says that none is known → its words, else those of its section when it has none of its own."""
    found: list[str] = []
    for node in focus:
        own = "; ".join(dict.fromkeys(narrative(context, list(children(node, "text")))))
        found.extend(text for text in [own or _section_text(node)] if text)
    return found


def section_words(context: Any, focus: list, *_: list) -> list:
    """Section without entries → its narrative in one line: what a person reads there and a program cannot."""
    found = []
    for section in focus:
        if child(section, "entry") is None:
            found.append(_text_of(section))
    return [text for text in found if text]


def clinical_status(context: Any, focus: list, *args: list) -> list:
    """Observation, name of a ConceptMap, URI of its target → CodeableConcept of the clinical status.

    From the status observation; else `resolved` when the observation has an end, which is what an end means (C-CDA
    problem observation, effectiveTime/high); else from the status of the concern that C-CDA wraps it in (C-CDA on
    FHIR: still tracked is active, no longer tracked is inactive) or of that of IHE (still tracked is active); else one
    that says "unknown", because R4 asks for one (ait-1, con-3).
    """
    name, system = str(args[0][0]), str(args[1][0])
    found: list[dict[str, Any]] = []
    for node in focus:
        if _is_retracted(node):
            continue  # ait-2, con-5: what was entered in error has none
        values = related(context, node, _STATUS)
        code = coded(context, values, [name])
        if not code and not values:
            code = ["resolved"] if _has_ended(node) else _tracked(node)
        if code:
            found.append({"coding": [{"system": system, "code": code[0]}]})
        else:
            said = concept(context, values)
            text = {"text": said[0]["text"]} if said and "text" in said[0] else {}
            found.append({**not_stated(context, [])[0], **text})
    return found


def verification_status(context: Any, focus: list, *args: list) -> list:
    """Observation, name of a ConceptMap, URI of its target → CodeableConcept: retracted, denied, else as certain as
    stated. Nothing when nothing is stated."""
    name, system = str(args[0][0]), str(args[1][0])
    found: list[dict[str, Any]] = []
    for node in focus:
        if _is_retracted(node):
            code = ["entered-in-error"]
        elif node.get("negationInd") == "true":
            code = ["refuted"]
        else:
            code = coded(context, [*related(context, node, _CERTAINTY), *related(context, node, _STATUS)], [name])
        found.extend({"coding": [{"system": system, "code": said}]} for said in code)
    return found


def began(context: Any, focus: list, *_: list) -> list:
    """Observation → dateTime of its beginning: low of its time, else its single time."""
    found: list = []
    for node in focus:
        low = bounds(node)[0]
        found.extend([low] if low else date_time(context, _single(node)))
    return found


def ended(context: Any, focus: list, *_: list) -> list:
    """Observation → dateTime of its end, where one is stated."""
    return [high for node in focus if (high := bounds(node)[1])]


def recorded_date(context: Any, focus: list, *_: list) -> list:
    """Observation → when it was written down: the time of its author, else of the author of the act around it."""
    for node in focus:
        for act in (node, node.getparent().getparent()):
            time = descendant(act, "author", "time")
            if time is not None and (found := date_time(context, [time])):
                return found
    return []


def related_value(context: Any, focus: list, *args: list) -> list:
    """Observation, code → the values of the observations in relation to it that have this code (`SEV`, `82606-5`)."""
    return [value for node in focus for value in related(context, node, str(args[0][0]))]


def _absence(context: Any, node: Any, subject: str) -> str | None:
    values, entities = list(children(node, "value")), agents(node)
    coded_values = codings(context, values)
    coded_agents = codings(context, [code for entity in entities for code in children(entity, "code")])
    of_agents = {_state(context, coding) for coding in coded_agents} if coded_agents else set()
    states = of_agents.union([_state(context, coding) for coding in coded_values])
    denied = node.get("negationInd") == "true"
    if stated := "none-known" if "none-known" in states else "not-known" if "not-known" in states else None:
        if denied:
            report(context, node, "warning", "conflict", "a denied statement that nothing is known: taken as not known")
        return "not-known" if denied else stated
    if of_agents - {"any"}:
        return None
    if denied and coded_values:
        return "none-known" if "any" in states else None
    if coded_values or concept(context, values) or any(children(entity, "name") for entity in entities):
        return None
    own = " ".join(narrative(context, list(children(node, "text"))))
    if own:
        return absence_in_words(own, subject)
    return absence_in_words(_section_text(node), subject) or "not-known"


def _state(context: Any, coding: dict[str, Any]) -> str | None:
    return in_force(context, "absent-finding", coding.get("system"), coding["code"])


def _section_text(node: Any) -> str:
    return _text_of(next(node.iterancestors("{*}section")))


def _text_of(section: Any) -> str:
    text = child(section, "text")
    return " ".join(" ".join(text.itertext()).split()) if text is not None else ""


def agents(node: Any) -> list[Any]:
    """Observation → the entities that it says the patient reacts to (CSM participants)."""
    found: list[Any] = []
    for participant in children(node, "participant"):
        if participant.get("typeCode") == "CSM":
            found += descendants(participant, "participantRole", "playingEntity")
    return found


def related(context: Any, node: Any, code: str) -> list[Any]:
    """The values of the observations in relation to this one that have this code; several codes are asked for."""
    known: dict[Any, dict[str, list[Any]]] = context.document.memo.setdefault("cda values beside", {})
    if node not in known:
        known[node] = _beside(node)
    return known[node].get(code, [])


def _beside(node: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for other in descendants(node, "entryRelationship", "observation"):
        found.setdefault(code_of(other), []).extend(children(other, "value"))
    return found


def _is_retracted(node: Any) -> bool:
    return "nullified" in [status.get("code") for status in children(node, "statusCode")]


def _has_ended(node: Any) -> bool:
    """An end that is there without its date (nullFlavor UNK) is an end all the same; NA and a date to come are not."""
    high = descendant(node, "effectiveTime", "high")
    return high is not None and high.get("nullFlavor") in (None, "UNK")


def _tracked(node: Any) -> list[str]:
    if node.get("negationInd") == "true":
        return []  # a concern about what is denied does not make it active
    concern = around(node, "act")
    if concern is None or (status := child(concern, "statusCode")) is None:
        return []
    code = status.get("code") or ""
    if has_template(concern, _CONCERNS):
        return [_TRACKED[code]] if code in _TRACKED else []
    # IHE PCC and CI-SIS, where `completed` stands at problems that go on: what it means is not known
    return ["active"] if code == "active" and has_template(concern, _CONCERNS_OF_IHE) else []


def _single(node: Any) -> list[Any]:
    return [time for time in children(node, "effectiveTime") if time.get("value")]
