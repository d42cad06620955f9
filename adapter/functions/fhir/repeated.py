"""A medication resource in several lists of one source: one line, or one in each."""

from typing import Any

from adapter.fhir.identifiers import full_url
from adapter.functions.fhir.carried import new_id
from adapter.functions.fhir.lists import list_kind
from adapter.issues import Issue, Severity
from adapter.sources.document import Section
from adapter.sources.fhir_lists import NOT_CURRENT, Standing, also_in
from adapter.sources.fhir_resources import Located

_OF_SOURCE = frozenset(("discharge", "history", "dispensing"))
"""What a list can be that takes the role of its source: the option of `reconcile` that names the file."""


def line_before(context: Any, focus: list, *_: list) -> list:
    """Medication resource → reference of the line that it is already, in another list of the source that is, or may be,
    of the same kind: it would count twice there. Nothing where it is a line of its own: in its first list, and in one
    of another kind (taken at admission, and at discharge)."""
    return [full_url(new_id(context, line)) for node in focus if (line := _line_before(context, node)) is not None]


def _line_before(context: Any, node: dict[str, Any]) -> Located | None:
    standing: Standing = context.document.memo["standing"]
    earlier = standing.repeated.get(id(node), ())
    if not earlier:
        return None
    section, first = _section(context, node), _section(context, earlier[0].resource)
    for line in earlier:
        before = _section(context, line.resource)
        if section.node.get("status") in NOT_CURRENT or _kinds(context, section) & _kinds(context, before):
            same = _kind(context, section) == _kind(context, before)
            source = context.document.source
            context.issue(
                also_in(section.place, before.place, source, line.place, "information" if same else "warning")
            )
            if (doubt := standing.doubted.get(id(node))) is not None:
                said = f"{section.place} says something else of it ({doubt.status}): it is not followed"
                _issue(context, "warning", said, line.place)
            return _line_before(context, line.resource) or line
    said = f"stands in {first.place} and in {section.place}, lists of two kinds: it is a line in each"
    _issue(context, "information", said, earlier[0].place)
    return None


def _issue(context: Any, severity: Severity, message: str, place: str) -> None:
    context.issue(Issue(severity, "duplicate", message, context.document.source.name, place))


def _kinds(context: Any, section: Section) -> frozenset[str]:
    """What a list can turn out to be in a reconciliation."""
    kind = _kind(context, section)
    return _OF_SOURCE if kind is None or kind == "prescription" else frozenset((kind,))


def _kind(context: Any, section: Section) -> str | None:
    kinds: dict[int, str | None] = context.document.memo.setdefault("kinds", {})
    if id(section) not in kinds:
        kinds[id(section)] = list_kind(context, section)
    return kinds[id(section)]


def _section(context: Any, node: dict[str, Any]) -> Section:
    """The list that a resource of an entry stands in."""
    memo: dict[str, Any] = context.document.memo
    if "sections" not in memo:
        memo["sections"] = {id(entry.node): entry.section for entry in context.document.entries}
    found: Section = memo["sections"][id(node)]
    return found
