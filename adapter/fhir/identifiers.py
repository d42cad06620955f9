"""Ids derived from the source, so that the same input gives the same bytes (law 7)."""

import uuid

_NAMESPACE = uuid.UUID("6f0c0b5e-3d3e-5d7c-9a51-2f1f0c8f4b11")


def stable_id(*parts: str) -> str:
    """A lower-case UUID (version 5) of `parts`: the document's identity, a place inside it, a resource type…"""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def full_url(resource_id: str) -> str:
    """`urn:uuid:` form of an id made by `stable_id`; the fullUrl and the reference inside Bundles."""
    return f"urn:uuid:{resource_id}"
