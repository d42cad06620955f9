"""Ids of what an act inside an entry becomes, so that the entry's resource can refer to it."""

from typing import Any

from adapter.fhir.identifiers import full_url, stable_id


def entry_id(context: Any, focus: list, *args: list) -> list:
    """Act inside an entry, and a resource type → the id of that resource: from the document and the act's place."""
    document = context.document
    return [stable_id(document.identity, document.model.place(node), str(args[0][0])) for node in focus]


def entry_reference(context: Any, focus: list, *args: list) -> list:
    """Like entryId(), as `urn:uuid:` reference text."""
    return [full_url(id_) for id_ in entry_id(context, focus, *args)]
