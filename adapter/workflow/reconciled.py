"""Discharge, dispensing and other history → one report and one draft plan."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapter.errors import CallError, SourceError
from adapter.issues import Issue
from adapter.medication.formulary import formulary_version
from adapter.plan.document import plan_document
from adapter.reconciliation import Role, check_patients, lines_of, over_maximum, report
from adapter.reconciliation import reconcile as reconcile_lines
from adapter.sources.document import Source
from adapter.workflow.given import once
from adapter.workflow.mapped import Mapped, list_kind, map_source
from adapter.workflow.user_maps import UserMaps

_NEVER_TAKEN = ("administered", "planned")
ROLES: tuple[Role, ...] = ("discharge", "dispensing", "history")


@dataclass(frozen=True, slots=True)
class Outcome:
    """report: the JSON of `--report` (design §6); plan: the FHIR document Bundle; issues: everything found on the
    way."""

    report: dict[str, Any]
    plan: dict[str, Any]
    issues: list[Issue]


def reconcile(
    discharge: Sequence[Source],
    dispensing: Sequence[Source] = (),
    history: Sequence[Source] = (),
    *,
    date: str | None = None,
    admission: str | None = None,
    same_patient: str | None = None,
    maps: UserMaps | None = None,
) -> Outcome:
    """Reconcile the sources of one patient.

    date: the reference day (default: the discharge documents' latest date); admission: the first day of the stay
    (default: the
    start of the stay that a discharge document states). same_patient: `NAME: reason`, who asserts that the sources
    are about one
    patient where their identifiers cannot show it. maps: a user's own, in force over those that ship.
    Raises SourceError (a source cannot be read: nothing is reconciled), PatientMismatch, CallError (no discharge
    document, no
    reference day, a source without any medication list).
    """
    if not discharge:
        raise CallError("name at least one discharge document")
    issues: list[Issue] = []
    by_role = zip(ROLES, (discharge, dispensing, history), strict=True)
    given = once(((role, source) for role, sources in by_role for source in sources), issues)
    mapped = [(role, map_source(source, maps=maps, findings=False)) for role, source in given]
    for role, result in mapped:
        _require_list(result, role)
        issues.extend(result.issues)
    patient = check_patients([(m.source.name, m.resources("Patient")) for _, m in mapped], same_patient)
    day = _day(date, "date") or _latest(_document_dates(m) for role, m in mapped if role == "discharge")
    if day is None:
        raise CallError("no reference day: the discharge documents have no date; give --date YYYY-MM-DD")
    stay = _day(admission, "admission") or _stay_start(m for role, m in mapped if role == "discharge")
    if stay is not None and stay > day:
        raise CallError(f"the stay begins on {stay}, after the reference day {day}; check --date and --admission")

    lists, lines = [], []
    for role, result in mapped:
        found_lists, found_lines, found_issues = lines_of(result.bundle, source=result.source.name, role=role)
        lists.extend(found_lists)
        lines.extend(found_lines)
        issues.extend(found_issues)
    issues.extend(over_maximum(lines))
    reconciliation = reconcile_lines(lists, lines, date=day, admission=stay)
    result_report = report(
        reconciliation,
        patient=patient,
        sources=[_source_row(m) for _, m in mapped],
        knowledge={"drugs": formulary_version()},
    )
    issues = list(dict.fromkeys(issues))
    plan = plan_document(
        result_report, [m.bundle for _, m in mapped], asserted_same_patient=same_patient, issues=issues
    )
    return Outcome(result_report, plan, issues)


def _require_list(mapped: Mapped, role: Role) -> None:
    """A source without a medication list would make every treatment an omission or an addition: refused. Doses given
    during the stay and plans are no such list, and neither is a discharge document's list of deliveries."""
    no_list = _NEVER_TAKEN if role != "discharge" else (*_NEVER_TAKEN, "dispensing")
    if all(list_kind(found) in no_list for found in mapped.resources("List")):
        message = f"holds no medication list that can be read as {role}; is it the right document?"
        raise SourceError(message, source=mapped.source.name)


def _source_row(mapped: Mapped) -> dict[str, Any]:
    dates = _document_dates(mapped)
    return {
        "file": mapped.source.name,
        "kind": mapped.kind,
        "date": max(dates) if dates else None,
        "bundle": mapped.bundle["id"],
    }


def _document_dates(mapped: Mapped) -> list[str]:
    """Days that the source gives itself: of the document, else of its lists."""
    stated = [
        resource["date"][:10]
        for type_ in ("DocumentReference", "List")
        for resource in mapped.resources(type_)
        if "date" in resource
    ]
    return [day for day in stated if len(day) == 10]


def _latest(dates: Iterable[list[str]]) -> str | None:
    return max((day for days in dates for day in days), default=None)


def _stay_start(discharge: Iterable[Mapped]) -> str | None:
    """First day of the stay that a discharge source states; a consultation or another ambulatory contact is no stay."""
    stays = [stay for m in discharge for stay in m.resources("Encounter")]
    starts = [s["period"]["start"][:10] for s in stays if s.get("period", {}).get("start") and not _is_ambulatory(s)]
    return min(starts, default=None)


def _is_ambulatory(encounter: dict[str, Any]) -> bool:
    return encounter.get("class", {}).get("code") in ("AMB", "HH", "VR", "FLD")


def _day(text: str | None, name: str) -> str | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise CallError(f"--{name} '{text}' is not a day; write YYYY-MM-DD") from None
