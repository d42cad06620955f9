"""Exceptions for what cannot go on. Errors about data are Issues (issues.py), never exceptions.

MedrecError
├── SourceError         a named source cannot be read at all (exit 2, HTTP 400)
├── MappingError        a mapping text or ConceptMap is broken: file, line, column, what was expected
├── PatientMismatch     the sources of one call are about different patients (exit 2, HTTP 422)
├── CallError           the call itself cannot be carried out (missing reference date, …) (exit 2, HTTP 400)
└── StoreError          the store cannot be reached or refuses (exit 2, HTTP 503)
"""


class MedrecError(Exception):
    """Base of all: `message` is one clear line; `source` the file as given; `location` the place inside it."""

    def __init__(self, message: str, *, source: str = "", location: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.location = location

    def line(self) -> str:
        """The error as one line: `file:place: error: message`."""
        where = ":".join(part for part in (self.source, self.location) if part)
        return f"{where}: error: {self.message}" if where else f"error: {self.message}"


class SourceError(MedrecError):
    pass


class MappingError(MedrecError):
    pass


class PatientMismatch(MedrecError):  # noqa: N818 (the name says it)
    pass


class CallError(MedrecError):
    pass


class StoreError(MedrecError):
    pass
