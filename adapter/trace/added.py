"""What the program itself adds to a Bundle, beside what the rules made: every such element is named here, in order."""

_DERIVED = "derived from the identity of the document and the place in it"

ADDED: tuple[tuple[str, str], ...] = (
    ("Bundle.id", _DERIVED),
    ("Bundle.type", "what medrec map makes is a collection"),
    ("Bundle.timestamp", "the date of the document, else --recorded"),
    ("Bundle.entry.fullUrl", "the id of the resource"),
    ("Device", "this program"),
    ("Provenance", "the account of where the resources of an entry come from"),
    ("DocumentReference.identifier", "the SHA-256 of the bytes of the source"),
    ("DocumentReference.status", "a document that was read is current"),
    ("DocumentReference.content", "media type and size of the source"),
    ("DocumentReference.subject", "the patient of the document"),
    ("List.status", "a list that was read is current"),
    ("List.mode", "a list of a document is what was so on its day"),
    ("List.subject", "the patient of the document"),
    ("List.date", "the date of the document"),
    ("List.entry", "the lines of this list, in the order of the source"),
    ("List.emptyReason", "no line of this list could be read, and the source does not say that there is none"),
    ("Encounter.subject", "the patient of the document"),
)
"""(element, why it is there). An element stands for all that is inside it."""


def added(path: str, type_: str) -> str | None:
    """Why the program added an element (FHIRPath without indexes, from its resource); None for what it never adds."""
    for element, why in ADDED:
        if path == element or path.startswith(element + "."):
            return why
    return _DERIVED if path == f"{type_}.id" else None
