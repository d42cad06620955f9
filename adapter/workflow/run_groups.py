"""What the workflow asks of maps and gives them (docs/maps.md): the groups that it runs by name with how many
arguments each gets, and constants."""

from collections.abc import Mapping

RUN_GROUPS: Mapping[str, int] = {
    "Document": 2,
    "List": 3,
    "Entry": 3,
    "AllergyList": 3,
    "ProblemList": 3,
    "Allergy": 3,
    "Problem": 3,
    "Measurement": 3,
}

CONSTANTS = ("patient", "documentDate", "listKind")
"""What maps may ask for as %name: reference of the patient, dateTime of the document, kind of the entry's list; empty
when unknown."""
