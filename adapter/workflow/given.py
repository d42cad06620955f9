"""The sources of one call."""

from collections.abc import Iterable

from adapter.issues import Issue
from adapter.reconciliation import Role
from adapter.sources.document import Source


def once(given: Iterable[tuple[Role, Source]], issues: list[Issue]) -> list[tuple[Role, Source]]:
    """Each (role, source); the same bytes given twice count once, and an Issue says so."""
    kept: dict[str, tuple[Role, Source]] = {}
    for role, source in given:
        if source.sha256 in kept:
            first = kept[source.sha256][1].name
            issues.append(Issue("warning", "duplicate", f"the same bytes as {first}: counted once", source.name))
        else:
            kept[source.sha256] = (role, source)
    return list(kept.values())
