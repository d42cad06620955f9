"""JSON read with the place of each object, so that what is wrong in a StructureMap resource has a line and column."""

import json
from json import scanner
from json.decoder import JSONObject  # type: ignore[attr-defined]  # the only way to the place of an object
from typing import Any


class LocatedDict(dict[str, Any]):
    """A JSON object; offset: of its `{` in the text."""

    offset = 0


class _Decoder(json.JSONDecoder):
    def __init__(self) -> None:
        super().__init__()
        self.parse_object = _located(JSONObject)
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # the C scanner has no hook


def _located(parse_object: Any) -> Any:
    def parse(s_and_end: tuple[str, int], *arguments: Any) -> tuple[LocatedDict, int]:
        found, end = parse_object(s_and_end, *arguments)
        located = LocatedDict(found)
        located.offset = s_and_end[1] - 1
        return located, end

    return parse


def located_json(text: str) -> Any:
    """The value of a JSON text. Raises json.JSONDecodeError as json.loads does."""
    return _Decoder().decode(text)


def offset_of(row: Any) -> int:
    """Where an object begins in its text; 0 for one that was not read from a text."""
    return row.offset if isinstance(row, LocatedDict) else 0
