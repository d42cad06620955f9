"""Escape sequences of HL7 v2 text (v2.5.1 §2.7). What is not understood stays as it is written."""

import re
from typing import NamedTuple


class Delimiters(NamedTuple):
    """MSH-1 and MSH-2."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


_COUNTED = re.compile(r"\.(br|sp|sk|in|ti|fi|nf|ce)([+-]?\d{0,3})")
_HEX = re.compile(r"X((?:[0-9A-Fa-f]{2})+)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINES = {"br": "\n", "sp": "\n", "ce": "\n", "sk": " "}


def unescape(text: str, delimiters: Delimiters, charset: str) -> str:
    """Text as it was meant: delimiters, line breaks, bytes in `charset`; highlighting is left out."""
    escape = delimiters.escape
    if not escape or escape not in text:
        return text.strip()
    pieces = text.split(escape)
    found, number = [pieces[0]], 1
    while number < len(pieces):
        meant = _meant(pieces[number], delimiters, charset) if number + 1 < len(pieces) else None
        if meant is None:  # no sequence: a character like any other
            found.append(escape + pieces[number])
            number += 1
        else:
            found.append(meant + pieces[number + 1])
            number += 2
    return "".join(found).strip()


def _meant(sequence: str, delimiters: Delimiters, charset: str) -> str | None:
    plain = {
        "F": delimiters.field,
        "S": delimiters.component,
        "R": delimiters.repetition,
        "E": delimiters.escape,
        "T": delimiters.subcomponent,
        "P": "#",
        "H": "",
        "N": "",
    }
    if sequence in plain:
        return plain[sequence]
    if match := _HEX.fullmatch(sequence):
        return _characters(bytes.fromhex(match[1]), charset)
    match = _COUNTED.fullmatch(sequence)
    if match is None:
        return None
    count = max(int(match[2]), 1) if match[2].lstrip("+-") else 1
    return _LINES.get(match[1], "") * (count if match[1] in ("sp", "sk") else 1)


def _characters(data: bytes, charset: str) -> str:
    """Bytes of a sequence in the character set of the message; as UTF-16, where senders write code points (`X00E9`). No
    control characters come out but line ends and tabs."""
    for codec in (charset, "utf-16-be", "latin-1"):
        try:
            found = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(found):
            return found.replace("\r\n", "\n")
    return _CONTROLS.sub("", data.decode("latin-1"))
