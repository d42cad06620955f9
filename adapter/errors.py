"""Exceptions for what cannot go on. Errors about data are Issues (issues.py), never exceptions.

MedrecError
├── SourceError         a named source cannot be read at all (exit 2, HTTP 400)
├── MappingError        a mapping text or ConceptMap is broken: file, line, column, what was expected
│   └── MappingErrors   several of them, found at once
├── PatientMismatch     the sources of one call are about different patients (exit 2, HTTP 422)
├── CallError           the call itself cannot be carried out (missing reference date, …) (exit 2, HTTP 400)
└── StoreError          the store cannot be reached or refuses (exit 2, HTTP 503)
"""

from collections.abc import Sequence


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
    @property
    def errors(self) -> "tuple[MappingError, ...]":
        """All that was found: the error itself, or the parts of MappingErrors."""
        return (self,)


class MappingErrors(MappingError):  # noqa: N818 (the name says it)
    """Several errors of maps, in the order of their places; `message` and `location` are those of the first."""

    def __init__(self, errors: Sequence["MappingError"]) -> None:
        super().__init__(errors[0].message, source=errors[0].source, location=errors[0].location)
        self._errors = tuple(errors)

    @property
    def errors(self) -> tuple[MappingError, ...]:
        return self._errors

    def line(self) -> str:
        """Each error on a line of its own."""
        return "\n".join(error.line() for error in self._errors)


def one_error(errors: Sequence["MappingError"]) -> MappingError:
    """The error to raise for what was found: itself when it is one."""
    return errors[0] if len(errors) == 1 else MappingErrors(errors)


class PatientMismatch(MedrecError):  # noqa: N818 (the name says it)
    pass


class CallError(MedrecError):
    pass


class StoreError(MedrecError):
    pass
