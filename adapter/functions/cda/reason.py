"""Why a medication is taken, not taken, or taken only then: reasons, refusals, preconditions.

Sources: C-CDA R2.1 Indication (…22.4.19), Refusal Reason (…22.4.53), Precondition (…22.4.25); QRDA Reason
(…24.3.88); IHE PCC TF-2 §6.3.4.16 (internal reference of a reason); CI-SIS FR-Motif.
"""

import re
import unicodedata
from typing import Any

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import children, descendants, has_template
from adapter.functions.cda.coding import concept_of
from adapter.functions.cda.narrative import narrative, text_behind
from adapter.functions.cda.report import report

# A condition that begins so is none of taking the medication, but of not taking it, or of how to.
_HOLD = re.compile(
    r"(?:.*\bà (?=suspendre|arr[êe]ter|interrompre)|(?:please|prière de|pendant l hospitalisation|during the stay) )?"
    r"(?:suspen(?:d|dre|due?s?|ded)|arr[êe]t[ée](?:r|e|s|es)?|interromp(?:re|ue?s?)|interrupt|stopper|stop|hold|held"
    r"|arr[êe]t (?:temporaire|transitoire|provisoire|pendant|si|en cas)|withhold|discontinue|skip|omit"
    r"|ne (?:pas|jamais|surtout pas)|do not|don t|never|contre indiquée?|contraindicated"
    r"|avoid (?:if|when|in|with|during|taking)|éviter (?:si|en cas|avec|pendant|de prendre))\b"
)
_STOPPING = "arr[êe]ter|suspendre|interrompre|stopper|hold|withhold|stop|skip|omit|discontinue|absetzen|pausieren"
_OTHERWISE = "".join(rf"(?<!\b{word} )" for word in ("not", "cannot", "pas", "to", "pour", "de", "d", "puis", "then"))
# So is one that ends in what to do then: `si diarrhée, arrêter`, `if SBP < 100, hold`, `si fièvre, ne pas prendre`.
_THEN_HOLD = re.compile(
    rf"(?:si|s il|en cas d\w*|quand|lorsqu\w*|if|in case of|when|bei|wenn|falls) .*(?:{_OTHERWISE}\b(?:{_STOPPING})"
    r"(?: (?:the|this|le|la|ce|cette|une|one))?(?: (?:dose|prise|traitement|treatment|medication|drug|médicament))?"
    r"|\b(?:ne (?:pas|plus)|do not|don t|nicht) (?:take|give|administer|(?:re)?prendre|donner|administrer|\w*nehmen)\b"
    r"(?! (?:more|plus|mehr)\b).*)"
)
_UNSURE = re.compile(
    r"\b(?:suspend|arr[êe]t|interromp|interrupt|stop|hold\b|skip\b|omit\b|absetz|pausier|sauf\b|except\b|unless\b"
    r"|avoid\b|éviter\b)|^(?:not|pas|pause|nicht)\b"
)
_REFUSALS = frozenset(("2.16.840.1.113883.10.20.22.4.53", "2.16.840.1.113883.10.20.24.3.88"))
_PRIORITIES = frozenset(("2.16.840.1.113883.10.20.22.4.142", "2.16.840.1.113883.10.20.22.4.143"))
_NO_REASONS = _REFUSALS | _PRIORITIES
# What an observation is about, not what it found: LOINC problem, diagnosis, condition, finding and status codes, the
# same of SNOMED CT, V3 ActCode ASSERTION, V3 ActClass CONC, LOINC reason for (not) acting.
_QUESTIONS = frozenset(
    (
        *("75326-9", "29308-4", "75323-6", "75321-0", "75325-1", "75318-6", "75322-8", "75319-4", "75314-5", "77301-0"),
        *("55607006", "282291009", "64572001", "404684003", "418799008", "409586006", "248536006", "373930000"),
        *("ASSERTION", "CONC", "103.10141"),  # the last: NCTIS Clinical Indication, Reason for Therapeutic Good
    )
)


@of_each
def reason_concept(context: Any, node: Any, *_: list) -> dict[str, Any] | None:
    """Act or observation of a reason → CodeableConcept: of `value` when coded, else of a `code` that is no mere
    question, else the narrative alone, else of the observation inside it. A refusal is none: see refusal()."""
    return None if has_template(node, _NO_REASONS) else _reason(context, node) or None


@of_each
def is_refusal(context: Any, node: Any, *_: list) -> bool:
    """Observation inside an act → whether it is the first that says why the act was not done."""
    if not has_template(node, _REFUSALS):
        return False
    siblings = descendants(node.getparent().getparent(), "entryRelationship", "observation")
    return next(o for o in siblings if has_template(o, _REFUSALS)) is node


def refusal(context: Any, focus: list, *_: list) -> list:
    """Observation that says why an act was not done → CodeableConcept of its value, else of its code."""
    return [found for node in focus if (found := _reason(context, node))]


def precondition_concept(context: Any, focus: list, *_: list) -> list:
    """preconditions → CodeableConcept of the condition under which the dose is taken: the first one's, and of several
    their words together; nothing when the criterion is false, or says to hold or stop, or not to take. One that speaks
    of it otherwise (`if bleeding does not stop`, `sauf le dimanche`) is one, with an Issue."""
    found = [said for said in _criteria(context, focus) if not _says_hold(said)]
    for said in found:
        if _UNSURE.search(_plain(said.get("text", ""))):
            message = f"'{said['text']}' is taken as the condition of taking it: it may say when not to; read the text"
            report(context, focus[0], "warning", "value", message, "Dosage.asNeeded[x]")
    if len(found) < 2:
        return found
    texts = [text for said in found if (text := said.get("text"))]
    return [{**found[0], "text": "; ".join(dict.fromkeys(texts))}]


def precondition_note(context: Any, focus: list, *_: list) -> list:
    """precondition → its text when it says to hold or stop the treatment ("à suspendre pendant l'hospitalisation"),
    which is no condition of taking it."""
    return [said["text"] for said in _criteria(context, focus) if _says_hold(said)]


def _says_hold(said: dict[str, Any]) -> bool:
    text = _plain(said.get("text", ""))
    return _HOLD.match(text) is not None or _THEN_HOLD.fullmatch(text) is not None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def is_as_needed(context: Any, focus: list, *_: list) -> list:
    """preconditions → true when one of C-CDA names no condition: taken as needed, for what is not said."""
    unnamed = any(_is_ccda(node) and not _is_false(node) for node in focus)
    return [True] if unnamed and not _criteria(context, focus) else []


def _is_ccda(node: Any) -> bool:
    return any(t.get("root") == "2.16.840.1.113883.10.20.22.4.25" for t in node.iter("{*}templateId"))


def _is_false(node: Any) -> bool:
    return any(value.get("value") == "false" for value in descendants(node, "criterion", "value"))


def _reason(context: Any, node: Any) -> dict[str, Any] | None:
    for element in children(node, "value"):
        if found := concept_of(context, element) or _worded(context, element):
            return found
    for element in children(node, "code"):
        if element.get("code") in _QUESTIONS:
            continue
        if found := concept_of(context, element) or _worded(context, element):
            return found
    for element in children(node, "text"):
        if found := _worded(context, element):
            return found
    inner = descendants(node, "entryRelationship", "observation")
    return next((reason for observation in inner if (reason := _reason(context, observation))), None)


def _worded(context: Any, element: Any) -> dict[str, Any]:
    text = text_behind(context, element)
    return {"text": text} if text else {}


def _criteria(context: Any, focus: list) -> list[dict[str, Any]]:
    found = (_criterion(context, criterion) for node in focus for criterion in children(node, "criterion"))
    return [said for said in found if said]


def _criterion(context: Any, criterion: Any) -> dict[str, Any] | None:
    if any(value.get("value") == "false" for value in children(criterion, "value")):
        return None
    written = narrative(context, list(children(criterion, "text")))
    for name in ("value", "code"):
        for element in children(criterion, name):
            if element.get("code") == "ASSERTION":
                continue
            if found := concept_of(context, element) or _worded(context, element):
                return {**found, "text": written[0]} if written else found
    return {"text": written[0]} if written else None
