"""Bytes of HL7 v2 → the lines of its segments: byte order mark, MLLP frames, character set, line ends."""

import re
from typing import NamedTuple

from adapter.errors import SourceError
from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.hl7v2_fields import FIELDS

_HEADER = re.compile(r"\s*(?:MSH|FHS|BHS)[^\w\s]")
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")
_BEFORE_SEGMENT = re.compile(r"^[\s\ufeff]+")
_FRAMES = str.maketrans({"\x0b": "\r", "\x1c": "\r"})  # MLLP: start and end of a block
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_INNER_MARK = re.compile(rb"(?<=[\r\n\x0b\x1c])\xef\xbb\xbf")  # of files joined into one, whatever they are in
_HEAD = 4096
_SHIFTS = (b"\x1b$B", b"\x1b$@", b"\x1b$(D")  # ISO 2022: the next bytes are Japanese

# MSH-18 (table 0211). 8859/1 is written by systems that mean cp1252, which holds it but for unused control codes.
_CODECS = {
    "ASCII": "ascii",
    "8859/1": "cp1252",
    "ISO8859-1": "cp1252",
    "ISO-8859-1": "cp1252",
    "8859/15": "iso8859-15",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "ISO IR14": "iso2022_jp",
    "ISO IR87": "iso2022_jp",
    "ISO IR159": "iso2022_jp_1",
    "GB 18030-2000": "gb18030",
    "KS X 1001": "euc_kr",
    "BIG-5": "big5",
} | {f"8859/{part}": f"iso8859-{part}" for part in range(2, 10)}


def is_hl7v2(data: bytes) -> bool:
    """Whether the bytes begin with a message, batch or file header, whatever frames it."""
    return _HEADER.match(_head(data)) is not None


def text_of(source: Source, issues: list[Issue]) -> tuple[str, str]:
    """The text and the character set it was read in. Issues: MSH-18 that is not known, or that the bytes contradict.

    Raises SourceError when a byte order mark promises what the bytes are not.
    """
    data = _INNER_MARK.sub(b"", source.data)
    declared = _declared(_head(data))
    for mark, codec in _BOMS:
        if data.startswith(mark):
            if (text := _decoded(data, codec)) is None:
                raise SourceError(f"begins as {codec} text and goes on otherwise; send it again", source=source.name)
            return text, "utf-8"
    codec = _CODECS.get(declared.upper(), "") if declared else "utf-8"
    if not codec.startswith("iso2022") and any(shift in data for shift in _SHIFTS):
        message = f"'{declared}' is declared and the text shifts to Japanese (ISO 2022): read as such"
        issues.append(Issue("warning", "conflict", message, source.name, "MSH-18"))
        codec = "iso2022_jp_2"
    if not codec:
        message = f"'{declared}' is not a character set that is read: taken from the bytes"
        issues.append(Issue("warning", "not-supported", message, source.name, "MSH-18"))
    if codec in ("", "cp1252") and not data.isascii() and (text := _decoded(data, "utf-8")) is not None:
        if codec:
            message = f"'{declared}' is declared and the text is UTF-8: read as such"
            issues.append(Issue("warning", "conflict", message, source.name, "MSH-18"))
        return text, "utf-8"
    if codec and (text := _decoded(data, codec)) is not None:
        return text, codec
    return _fallback(data, declared, source, issues)


class SegmentLine(NamedTuple):
    """The text of one segment; `line` is where it starts in the file, from 1."""

    line: int
    text: str


def segment_lines(text: str, source: Source, issues: list[Issue]) -> list[SegmentLine]:
    """One line a segment. A line that begins no segment goes on the one before it, and an Issue says so."""
    found: list[SegmentLine] = []
    separator = "|"
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.translate(_FRAMES)), 1):
        stripped = _BEFORE_SEGMENT.sub("", line)
        if not stripped.strip():
            continue
        if _HEADER.match(stripped):
            separator = stripped[3]
        if not found or (_SEGMENT.match(stripped) and stripped[3:4] in (separator, "")):
            found.append(SegmentLine(number, stripped))
        elif stripped[:3].upper() in FIELDS and stripped[3:].lstrip(" ")[:1] == separator:  # `orc|`, `RXE |`
            name = stripped[:3].upper()
            found.append(SegmentLine(number, name + stripped[3:].lstrip(" ")))
            message = f"'{stripped.partition(separator)[0]}' begins a segment: read as {name}"
            issues.append(Issue("warning", "structure", message, source.name, name))
        else:
            begun = found[-1]
            found[-1] = begun._replace(text=f"{begun.text} {line.strip()}")
            message = f"a line that begins no segment: taken as the end of {begun.text[:3]} before it"
            issues.append(Issue("warning", "structure", message, source.name, begun.text[:3]))
    return found


def _head(data: bytes) -> str:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace").lstrip("\ufeff").translate(_FRAMES)
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").translate(_FRAMES)


def _declared(head: str) -> str:
    """The character set of MSH-18 (FHS and BHS declare none): the one that the text may shift to, where several are
    named, else the first."""
    match = re.search(r"(?:^|[\r\n])\s*MSH(\W)([^\r\n]*)", head)
    fields = match[2].split(match[1]) if match else []
    names = [name.strip() for name in re.split(r"[~^]", fields[16])] if len(fields) > 16 else [""]
    return next((name for name in names if _CODECS.get(name.upper(), "").startswith("iso2022")), names[0])


def _fallback(data: bytes, declared: str, source: Source, issues: list[Issue]) -> tuple[str, str]:
    """UTF-8 when it is, else Windows' character set."""
    for codec in ("utf-8", "cp1252", "latin-1"):
        text = _decoded(data, codec)
        if text is not None:
            said = f"'{declared}' is declared and the text is not in it" if declared else "no character set is declared"
            if not (declared == "" and codec == "utf-8"):
                message = f"{said}: read as {codec}; check the accents"
                issues.append(Issue("warning", "value", message, source.name, "MSH-18"))
            return text, codec
    raise AssertionError("latin-1 reads any bytes")


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
