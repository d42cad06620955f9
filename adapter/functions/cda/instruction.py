"""Words to the patient beside a medication.

Sources: IHE PCC Patient Medication Instructions (PINSTRUCT); C-CDA R2.1 Instruction (…22.4.20).
"""

from collections.abc import Iterator
from typing import Any

from adapter.functions.cda.children import children, code_of, descendants
from adapter.functions.cda.narrative import narrative

_TEMPLATES = frozenset(("2.16.840.1.113883.10.20.22.4.20", "1.3.6.1.4.1.19376.1.5.3.1.4.3"))
_TO_OTHERS = frozenset(("FINSTRUCT", "423564006"))  # to the dispenser; to who administers it


def patient_instruction(context: Any, focus: list, *_: list) -> list:
    """Act → what its instructions say to the patient, one after the other; the original text of their code where they
    have no text."""
    found = []
    for act in focus:
        texts = [text for instruction in _instructions(act) for text in _words(context, instruction)]
        found.extend(["; ".join(dict.fromkeys(texts))] if texts else [])
    return found


def _instructions(act: Any) -> Iterator[Any]:
    for instruction in descendants(act, "entryRelationship", "act"):
        said = code_of(instruction)
        roots = {template.get("root") for template in children(instruction, "templateId")}
        if said == "PINSTRUCT" or (roots & _TEMPLATES and said not in _TO_OTHERS):
            yield instruction


def _words(context: Any, instruction: Any) -> list[str]:
    for path in ("{*}text", "{*}code/{*}originalText"):
        if texts := narrative(context, instruction.findall(path)):
            return texts
    return []
