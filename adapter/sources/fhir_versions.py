"""A resource that stands several times in a file counts once, in its newest version.

Source: FHIR R4 Bundle (bdl-7: the same fullUrl may stand again with another meta.versionId); a search answers with what
it includes, and a page may repeat what the one before had.
"""

from datetime import datetime
from typing import Any

from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.fhir_resources import Located


def newest(items: list[Located], source: Source, issues: list[Issue]) -> list[Located]:
    """The resources, each once: of equal copies the first, of versions the newest, each with an Issue. Where nothing
    says which of several contents is newer, all of them stay (a doubt stays open)."""
    groups: dict[str, list[Located]] = {}
    for item in items:
        if key := _identity(item):
            groups.setdefault(key, []).append(item)
    left: set[int] = set()
    for group in groups.values():
        if len(group) > 1:
            left.update(_superseded(group, source, issues))
    return [item for item in items if id(item) not in left] if left else items


def _identity(item: Located) -> str:
    """fullUrl; without one (NDJSON, Parameters) type and id."""
    id_ = item.resource.get("id")
    return item.full_url or (f"{item.type}/{id_}" if isinstance(id_, str) else "")


def _superseded(group: list[Located], source: Source, issues: list[Issue]) -> list[int]:
    kept = group[0]
    if any(item.resource != kept.resource for item in group):
        latest = _latest(group) if _is_one(group) else None
        if latest is None:
            said = f"another content under the identity of {kept.place}, and neither says that it is newer: both stay"
            issues.extend(Issue("warning", "conflict", said, source.name, item.place) for item in group[1:])
            return []
        kept = latest
    others = [item for item in group if item is not kept]
    for item in others:
        same = item.resource == kept.resource
        said = f"stands also in {kept.place}: read once" if same else f"an older version of {kept.place}: not read"
        severity, code = ("information", "duplicate") if same else ("warning", "business-rule")
        issues.append(Issue(severity, code, said, source.name, item.place))  # type: ignore[arg-type]
    return [id(item) for item in others]


def _is_one(group: list[Located]) -> bool:
    """An id alone, without the address of its server, says nothing of two Bundles: they may be of two people."""
    return bool(group[0].full_url) or len({item.scope for item in group}) == 1


def _latest(group: list[Located]) -> Located | None:
    """By version number, else by date of the last change; None when one does not say, or two say the same."""
    for read in (_version, _changed):
        keys = [read(item.resource) for item in group]
        if None not in keys and keys.count(max(keys)) == 1:
            return group[keys.index(max(keys))]
    return None


def _version(resource: dict[str, Any]) -> Any:
    number = _meta(resource).get("versionId")
    return int(number) if isinstance(number, str) and number.isascii() and number.isdigit() else None


def _changed(resource: dict[str, Any]) -> Any:
    instant = _meta(resource).get("lastUpdated")
    try:
        found = datetime.fromisoformat(instant) if isinstance(instant, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def _meta(resource: dict[str, Any]) -> dict[str, Any]:
    meta = resource.get("meta")
    return meta if isinstance(meta, dict) else {}
