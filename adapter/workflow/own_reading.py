"""What a source has and no map that ships reads, where a user's own maps read it: nothing is to be said of that."""

from collections.abc import Iterable
from dataclasses import replace

from adapter.issues import Issue
from adapter.mapping import StructureMap
from adapter.mapping.names import read_names
from adapter.sources.document import Document
from adapter.workflow.user_maps import UserMaps


def leave_to_own_maps(document: Document, own: UserMaps | None) -> None:
    """Take the names that a user's maps read out of the issues that say that nothing reads them."""
    leave_to_maps(document, own.of_format(document.kind) if own is not None else ())


def leave_to_maps(document: Document, maps: Iterable[StructureMap]) -> None:
    """The same for any maps."""
    if not document.unread:
        return
    read = {name.lower() for map_ in maps for name in read_names(map_)}
    document.issues[:] = [kept for issue in document.issues if (kept := _kept(issue, document, read)) is not None]


def _kept(issue: Issue, document: Document, read: set[str]) -> Issue | None:
    names = document.unread.get(issue, ())
    left = [name for name in names if name.lower() not in read]
    if len(left) == len(names):
        return issue
    return replace(issue, message=issue.message.replace(", ".join(names), ", ".join(left))) if left else None
