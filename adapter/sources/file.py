"""A file by its name → Source: one clear line when it cannot be read."""

from os import PathLike
from pathlib import Path

from adapter.errors import SourceError
from adapter.sources.document import MAX_BYTES, Source


def read_file(name: str | PathLike[str]) -> Source:
    """The bytes of a file, at most one more than MAX_BYTES. Raises SourceError when it cannot be read."""
    path, said = Path(name), str(name)
    try:
        if path.is_dir():
            raise SourceError("is a folder; name the files in it", source=said)
        with path.open("rb") as file:
            return Source(said, file.read(MAX_BYTES + 1))
    except FileNotFoundError:
        raise SourceError("no such file", source=said) from None
    except PermissionError:
        raise SourceError("no permission to read it", source=said) from None
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {getattr(error, 'strerror', None) or error}", source=said) from None
