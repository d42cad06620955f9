"""A rule that its source runs several times, and an element that takes one value: the last one stands, and it is said.

Rules of one name may follow each other and set an element again: that is how a group of one's own corrects the one it
extends. One rule that sets it twice to different values has met a source that repeats where the map does not expect it.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from adapter.fhirpath.comparison import described
from adapter.fhirpath.context import CONTEXT, Context
from adapter.issues import Issue
from adapter.mapping.scope import RuleScope
from adapter.mapping.sources import place_in, place_of

Notice: TypeAlias = Callable[[list, dict[str, Any], Any], None]
"""`notice(frame, parent, value)`, before the value is set."""
Repeated: TypeAlias = Callable[[Context, Any, dict[str, Any], Any], None]
"""`repeated(context, node, parent, value)`, before the value is set of an object whose value the same rule set."""


def notice_of_repeats(scope: RuleScope, key: str) -> Notice:
    """For one target of a rule, which keeps in the frame what object it set last."""
    slot, focus, repeated = scope.layout.slot(), scope.focus, repeated_in(scope, key)

    def notice(frame: list, parent: dict[str, Any], value: Any) -> None:
        if frame[slot] is parent:
            repeated(frame[CONTEXT], frame[focus], parent, value)
        frame[slot] = parent

    return notice


def repeated_in(scope: RuleScope, key: str) -> Repeated:
    """For one target of a rule. Issues: severity error, an element that the same rule set to another value before."""
    model, reference = scope.linker.model, scope.reference

    def repeated(context: Context, node: Any, parent: dict[str, Any], value: Any) -> None:
        if (before := parent.get(key)) is not None and before != value:
            met = "several" if isinstance(value, dict) else f"{described(before)}, then {described(value)}"
            message = f"{key} takes one value; its rule met {met}: the last one stands"
            source = getattr(getattr(context.document, "source", None), "name", "")
            place = place_of(context, model, node) or place_in(context.document, node)
            context.issue(Issue("error", "conflict", message, source, place, reference=reference))

    return repeated
