"""One group of the report as the plan sees it: what is open, and which of its lines the reconciled list shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapter.plan.source_resources import SourceResources
from adapter.wording.posology import posology

Row = Mapping[str, Any]

NOT_LISTED = ("stopped", "suspended", "not-current")
_CHANGES = ("started", "modified")


@dataclass(frozen=True, slots=True)
class Treatment:
    """group: a row of report["groups"]; lines: all its rows of report["lines"], in order; before, after: the lines to
    show for each side; shown: those of which the plan makes a statement each."""

    group: Row
    lines: tuple[Row, ...]
    before: tuple[Row, ...]
    after: tuple[Row, ...]

    @property
    def shown(self) -> tuple[Row, ...]:
        return self.after or self.before

    @property
    def id(self) -> str:
        return str(self.group["id"])

    @property
    def status(self) -> str:
        return str(self.group["status"])

    @property
    def discrepancies(self) -> Sequence[Row]:
        return self.group["discrepancies"]

    @property
    def proposals(self) -> Sequence[Row]:
        return self.group["proposals"]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said what is to be taken: undetermined, a discrepancy, a change that no source states."""
        unsaid = self.status in _CHANGES and self.group["documented"] is not True
        return self.status == "undetermined" or bool(self.discrepancies) or unsaid

    @property
    def needs_decision(self) -> bool:
        return self.is_open or bool(self.proposals)

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the reconciled list: all but what is stopped, suspended or over (in the changes)."""
        return self.status not in NOT_LISTED


def treatments(report: Row, resources: SourceResources) -> list[Treatment]:
    """The groups of the report in its order."""
    rows = {row["id"]: row for row in report["lines"]}
    return [_treatment(group, rows, resources) for group in report["groups"]]


def _treatment(group: Row, rows: Mapping[str, Row], resources: SourceResources) -> Treatment:
    lines = tuple(rows[id_] for id_ in group["lines"])
    after = [rows[id_] for id_ in group["discharge"]]
    before = [rows[id_] for id_ in group["history"]]
    rest = [row for row in lines if row not in after and row not in before]
    shown_before = _distinct(_last_delivered(before or ([] if after else rest), resources))
    return Treatment(group, lines, shown_before, _distinct(after))


def _last_delivered(rows: Sequence[Row], resources: SourceResources) -> list[Row]:
    """Of deliveries only those of the last day, cancelled ones apart where others are left; other lines all."""
    delivered = [row for row in rows if row["list"] == "dispensing" and not _cancels(resources.line(row["id"]))]
    kept = [row for row in delivered if row["coverage"]] or delivered
    last = max((_day(row, resources) for row in kept), default="")
    others = [row for row in rows if row["list"] != "dispensing"]
    return [*others, *(row for row in kept if _day(row, resources) == last)] or list(rows[-1:])


def _cancels(resource: Row) -> bool:
    value = (resource.get("quantity") or {}).get("value") if resource["resourceType"] == "MedicationDispense" else None
    return value is not None and value < 0


def _day(row: Row, resources: SourceResources) -> str:
    handed_over = resources.line(row["id"]).get("whenHandedOver") or row["period"]["start"] or ""
    return str(handed_over)[:10]


def _distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each product and posology once. Several lists repeat a treatment; one that says something else is kept beside."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: not (row["dailyDose"] or posology(row, "fr"))):
        twice = any(_repeats(row, other) for other in kept)
        if not twice:
            kept.append(row)
    return tuple(kept)


def _repeats(row: Row, other: Row) -> bool:
    if (row["source"], row["list"]) == (other["source"], other["list"]) and row["list"] != "dispensing":
        return False
    if _product(row) != _product(other):
        return False
    if row["dailyDose"] and other["dailyDose"]:
        return bool(row["dailyDose"] == other["dailyDose"])
    return posology(row, "fr") in ("", posology(other, "fr"))


def _product(row: Row) -> Any:
    """Substances and strengths, else the name as written: two lines without them are never taken for one."""
    return row["ingredients"] or row["display"].casefold()
