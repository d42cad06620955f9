"""Pharmaceutical advice: what a later observation says of a treatment plan, prescription or delivery.

Source: IHE PHARM PADV (observation …9.1.3.3, code system 1.3.6.1.4.1.19376.1.9.2.1); CDA-CH-EMED, whose medication list
(PML) holds plans, prescriptions, deliveries and the advice on them in one section.
"""

from typing import Any

from adapter.functions.cda.children import around, child, children, code_of, descendants, has_template
from adapter.functions.cda.dosing import is_reference
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.once import once
from adapter.functions.cda.report import report

STATUSES = {"CANCEL": "stopped", "REFUSE": "not-taken", "SUSPEND": "on-hold"}
_TEMPLATE = frozenset(("1.3.6.1.4.1.19376.1.9.1.3.3",))
_CHANGING = frozenset((*STATUSES, "CHANGE"))


def advice(act: Any) -> Any:
    """The advice (observation) that an act stands in, None when it stands in none."""
    outer = around(act, "observation")
    return outer if outer is not None and has_template(outer, _TEMPLATE) else None


def advised_status(context: Any, act: Any) -> str | None:
    """What the advice that an act stands in makes of it; else the last one on it in the same document that cancels,
    refuses, suspends, changes or confirms it; None when it goes on."""
    found = [code for observation in _advised(context, act) if (code := code_of(observation)) != "COMMENT"]
    return STATUSES.get(found[-1]) if found else None


def advised(context: Any, focus: list, *_: list) -> list:
    """Act → the observations that advise on it: the one that it stands in, else those of its document, by date."""
    found: list[Any] = []
    for act in focus:
        found += _advised(context, act)
    return found


def _advised(context: Any, act: Any) -> list[Any]:
    known: dict[Any, list[Any]] = context.document.memo.setdefault("cda advised", {})
    if act not in known:
        outer = advice(act)
        known[act] = [outer] if outer is not None else _advices_on(context, act)
    return known[act]


def advice_words(context: Any, focus: list, *_: list) -> list:
    """Act → what is said in the advice on it, in one text."""
    if not (observations := advised(context, focus)):
        return []
    texts = [text for observation in observations for text in narrative(context, _texts(observation))]
    return ["; ".join(dict.fromkeys(texts))] if texts else []


@once
def advice_left_out(context: Any, focus: list, *_: list) -> list:
    """Item that an advice names → `CANCEL: stopped for a cough`, for the list that the advice stands in, and an Issue:
    a warning when it stops, suspends or changes a treatment that this document does not hold."""
    found = []
    for act in focus:
        observation = advice(act)
        parts = (code_of(observation), *narrative(context, _texts(observation)))
        said = ": ".join(filter(None, parts)) or "without a code or words"
        severity = "information"
        if _is_held(context, act):
            message = f"an advice on a treatment of this document ({said}): it stands with that treatment"
        elif any(not is_reference(item) for item in _items(observation)):
            message = f"an advice on a treatment of another document ({said}): as changed, it is a line of its own"
        else:
            message = f"an advice on a treatment of another document ({said}): no treatment here is changed by it"
            severity = "warning" if code_of(observation) in _CHANGING else severity
            found.append(said)
        report(context, act, severity, "informational", message)  # type: ignore[arg-type]
    return found


def _is_held(context: Any, item: Any) -> bool:
    """Whether the document holds the act that an item of an advice refers to, outside this advice."""
    ids, outer = _ids(item), advice(item)
    nodes = (entry.node for entry in context.document.entries)
    return any(ids & _own_ids(node) and advice(node) is not outer for node in nodes)


def _advices_on(context: Any, act: Any) -> list[Any]:
    memo = context.document.memo
    index: dict[tuple[str, str], list[Any]] | None = memo.get("cda advice")
    if index is None:
        index = memo["cda advice"] = _by_item(context.document.entries)
    return [observation for id_ in _own_ids(act) for observation in index.get(id_, ())] if index else []


def _by_item(entries: list[Any]) -> dict[tuple[str, str], list[Any]]:
    """Id of an item → the observations that advise on it, the earliest first."""
    nodes = [e.node for e in entries if e.node.tag.endswith("}observation") and has_template(e.node, _TEMPLATE)]
    index: dict[tuple[str, str], list[Any]] = {}
    for observation in sorted(nodes, key=_date):
        for id_ in {id_ for item in _items(observation) if is_reference(item) for id_ in _ids(item)}:
            index.setdefault(id_, []).append(observation)
    return index


def _items(observation: Any) -> list[Any]:
    return descendants(observation, "entryRelationship", "substanceAdministration")


def _own_ids(act: Any) -> set[tuple[str, str]]:
    """The ids of an act that is no mere reference."""
    return set() if is_reference(act) else _ids(act)


def _ids(act: Any) -> set[tuple[str, str]]:
    stated = ((id_.get("root") or "", id_.get("extension") or "") for id_ in children(act, "id"))
    return {(root.casefold(), extension) for root, extension in stated if root}


def _date(observation: Any) -> str:
    time = child(observation, "effectiveTime")
    return time.get("value") or "" if time is not None else ""


def _texts(observation: Any) -> list[Any]:
    return list(children(observation, "text"))
