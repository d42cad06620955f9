"""Which row a reversal cancels."""

from typing import Any

from compact import line_of

from adapter.reconciliation.rules.reversal import reversals


def cancelled(**rows: dict[str, Any]) -> dict[str, str]:
    lines = [
        line_of(id, {"list": "dispensing", "drug": "BISOPROLOL 5 mg", "cip": "34009", **row})
        for id, row in rows.items()
    ]
    return dict(reversals(lines).cancels)


def test_the_row_with_as_many_boxes_is_cancelled_before_a_later_one() -> None:
    found = cancelled(
        a={"day": "2026-02-01", "boxes": 1}, b={"day": "2026-02-02", "boxes": 2}, r={"day": "2026-02-03", "boxes": -1}
    )
    assert found == {"r": "a"}


def test_one_row_is_cancelled_once() -> None:
    found = cancelled(
        a={"day": "2026-02-01"},
        b={"day": "2026-02-02"},
        r={"day": "2026-02-02", "boxes": -1},
        s={"day": "2026-02-03", "boxes": -1},
    )
    assert found == {"r": "b", "s": "a"}


def test_a_delivery_after_the_reversal_is_not_cancelled() -> None:
    assert cancelled(a={"day": "2026-02-05"}, r={"day": "2026-02-03", "boxes": -1}) == {}


def test_another_product_or_another_source_is_not_cancelled() -> None:
    other = {"day": "2026-02-01", "cip": "34008"}
    elsewhere = {"day": "2026-02-01", "source": "other pharmacy"}
    assert cancelled(a=other, b=elsewhere, r={"day": "2026-02-03", "boxes": -1}) == {}


def test_a_row_cancelled_in_part_still_counts_but_its_coverage_is_not_known() -> None:
    rows = {"a": {"day": "2026-02-01", "boxes": 2}, "r": {"day": "2026-02-03", "boxes": -1}}
    lines = [
        line_of(id, {"list": "dispensing", "drug": "BISOPROLOL 5 mg", "cip": "34009", **row})
        for id, row in rows.items()
    ]
    found = reversals(lines)
    assert (found.void, found.touched) == (frozenset(), frozenset(("a",)))
