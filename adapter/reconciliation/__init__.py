"""Medication lists → groups → discrepancies. Pure; the rules are written out in rules/ (one treatment?) and
statuses/ (what happened?)."""

from adapter.reconciliation.line import Line, ReadList, Role
from adapter.reconciliation.lines import lines_of
from adapter.reconciliation.maximum_dose import over_maximum
from adapter.reconciliation.patient import check_patients
from adapter.reconciliation.reconcile import Group, Reconciliation, reconcile
from adapter.reconciliation.report import report

__all__ = [
    "Group",
    "Line",
    "ReadList",
    "Reconciliation",
    "Role",
    "check_patients",
    "lines_of",
    "over_maximum",
    "reconcile",
    "report",
]
