"""What an act's list, negation, status and dates say of the treatment (law 3: a record that is complete is no treatment
that is).

Sources: HL7 V3 ActStatus; C-CDA R2.1 Medication Activity; HL7 C-CDA on FHIR, status of medications; CCD Status
Observation (LOINC 33999-4); IHE PHARM PADV (code system 1.3.6.1.4.1.19376.1.9.2.1).
"""

import re
from typing import Any

from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.act import document_date
from adapter.functions.cda.advice import advised_status
from adapter.functions.cda.aside import adhered_status
from adapter.functions.cda.change import changed_status
from adapter.functions.cda.children import child, children, code_of, descendants, has_template
from adapter.functions.cda.dosing import combination_of
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.narrative_row import comment_cells, status_cell
from adapter.functions.cda.remark_of_stop import is_stop
from adapter.functions.cda.report import report
from adapter.functions.cda.time import bounds, convert
from adapter.sources.stop_titles import says_stop

_STATUSES = {  # HL7 V3 ActStatus; `completed` and `active` say nothing of the treatment
    "aborted": "stopped",
    "cancelled": "not-taken",
    "held": "on-hold",
    "nullified": "entered-in-error",
    "obsolete": "unknown",  # another record stands for this one
    "suspended": "on-hold",
}
_SILENT = frozenset(("", "active", "completed", "new", "normal"))
_REQUESTS = {**_STATUSES, "cancelled": "cancelled", "new": "draft"}
_DISPENSES = {**_STATUSES, "cancelled": "cancelled", "active": "in-progress", "new": "preparation"}
_ADMINISTRATIONS = {**_STATUSES, "cancelled": "not-done", "active": "in-progress"}
_OBSERVED = {  # SNOMED CT, values of the status observation; "no longer active" is no stop before its end
    "55561003": "active",
    "421139008": "on-hold",
    "392521001": "completed",
    "73425007": "completed",
}
_OBSERVED_WORDS = {  # a status that is not coded; what says more than these words is left to a person
    "active": "active",
    "active taking": "active",
    "on hold": "on-hold",
    "hold": "on-hold",
    "held": "on-hold",
    "discontinued": "stopped",
    "stopped": "stopped",
    "no longer active": "completed",
    "prior history": "completed",
    "prior history no longer active": "completed",
    "completed": "completed",
}
_NOTHING = re.compile(r"0+(?:\.0*)?|\.0+")
_BY_WHOM = re.compile(r"(discontinued|stopped|on hold|held) (?:by|per) \w+(?: \w+)?")
_WORD = re.compile(r"\w+")
_DISCHARGE_LETTER = "11490-0"
_ALWAYS_COMPLETED = frozenset(("1.2.250.1.213.1.1.3.42", "1.2.250.1.213.1.1.3.83"))


@of_each
def statement_status(context: Any, act: Any, *_: list) -> str:
    """substanceAdministration → MedicationStatement.status, from the list it stands in, negation and dates (law 3)."""
    return _statement_status(context, act)


@of_each
def request_status(context: Any, act: Any, *_: list) -> str:
    """Act of an order → what its statusCode says (aborted, suspended …); else `completed` when its period ended before
    the document's date, else what its status observation says, else `active`."""
    return _request_status(context, act)


@of_each
def dispense_status(context: Any, act: Any, *_: list) -> str:
    """supply → MedicationDispense.status: `declined` when negated or of none; without a statusCode, or with a date,
    handed over."""
    return _dispense_status(context, act)


@of_each
def administration_status(context: Any, act: Any, *_: list) -> str:
    """substanceAdministration among doses given → MedicationAdministration.status."""
    return "not-done" if is_negated(act) else _said(context, act, _ADMINISTRATIONS) or "completed"


def is_negated(act: Any) -> bool:
    """Whether an act says that it did not happen, or is not to."""
    return act.get("negationInd") in ("true", "1")


def _statement_status(context: Any, act: Any) -> str:
    kind = context.constants.get("listKind")
    if kind == "stopped":
        return "stopped"
    if is_negated(act):
        return "not-taken"
    observations = _observations(act)
    if said := _said(context, act, _STATUSES) or advised_status(context, act) or changed_status(observations):
        return said
    if observations and (said := adhered_status(observations)):
        return said
    if kind == "administered" or (kind == "admission" and _document_type(context) == _DISCHARGE_LETTER):
        return "unknown"
    (start, end), date = _bounds(act), document_date(context)
    if start and end and end[:10] < start[:10]:
        start = end = None  # an interval turned round says neither
    if _is_past(end, date):
        return "completed"
    if _was_given_once(context, act):
        return _once_or_since(context, act)
    if start and date and start[:10] > date[0][: len(start[:10])]:
        return "intended"
    return _in_row(context, act, _observed(context, observations))


def _bounds(act: Any) -> tuple[str | None, str | None]:
    """The dates of an act, else of the combination it is a component of."""
    own = bounds(act)
    combined = None if any(own) else combination_of(act)
    return own if combined is None else bounds(combined)


def _request_status(context: Any, act: Any) -> str:
    observations = _observations(act)
    if said := _said(context, act, _REQUESTS) or advised_status(context, act) or changed_status(observations):
        return "cancelled" if said == "not-taken" else said
    if observations and (reported := adhered_status(observations)):
        message = f"an order that the patient is said not to follow ({reported}): its own status stays"
        report(context, act, "warning", "conflict", message)
    if _is_past(_bounds(act)[1], document_date(context)):
        return "completed"
    return _in_row(context, act, _observed(context, observations))


def _said(context: Any, act: Any, table: dict[str, str]) -> str | None:
    status = child(act, "statusCode")
    code = (status.get("code") or "").strip() if status is not None else ""
    if code in _SILENT or code in table:
        return table.get(code)
    report(context, status, "warning", "value", f"'{code}' is no status of HL7 V3: taken as unknown")
    return "unknown"


def _observations(act: Any) -> list[tuple[str, Any]]:
    """The observations of a treatment, each with its code."""
    found = descendants(act, "entryRelationship", "observation")
    return [(code_of(observation), observation) for observation in found] if found else []


def _observed(context: Any, observations: list[tuple[str, Any]]) -> str | None:
    for code, observation in observations:
        if code == "33999-4" and (value := child(observation, "value")) is not None:
            return _OBSERVED.get(value.get("code") or "") or _in_words(context, value)
    return None


def _in_words(context: Any, value: Any) -> str | None:
    """A status that is not coded, or by a code not known here: by its words, when they say nothing else (`Hold if SBP
    < 100` is no hold), else unknown, with an Issue."""
    written = narrative(context, list(children(value, "originalText"))) or [value.get("displayName") or ""]
    said = str(written[0]).strip()
    if not said:
        return None
    words = " ".join(_WORD.findall(said.casefold())) if said[-1] != "?" else ""
    by_whom = _BY_WHOM.fullmatch(words)
    if known := _OBSERVED_WORDS.get(by_whom[1] if by_whom else words):
        return known
    report(context, value, "warning", "value", f"the status '{said}' is not understood: taken as unknown")
    return "unknown"


def _in_row(context: Any, act: Any, observed: str | None) -> str:
    """The status that is observed, else `active`. Where the row of the narrative has a column of statuses that speaks
    of stopping, or a remark that says nothing else, an active one is unknown, with an Issue."""
    if observed and observed != "active":
        return observed
    said = status_cell(context, act)
    if not said or says_stop(said) is None:
        said = next(filter(is_stop, comment_cells(context, act)), "")
    if not said:
        return "active"
    report(context, act, "warning", "conflict", f"the row of the narrative says '{said}' of it: taken as unknown")
    return "unknown"


def _dispense_status(context: Any, act: Any) -> str:
    if is_negated(act):
        return "declined"
    said = _said(context, act, _DISPENSES) or "completed"
    amount = child(act, "quantity")
    if amount is not None and _NOTHING.fullmatch(amount.get("value") or ""):
        report(context, amount, "information", "value", "a quantity of 0: nothing was handed over")
        return "declined" if said == "completed" else said
    time = child(act, "effectiveTime")
    dated = time is not None and (time.get("value") or time.find("{*}low[@value]") is not None)
    return "completed" if said == "in-progress" and dated else said


def _is_past(end: str | None, date: list) -> bool:
    return bool(end and date and end[:10] < date[0][: len(end[:10])])


def _was_given_once(context: Any, act: Any) -> bool:
    """A completed act at one time that has passed, without a rhythm: one dose, not a treatment that goes on."""
    times = children(act, "effectiveTime")
    if len(times) != 1 or len(times[0]):
        return False
    status = child(act, "statusCode")
    if status is None or status.get("code") != "completed":
        return False
    given, date = convert(times[0].get("value") or ""), document_date(context)
    return bool(given and len(given) >= 10 and date and given[:10] <= date[0][:10])


def _once_or_since(context: Any, act: Any) -> str:
    """Acts of CI-SIS are all completed: one day alone may be that of the only dose, or since when it is taken."""
    if not has_template(act, _ALWAYS_COMPLETED):
        return "completed"
    said = "one day alone, of the only dose or since when it is taken: whether the treatment goes on is not known"
    report(context, child(act, "effectiveTime"), "warning", "incomplete", said)
    return "unknown"


def _document_type(context: Any) -> str | None:
    code = child(context.document.root, "code")
    return code.get("code") if code is not None else None
