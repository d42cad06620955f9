"""medrec coverage: dispensing histories → days in supply, gaps and pattern of each treatment."""

import argparse
import sys
from datetime import date
from typing import Any

from adapter.cli.files import exit_status, json_bytes, read_source, report_issues, write
from adapter.errors import CallError
from adapter.medication.supply import GRACE


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "coverage",
        help="dispensing histories → days in supply, gaps and pattern of each treatment",
        description="Days in supply of each treatment, from packs and daily dose. Dispensed is not taken.",
    )
    parser.add_argument("source", nargs="+", metavar="FILE", help="dispensing histories of one patient, or -")
    parser.add_argument("--date", metavar="YYYY-MM-DD", required=True, help="the day up to which supply is told")
    parser.add_argument(
        "--grace",
        type=int,
        default=GRACE,
        metavar="DAYS",
        help=f"days without supply that are no gap (default: {GRACE})",
    )
    parser.add_argument(
        "--same-patient", metavar='"NAME: reason"', help="who asserts that the sources are about one patient, and why"
    )
    parser.add_argument("--issues", metavar="FILE", help="write the issues there as an OperationOutcome")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines of text")


def run(options: argparse.Namespace) -> int:
    """0 done, 1 done with errors in the data, 2 when a source cannot be read or the patients differ."""
    from adapter.workflow.covered import coverage

    sources = [read_source(name) for name in dict.fromkeys(options.source)]
    found = coverage(sources, on=_day(options.date), grace=options.grace, same_patient=options.same_patient)
    report_issues(found.issues, options.issues)
    if options.json:
        write(None, json_bytes(found.report))
    else:
        sys.stdout.write("".join(f"{line}\n" for row in found.report["treatments"] for line in _lines(row)))
    return exit_status(found.issues)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(f"--date '{text}' is not a day; write YYYY-MM-DD") from None


def _lines(row: dict[str, Any]) -> list[str]:
    """A treatment in three lines or so: what, the pattern with its basis, the gaps."""
    share = row["proportionOfDaysCovered"]
    covered = {True: "in supply", False: "not in supply", None: "supply not known"}[row["covered"]]
    share_told = "" if share is None else f", {share:.0%} of days covered"
    told = [row["display"] or "(no name)", f"  {row['pattern']}{share_told}; {covered} on the day"]
    told += [f"  because {reason}" for reason in row["because"]]
    told += [f"  gap of {gap['days']} days: {gap['start']} to {gap['end']}" for gap in row["gaps"]]
    if row["unmatchedReversals"]:
        told.append(f"  {len(row['unmatchedReversals'])} reversal(s) that no delivery answers")
    return told
