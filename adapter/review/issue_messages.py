"""Issues of a reconciliation in French, for the page and the summary, a file for each kind of source.

What maps and readers of one format say about their syntax stays in English: it is for who sends the file.
"""

from adapter.review.issues_of_cda import CDA
from adapter.review.issues_of_csv import CSV
from adapter.review.issues_of_fhir import FHIR
from adapter.review.issues_of_hl7v2 import HL7V2
from adapter.review.issues_of_lines import LINES
from adapter.wording.messages import translated

ISSUES: tuple[tuple[str, str], ...] = (*LINES, *CSV, *FHIR, *CDA, *HL7V2)


def issue_in_language(message: str, lang: str) -> str:
    """The message of an Issue in French when it is in the table, else as it is."""
    return (translated(message, ISSUES, lang) if lang == "fr" else None) or message
