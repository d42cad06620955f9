"""Lines of segments → messages, with their batch and file envelopes counted. The library `hl7` splits a message into
its parts; it is given one message at a time, because its own reading of batches splits lines at control characters and
stops at what it does not expect (docs/decisions/0005)."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import hl7

from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.hl7v2_text import SegmentLine
from adapter.sources.hl7v2_tree import Delimiters, Segment, Values

_HEADERS = ("MSH", "FHS", "BHS")
_TRAILERS = ("BTS", "FTS")
_DEFAULT = Delimiters()


@dataclass(slots=True)
class Messages:
    """messages: the segments of each; envelope: FHS, BHS, BTS, FTS in order."""

    messages: list[list[Segment]] = field(default_factory=list)
    envelope: list[Segment] = field(default_factory=list)

    def segments(self) -> list[Segment]:
        return [segment for message in self.messages for segment in message]


@dataclass(slots=True)
class _Batch:
    header: Segment
    before: int  # messages before it


def messages_of(lines: list[SegmentLine], charset: str, source: Source, issues: list[Issue]) -> Messages:
    """The messages of a file, whatever envelopes it has.

    Issues: segments before any message, delimiters that cannot be read, counts of BTS-1 and FTS-1 that are not those
    of the file, envelopes that are not closed.
    """
    blocks = [_parsed(block, _delimiters(block[0].text, source, issues), charset, source) for block in _blocks(lines)]
    _number([segment for block in blocks for segment in block])
    found = Messages()
    open_: list[_Batch] = []
    for block in blocks:
        _place(block, found, open_, source, issues)
    for batch in open_:
        message = f"{batch.header.name} is not closed by its trailer: the file may be cut off"
        issues.append(Issue("warning", "incomplete", message, source.name, batch.header.place))
    return found


def _number(segments: list[Segment]) -> None:
    """Each segment by its name through the file."""
    numbers = Counter[str]()
    for segment in segments:
        numbers[segment.name] += 1
        segment.number = numbers[segment.name]
    for segment in segments:
        segment.several = numbers[segment.name] > 1


def _blocks(lines: list[SegmentLine]) -> list[list[SegmentLine]]:
    """A header begins a block; trailers are blocks of their own, in the delimiters of the header before them."""
    found: list[list[SegmentLine]] = []
    for line in lines:
        if line.text[:3] in (*_HEADERS, *_TRAILERS) or not found or found[-1][0].text[:3] in _TRAILERS:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _delimiters(header: str, source: Source, issues: list[Issue]) -> Delimiters:
    """MSH-1 and MSH-2; what is missing or used twice gives the delimiters that the standard recommends."""
    if header[:3] not in _HEADERS or len(header) < 5:
        return _DEFAULT._replace(field=_field_separator(header))
    separator = header[3]
    written = header[4:].split(separator)[0][:4]
    marks = (separator, *written, *_DEFAULT[1 + len(written) :])
    if len(set(marks)) == 5 and not any(mark.isalnum() or mark.isspace() for mark in marks):
        return Delimiters(*marks)
    message = f"'{written}' cannot be the delimiters of a message: those that HL7 recommends are taken"
    issues.append(Issue("warning", "structure", message, source.name, f"{header[:3]}-2"))
    return _DEFAULT._replace(field=separator if separator not in _DEFAULT[1:] and not separator.isalnum() else "|")


def _field_separator(line: str) -> str:
    match = re.match(r"[A-Z][A-Z0-9]{2}([^\w\s])", line)
    return match[1] if match and match[1] not in _DEFAULT[1:] else "|"


def _parsed(lines: list[SegmentLine], marks: Delimiters, charset: str, source: Source) -> list[Segment]:
    """The segments of one message. Its header is written anew, so that the library reads the delimiters found."""
    named = f"{marks.field}{marks.component}{marks.repetition}{marks.escape}{marks.subcomponent}{marks.field}"
    first, *others = [line.text for line in lines]
    is_header = first[:3] in _HEADERS
    rest = first[4:].partition(marks.field)[2] if is_header else first
    header = first[:3] if is_header else "MSH"
    body = [f"{header}{named}{rest}", *others] if is_header else [f"{header}{named}", first, *others]
    parsed = list(hl7.parse("\r".join(body)))[0 if is_header else 1 :]
    return [
        Segment(_name(raw), _fields(raw), marks, charset, line=line.line, reads=source.reads)
        for raw, line in zip(parsed, lines, strict=False)
    ]


def _name(raw: Any) -> str:
    return str(raw[0]).strip()[:3]


def _fields(raw: Any) -> list[list[Values]]:
    """The nested lists of the library, which are as deep as the text, as occurrences of components of subcomponents."""
    if not isinstance(raw, hl7.Segment):  # a segment without any delimiter
        return [[[[str(raw)]]]]
    header = _name(raw) in _HEADERS
    return [
        [[[str(occurrences)]]] if header and 0 < number < 3 else [_components(part) for part in occurrences]
        for number, occurrences in enumerate(raw)
    ]


def _components(part: Any) -> Values:
    if isinstance(part, str):
        return [[part]]
    return [[component] if isinstance(component, str) else [str(leaf) for leaf in component] for component in part]


def _place(segments: list[Segment], found: Messages, open_: list[_Batch], source: Source, issues: list[Issue]) -> None:
    first = segments[0]
    if first.name in ("FHS", "BHS"):
        found.envelope.append(first)
        open_.append(_Batch(first, len(found.messages) if first.name == "BHS" else len(found.envelope)))
        _orphans(segments[1:], source, issues)
    elif first.name in _TRAILERS:
        found.envelope.append(first)
        _close(first, found, open_, source, issues)
    elif first.name == "MSH":
        found.messages.append(segments)
        for segment in segments:
            segment.message = len(found.messages)
    else:
        _orphans(segments, source, issues)


def _orphans(segments: list[Segment], source: Source, issues: list[Issue]) -> None:
    for segment in segments:
        message = f"{segment.name} stands in no message: not read"
        issues.append(Issue("error", "structure", message, source.name, segment.place))


def _close(trailer: Segment, found: Messages, open_: list[_Batch], source: Source, issues: list[Issue]) -> None:
    header = "BHS" if trailer.name == "BTS" else "FHS"
    batch = next((batch for batch in reversed(open_) if batch.header.name == header), None)
    if batch is None:
        text = f"{trailer.name} without {header} before it"
        issues.append(Issue("warning", "structure", text, source.name, trailer.place))
        return
    open_.remove(batch)
    if header == "BHS":
        counted, what = len(found.messages) - batch.before, "messages"
    else:
        counted, what = sum(segment.name == "BHS" for segment in found.envelope[batch.before :]), "batches"
    stated = trailer.text("1")
    if stated and (not stated.isdecimal() or int(stated) != counted):
        text = f"{trailer.name}-1 counts {stated} {what}, the file has {counted}: some may be missing"
        issues.append(Issue("warning", "incomplete", text, source.name, f"{trailer.place}-1"))
