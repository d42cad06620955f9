"""medrec reconcile: discharge and dispensing (and other history) → report, draft plan, page; a readable summary on
the terminal."""

import argparse
import sys
from typing import Any

from adapter.cli.files import exit_status, json_bytes, read_source, report_issues, write
from adapter.cli.user_maps import add_mappings, user_maps_of


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "reconcile",
        help="discharge and dispensing → one list, its discrepancies, a draft plan",
        description="Reconcile what the hospital says at discharge with what the community pharmacy delivered.",
    )
    parser.add_argument(
        "--discharge", nargs="+", action="extend", default=[], metavar="FILE", required=True, help="discharge documents"
    )
    parser.add_argument(
        "--dispensing", nargs="+", action="extend", default=[], metavar="FILE", help="dispensing histories"
    )
    parser.add_argument(
        "--history", nargs="+", action="extend", default=[], metavar="FILE", help="other lists of what was taken before"
    )
    add_mappings(parser)
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="reference day (default: the discharge document's date)")
    parser.add_argument("--admission", metavar="YYYY-MM-DD", help="day of admission (default: the stay's start)")
    parser.add_argument(
        "--same-patient", metavar='"NAME: reason"', help="who asserts that the sources are about one patient, and why"
    )
    parser.add_argument("-o", "--output", metavar="PLAN.json", help="the plan as a FHIR document Bundle")
    parser.add_argument("--report", metavar="REPORT.json", help="lines, groups, discrepancies and ledger as JSON")
    parser.add_argument("--html", metavar="FILE", help="a printable page")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr", help="language of the page and the summary")
    parser.add_argument(
        "--issues", metavar="FILE", help="write the issues there as an OperationOutcome, not to standard error"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON instead of the summary")


def run(options: argparse.Namespace) -> int:
    """0 done, 1 done with errors in the data; a source that cannot be read or another patient writes nothing (2)."""
    from adapter.workflow.reconciled import reconcile

    outcome = reconcile(
        [read_source(name) for name in options.discharge],
        [read_source(name) for name in options.dispensing],
        [read_source(name) for name in options.history],
        date=options.date,
        admission=options.admission,
        same_patient=options.same_patient,
        maps=user_maps_of(options),
    )
    report_issues(outcome.issues, options.issues)
    if options.output:
        write(options.output, json_bytes(outcome.plan))
    if options.report:
        write(options.report, json_bytes(outcome.report))
    if options.html:
        from adapter.review.page import render

        write(options.html, render(outcome.report, issues=outcome.issues, lang=options.lang))
    _print(outcome, options)
    return exit_status(outcome.issues)


def _print(outcome: Any, options: argparse.Namespace) -> None:
    if "-" in (options.output, options.report, options.html):
        return
    if options.json:
        write(None, json_bytes(outcome.report))
        return
    from adapter.review.summary import summary

    sys.stdout.write(summary(outcome.report, outcome.issues, options.lang))
    for what, file in (("plan", options.output), ("report", options.report), ("page", options.html)):
        if file:
            print(f"{what}: {file}")
