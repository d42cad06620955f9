"""Laws of design §2 on invented lists: every line in one group, none invented, whatever the order; no two
treatments in one group."""

import random
from typing import Any

from compact import line_of, lists_of
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.reconciliation import Line, Reconciliation, reconcile, report
from adapter.reconciliation.candidate import candidate
from adapter.reconciliation.rules.combination import RUNG as COMBINATION

DRUGS = (
    "BISOPROLOL 5 mg; comprimé; orale",
    "BISOPROLOL 10 mg; comprimé; orale",
    "BISOPROLOL 5 mg",
    "BISOPROLOL",
    "BISOPROLOL 5 mg; solution injectable; intraveineuse",
    "BISOPROLOL 5 mg; gélule à libération prolongée; orale",
    "HYDROCHLOROTHIAZIDE 6.25 mg; comprimé; orale",
    "BISOPROLOL 5 mg + HYDROCHLOROTHIAZIDE 6.25 mg; comprimé; orale",
    "PANTOPRAZOLE 20 mg; comprimé; orale",
    "",
)
TAKEN = ("", "1 MORN", "2 MORN", "1 MORN, 1 EVE", "1 x2", "1 every 7", "1 prn")


@st.composite
def row(draw: st.DrawFn) -> dict[str, Any]:
    drug = draw(st.sampled_from(DRUGS))
    kind = draw(
        st.sampled_from(
            ("discharge", "dispensing", "history", "stopped", "admission", "administered", "planned", "prescription")
        )
    )
    made: dict[str, Any] = {"list": kind, "drug": drug, "take": draw(st.sampled_from(TAKEN))}
    if kind == "dispensing":
        made["day"] = draw(st.sampled_from(("2024-01-05", "2026-01-05", "2026-02-05", "2026-02-20", "2026-03-20")))
        made["boxes"] = draw(st.sampled_from((1, 1, 1, 2, -1)))
    if draw(st.booleans()):
        made["cis"] = str(DRUGS.index(drug))
    if draw(st.booleans()):
        made["cip"] = f"34009{DRUGS.index(drug) // draw(st.sampled_from((1, 1, 1, 2)))}"
    made["status"] = draw(st.sampled_from(("active", "active", "active", "on-hold", "stopped", "entered-in-error")))
    made["magistral"] = not drug and draw(st.booleans())
    made["level"] = draw(st.sampled_from(("cis", "cis", "label", "atc")))
    return made


rows = st.lists(row(), max_size=12)


def run(lines: list[Line]) -> Reconciliation:
    return reconcile(lists_of({}, lines), lines, date="2026-03-10", admission="2026-03-01")


def content(found: Reconciliation) -> set[tuple[Any, ...]]:
    """The groups without what only orders them for reading."""
    return {
        (
            g.id,
            frozenset(line.id for line in g.lines),
            frozenset(line.id for line in g.history),
            frozenset(line.id for line in g.discharge),
            g.match,
            g.verdict.status,
            g.verdict.documented,
            frozenset(g.verdict.discrepancies),
            frozenset(g.proposals),
        )
        for g in found.groups
    }


@given(rows)
def test_every_line_ends_in_exactly_one_group_and_none_is_invented(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    grouped = [line.id for g in run(lines).groups for line in g.lines]
    assert sorted(grouped) == sorted(line.id for line in lines)


@given(rows)
def test_the_ledger_of_the_report_balances_for_each_source(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    ledger = report(run(lines), patient={}, sources=[], knowledge={})["ledger"]
    assert ledger["lines"] == ledger["grouped"] == len(lines)
    assert all(row["lines"] == row["grouped"] for row in ledger["bySource"].values())


@settings(max_examples=300)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_lists_changes_no_group(made: list[dict[str, Any]], chance: random.Random) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    lists = lists_of({}, lines)
    shuffled, mixed = list(lines), list(lists)
    chance.shuffle(shuffled)
    chance.shuffle(mixed)
    again = reconcile(mixed, shuffled, date="2026-03-10", admission="2026-03-01")
    assert content(run(lines)) == content(again)


@given(rows)
def test_the_same_lines_give_the_same_report(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    once, twice = (report(run(lines), patient={}, sources=[], knowledge={}) for _ in range(2))
    assert once == twice


@settings(max_examples=300)
@given(rows)
def test_two_substances_share_a_group_only_as_a_combination(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    cancels = {line.id for line in lines if line.is_reversal}
    for g in run(lines).groups:
        known = {c.substances for line in g.lines if line.id not in cancels and (c := candidate(line)).substances}
        assert len(known) <= 1 or g.match.rung == COMBINATION


@settings(max_examples=300)
@given(rows)
def test_another_route_or_form_is_never_continued_or_equivalent(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    for g in run(lines).groups:
        if g.verdict.status in ("continued", "equivalent"):
            ways = {(candidate(line).way.form, candidate(line).way.release) for line in (*g.history, *g.discharge)}
            assert len({w for w in ways if w[0] is not None}) <= 1


@given(rows)
def test_what_is_apart_is_alone_and_makes_no_discrepancy(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    for g in run(lines).groups:
        if any(line.list in ("administered", "planned") for line in g.lines):
            assert len(g.lines) == 1
            assert not g.verdict.discrepancies


@given(rows)
def test_a_status_that_is_open_or_changed_and_unsaid_shows_a_discrepancy(made: list[dict[str, Any]]) -> None:
    lines = [line_of(str(number), r) for number, r in enumerate(made)]
    for g in run(lines).groups:
        if g.verdict.status in ("modified", "started") and g.verdict.documented is False:
            assert g.verdict.discrepancies
