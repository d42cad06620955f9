"""Issues of a reconciliation in French, for the page and the summary, a file for each kind of source.

What a rule of a map that fails says, and errors that refuse a file, stay in English: they are for who writes the map or
sends the file.
"""

import re

from adapter.review.issues_of_cda import CDA
from adapter.review.issues_of_csv import CSV
from adapter.review.issues_of_fhir import FHIR
from adapter.review.issues_of_hl7v2 import HL7V2
from adapter.review.issues_of_lines import LINES
from adapter.review.issues_of_pn13 import PN13
from adapter.wording.french import french_spaces
from adapter.wording.messages import translated

ISSUES: tuple[tuple[str, str], ...] = (*LINES, *CSV, *FHIR, *CDA, *HL7V2, *PN13)
_OF_ELEMENT = re.compile(r"(?P<element>[A-Z]\w+(?:\.[\w\[\]()]+)+): (?P<said>.+)", re.DOTALL)
"""`MedicationRequest.doNotPerform: …`, as adapter/functions/fhir/report.py writes it."""


def issue_in_language(message: str, lang: str) -> str:
    """The message of an Issue in French when it is in the table, else as it is; an element it begins with stays."""
    if lang != "fr":
        return message
    of_element = _OF_ELEMENT.fullmatch(message)
    said = translated(of_element["said"], ISSUES, lang) if of_element else None
    if of_element and said:
        return french_spaces(f"{of_element['element']} : ") + said
    return translated(message, ISSUES, lang) or message
