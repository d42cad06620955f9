"""Whether bytes are meant as XML, JSON or other text, by their first character."""

_HEAD = 512  # bytes: where the first character of a file stands
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def syntax(data: bytes) -> str:
    """`xml`, `json` or `text`. JSON is asked first: in UTF-16 it may hold a `<` near its beginning."""
    return "json" if is_json(data) else "xml" if is_xml(data) else "text"


def is_xml(data: bytes) -> bool:
    """Whether the bytes are meant as XML: their first character is `<`, in any of the encodings that XML may have."""
    head = data[:_HEAD]
    if head.startswith(_BOMS[1:]):
        return b"<" in head
    return head.removeprefix(_BOMS[0]).lstrip().startswith(b"<")


def is_json(data: bytes) -> bool:
    """Whether the bytes are meant as JSON: their first character is `{` or `[`."""
    head = data[:_HEAD]
    if head.startswith(_BOMS[1:]):
        return head[2:].replace(b"\x00", b"").lstrip()[:1] in (b"{", b"[")
    return head.removeprefix(_BOMS[0]).lstrip()[:1] in (b"{", b"[")
