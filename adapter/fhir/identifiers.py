"""Ids derived from the source, so that the same input gives the same bytes (law 7)."""

import uuid
from hashlib import sha1

_NAMESPACE = uuid.UUID("6f0c0b5e-3d3e-5d7c-9a51-2f1f0c8f4b11")
_START = sha1(_NAMESPACE.bytes, usedforsecurity=False)
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def stable_id(*parts: str) -> str:
    """A lower-case UUID (version 5, RFC 9562 §5.5) of `parts`: the document's identity, a place inside it, a resource
    type…

    Written out because every resource needs a few and `uuid.uuid5` takes three times as long.
    """
    hashed = _START.copy()
    hashed.update("\x1f".join(parts).encode("utf-8"))
    text = hashed.hexdigest()
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:32]}"


def full_url(resource_id: str) -> str:
    """`urn:uuid:` form of an id made by `stable_id`; the fullUrl and the reference inside Bundles."""
    return f"urn:uuid:{resource_id}"
