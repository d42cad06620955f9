"""Words to the patient beside a medication.

Sources: IHE PCC Patient Medication Instructions (PINSTRUCT); C-CDA R2.1 Instruction (…22.4.20).
"""

from typing import Any

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import children, code_of, descendants, has_template
from adapter.functions.cda.kind import INTENTS
from adapter.functions.cda.narrative import narrative

_TEMPLATES = frozenset(("2.16.840.1.113883.10.20.22.4.20", "1.3.6.1.4.1.19376.1.5.3.1.4.3"))
_TO_OTHERS = frozenset(("FINSTRUCT", "423564006"))  # to the dispenser; to who administers it
_COMMENT = "48767-8"
_SUBSTITUTIONS = frozenset(  # allowed, done: elements of their own
    (
        *("1.3.6.1.4.1.19376.1.9.1.3.9.1", "1.3.6.1.4.1.19376.1.9.1.3.9.2"),
        *("1.2.250.1.213.1.1.3.87", "1.2.250.1.213.1.1.3.206"),
    )
)


def note_words(context: Any, focus: list, *_: list) -> list:
    """Act beside a medication → its words: those of a comment, of instructions to others than the patient, and of what
    is not known here. Nothing for a reason, a substitution and instructions to the patient, which stand elsewhere."""
    return [said for act in focus if _is_note(act) for said in narrative(context, list(children(act, "text")))[:1]]


def _is_note(act: Any) -> bool:
    said = code_of(act)
    if said == _COMMENT:
        return True
    if not len(children(act, "text")) or act.getparent().get("typeCode") == "RSON":
        return False
    return not has_template(act, _SUBSTITUTIONS) and not _is_to_patient(act)


@of_each
def patient_instruction(context: Any, act: Any, *_: list) -> str | None:
    """Act → what its instructions, and those of the supply that was asked for with it, say to the patient, one after
    the other; the original text of their code where they have no text."""
    instructions = _own(act) + _of_supplies(act)
    return (instructions and _joined(context, instructions)) or None


def own_instruction(context: Any, act: Any) -> str:
    """What the instructions of an act itself say to the patient; "" when it has none."""
    return _joined(context, _own(act))


def _joined(context: Any, instructions: list[Any]) -> str:
    return "; ".join(dict.fromkeys(text for instruction in instructions for text in _words(context, instruction)))


def _own(act: Any) -> list[Any]:
    acts = descendants(act, "entryRelationship", "act")
    return [*filter(_is_to_patient, acts)] if acts else acts


def _of_supplies(act: Any) -> list[Any]:
    found: list[Any] = []
    for supply in descendants(act, "entryRelationship", "supply"):
        if supply.get("moodCode") in INTENTS:
            found += _own(supply)
    return found


def _is_to_patient(act: Any) -> bool:
    said = code_of(act)
    return said == "PINSTRUCT" or (said not in _TO_OTHERS and has_template(act, _TEMPLATES))


def _words(context: Any, instruction: Any) -> list[str]:
    for path in ("{*}text", "{*}code/{*}originalText"):
        if texts := narrative(context, instruction.findall(path)):
            return texts
    return []
