"""What of a section is no medication of a list: of several of a kind, one Issue a section."""

from typing import Any

from adapter.functions.cda.children import around
from adapter.functions.cda.kind import act_kind
from adapter.functions.cda.once import once
from adapter.functions.cda.report import report

_ONE = {
    "vaccine": "a vaccine, not a treatment: left out",
    "device": "a device, not a treatment: left out",
    "mentioned": "a medication that an observation or a procedure speaks of, not a line of a list: left out",
}
_SEVERAL = {
    "vaccine": "vaccines, not treatments: left out",
    "device": "devices, not treatments: left out",
    "mentioned": "medications that observations or procedures speak of, not lines of a list: left out",
}


@once
def left_out(context: Any, focus: list, *_: list) -> list:
    """Act that is a vaccine, a device or only mentioned → what to say of it, when it is the only one of its kind in its
    section; of several, one Issue at the section, and nothing."""
    found = []
    for act in focus:
        kind = act_kind(context, [act])[0]
        section = around(act, "section")
        alike = _alike(context).get((section, kind), [])
        if len(alike) == 1:
            found.append(_ONE[kind])
        elif alike and alike[0].node is act:
            context.document.told.update(entry.place for entry in alike)
            report(context, section, "information", "informational", f"{len(alike)} {_SEVERAL[kind]}")
    return found


def _alike(context: Any) -> dict[tuple[Any, str], list[Any]]:
    memo = context.document.memo
    if "cda left out" not in memo:
        found: dict[tuple[Any, str], list[Any]] = {}
        for entry in context.document.entries:
            if entry.is_line and (kind := act_kind(context, [entry.node])[0]) in _ONE:
                found.setdefault((around(entry.node, "section"), kind), []).append(entry)
        memo["cda left out"] = found
    alike: dict[tuple[Any, str], list[Any]] = memo["cda left out"]
    return alike
