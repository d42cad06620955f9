"""What an observation beside a medication says that has no element of its own: who said so, at which weight … and
whether the medication is taken as told.

Sources: C-CDA R2.1 companion guide, Medication Adherence (…22.4.508, LOINC 71799-1, codes of HL7 medication-statement-
adherence); SNOMED CT 715036001 (does not take medication), under whatever code it stands.
"""

from typing import Any

from adapter.functions.cda.children import child, children, code_of, has_template
from adapter.functions.cda.coding import concept
from adapter.functions.cda.narrative import narrative
from adapter.terminology.asip_names import asip_name

_ADHERENCE = "71799-1"
_NOT_TAKEN = {"not-taking": "not-taken", "on-hold": "on-hold", "stopped": "stopped"}
_NOT_TAKING = "715036001"
_READ_RELATIONS = frozenset(("RSON", "CAUS", "MFST"))  # reasons, reactions
_READ_CODES = frozenset(("33999-4", "103.16593", "SUBST"))  # status, change, substitution
_READ_TEMPLATES = frozenset(
    (
        *("2.16.840.1.113883.10.20.22.4.53", "2.16.840.1.113883.10.20.24.3.88"),  # refusals
        *("1.2.250.1.213.1.1.3.48", "1.3.6.1.4.1.19376.1.9.1.3.3"),  # circumstances, pharmaceutical advice
    )
)


def aside_words(context: Any, focus: list, *_: list) -> list:
    """Observation beside a medication → its name and value (`Adherence: Not taking`), where no element has them;
    nothing without a value in words."""
    return [words for node in focus if _is_aside(node) and (words := _words(context, node))]


def adhered_status(observations: list[tuple[str, Any]]) -> str | None:
    """What the adherence that is reported makes of a treatment; None when it is taken, or that is not known."""
    for code, observation in observations:
        value = child(observation, "value")
        said = (value.get("code") or "").strip() if value is not None else ""
        if said == _NOT_TAKING:
            return "not-taken"
        if code == _ADHERENCE and said:
            return next((status for start, status in _NOT_TAKEN.items() if said.startswith(start)), None)
    return None


def _is_aside(node: Any) -> bool:
    if node.getparent().get("typeCode") in _READ_RELATIONS or code_of(node) in _READ_CODES:
        return False
    return bool(children(node, "value")) and not has_template(node, _READ_TEMPLATES)


def _words(context: Any, node: Any) -> str:
    values = [said for value in children(node, "value") if (said := _said(context, value))]
    return ": ".join(filter(None, (_name(context, node), "; ".join(values)))) if values else ""


def _name(context: Any, node: Any) -> str:
    named = concept(context, list(children(node, "code")))
    if named and "text" in named[0]:
        return str(named[0]["text"])
    codings = named[0].get("coding", ()) if named else ()
    known = (asip_name(coding.get("system"), coding.get("code")) for coding in codings)
    return next(filter(None, known), code_of(node))


def _said(context: Any, value: Any) -> str:
    """A value in words: its text or display, else an amount or a code as it is written."""
    if found := concept(context, [value]):
        return str(found[0].get("text") or found[0]["coding"][0]["code"])
    if text := narrative(context, [value]):
        return str(text[0])
    return " ".join(filter(None, (value.get("value"), value.get("unit"))))
