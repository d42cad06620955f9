"""What an allergy of CDA is to. Sources: C-CDA allergy - intolerance observation; IHE PCC TF-2 §6.3.4.15."""

from typing import Any

from adapter.fhir.canonical import SNOMED
from adapter.functions.cda.children import children, descendant
from adapter.functions.cda.coding import codings, concept
from adapter.functions.cda.finding import agents, coded, verification_status
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.report import report
from adapter.functions.entry import not_stated

_NO_ALLERGY = {
    "409137002": "No known drug allergy",
    "428607008": "No known environmental allergy",
    "429625007": "No known food allergy",
}


def agent(context: Any, focus: list, *_: list) -> list:
    """Allergy observation → CodeableConcept of what the patient reacts to: the CSM participant, else a value that is
    more than a type of allergy, else the narrative. A denied type without agent is the statement that none is known.
    """
    return [_agent(context, node) for node in focus]


def allergy_verification(context: Any, focus: list, *args: list) -> list:
    """Like verificationStatus(), but "no known drug allergy" is a statement that holds, not one that is refuted."""
    held = [node for node in focus if not _denied_kind(context, node)]
    return verification_status(context, held, *args)


def _denied_kind(context: Any, node: Any) -> list[str]:
    """The code of "no known … allergy" when the observation denies a kind of allergy and names no agent."""
    if node.get("negationInd") != "true" or _participants(context, node):
        return []
    return coded(context, list(children(node, "value")), ["no-known-allergy"])


def _agent(context: Any, node: Any) -> dict[str, Any]:
    found = _participants(context, node)
    if len(found) > 1:
        named = ", ".join(one.get("text", "?") for one in found[1:])
        report(context, node, "warning", "conflict", f"several agents in one allergy; also {named}")
    if found:
        return found[0]
    if none := _denied_kind(context, node):
        coding = {"system": SNOMED, "code": none[0], "display": _NO_ALLERGY[none[0]]}
        return {"coding": [coding], "text": _text(context, node) or _NO_ALLERGY[none[0]]}
    if said := _specific(context, node):
        return said
    if text := _text(context, node) or _in_words(context, node):
        return {"text": text}
    report(context, node, "warning", "required", "an allergy that does not say to what")
    return dict(not_stated(context, [])[0])


def _in_words(context: Any, node: Any) -> str:
    """What a value without a code says."""
    values = list(children(node, "value"))
    said = [] if codings(context, values) else concept(context, values)
    return said[0].get("text", "") if said else ""


def stated_beside_agent(context: Any, focus: list, *_: list) -> list:
    """Allergy observation that names its agent → what its value says more (IHE: the allergy or reaction that was seen,
    `urticaria`), in words."""
    found = (_specific(context, node) for node in focus if _participants(context, node))
    return [said["text"] for said in found if said and said.get("text")]


def _specific(context: Any, node: Any) -> dict[str, Any] | None:
    """The value of an allergy when it is more than a type or category of allergy, and no absence."""
    values = list(children(node, "value"))
    if not codings(context, values):
        return None
    tables = ("allergy-type", "absent-finding", "allergy-category")
    return None if any(coded(context, values, [table]) for table in tables) else dict(concept(context, values)[0])


def _participants(context: Any, node: Any) -> list[dict[str, Any]]:
    found = []
    for entity in agents(node):
        said = concept(context, list(children(entity, "code")))
        body = dict(said[0]) if said else {}
        name = " ".join(" ".join(n.itertext()) for n in children(entity, "name")).split()
        if name and not _is_narrative(entity, body):
            body["text"] = " ".join(name)
        if body:
            found.append(body)
    return found


def _is_narrative(entity: Any, body: dict[str, Any]) -> bool:
    """Whether the text of the concept is what the document's reader sees, rather than a display of the code."""
    return "text" in body and descendant(entity, "code", "originalText") is not None


def _text(context: Any, node: Any) -> str:
    return " ".join(narrative(context, list(children(node, "text"))))
