"""Where words stand in the text of a map, and errors at such places."""

import re

from adapter.errors import MappingError
from adapter.mapping.syntax import StructureMap


def error_at(map_: StructureMap, offset: int, message: str) -> MappingError:
    """The error at an offset of the map's text."""
    text = map_.text
    place = f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}" if text else ""
    return MappingError(message, source=map_.file, location=place)


def import_offset(map_: StructureMap, url: str) -> int:
    """Where the text of a map imports a url; 0 where there is no text."""
    match = re.compile(rf"""imports\s+["']({re.escape(url)})["']""").search(map_.text)
    return match.start(1) - 1 if match is not None else 0


def offset_after(map_: StructureMap, line: int, word: str, before: str = r"(?<!\w)") -> int:
    """Where a word stands from a line on; the beginning of the line where it does not."""
    text, start = map_.text, 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    match = re.compile(rf"{before}`?({re.escape(word)})(?!\w)").search(text, start)
    return match.start(1) if match is not None else start
