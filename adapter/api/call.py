"""The call of $reconcile, however it was posted: the documents by role, and what goes with them."""

from dataclasses import dataclass, field
from datetime import date

from adapter.api.outcome import RequestError
from adapter.sources.document import MAX_BYTES, Source

ROLES = ("discharge", "dispensing", "history")
VALUES = ("date", "admission", "samePatient")
MAX_DOCUMENTS = 100


@dataclass
class Call:
    """What was asked, filled as the request is read. Every `location` is where in the request it stands."""

    documents: dict[str, list[Source]] = field(default_factory=lambda: {role: [] for role in ROLES})
    values: dict[str, str] = field(default_factory=dict)

    def add_document(self, role: str, name: str, data: bytes, location: str) -> None:
        """One more document. Its name, only for messages, loses its folders and is made unlike the others'."""
        if len(data) > MAX_BYTES:
            message = f"{len(data)} bytes is more than the {MAX_BYTES} that one document may have"
            raise RequestError(413, "too-long", message, source=name, location=location)
        taken = [source.name for sources in self.documents.values() for source in sources]
        if len(taken) == MAX_DOCUMENTS:
            message = f"more than {MAX_DOCUMENTS} documents in one request"
            raise RequestError(413, "too-long", message, location=location)
        plain = name.replace("\\", "/").rsplit("/", 1)[-1] or role
        self.documents[role].append(Source(_unlike(plain, taken), data))

    def add_value(self, name: str, text: str, location: str) -> None:
        """One of VALUES, at most once; the days are checked."""
        if name in self.values:
            raise RequestError(400, "invalid", f"'{name}' is given twice", location=location)
        if name != "samePatient" and not _is_day(text):
            raise RequestError(400, "value", f"'{name}' is not a day; write YYYY-MM-DD", location=location)
        self.values[name] = text

    def require_discharge(self) -> None:
        """Refuse a call without a discharge document: there is nothing to reconcile with."""
        if not self.documents["discharge"]:
            raise RequestError(400, "required", "no 'discharge' document: give at least one", location="http.discharge")


def unknown_name(name: str, location: str) -> RequestError:
    """The refusal of a parameter that $reconcile does not have: a wrong name must not lose a document."""
    return RequestError(400, "not-supported", f"'{name}' is not one of {', '.join(ROLES + VALUES)}", location=location)


def _unlike(name: str, taken: list[str]) -> str:
    tried, number = name, 1
    while tried in taken:
        number += 1
        tried = f"{name} ({number})"
    return tried


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
